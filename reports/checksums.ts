import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { compareBytes } from './row-order.ts'

/** A file of a release; its path is relative to the release folder, with `/`. */
export interface Checksum {
  readonly path: string
  /** 64 lower-case hexadecimal digits. */
  readonly sha256: string
}

export function sha256Of(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

/** @throws {Error} if the file cannot be read */
export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return hash.digest('hex')
}

/** `SHA256SUMS` as `sha256sum -c` reads it, sorted by path. */
export function checksumText(checksums: readonly Checksum[]): string {
  return [...checksums]
    .sort((a, b) => compareBytes(a.path, b.path))
    .map(({ path, sha256 }) => `${sha256}  ${path}\n`)
    .join('')
}

/** Reads what `checksumText` writes; null for any other text, however slightly it differs. */
export function parseChecksums(text: string): readonly Checksum[] | null {
  const checksums = text
    .split('\n')
    .slice(0, -1)
    .map((line) => /^(?<sha256>[0-9a-f]{64}) {2}(?<path>.+)$/.exec(line)?.groups)
    .map((groups) => ({ path: groups?.path ?? '', sha256: groups?.sha256 ?? '' }))
  const unique = new Set(checksums.map(({ path }) => path)).size === checksums.length
  return unique && checksumText(checksums) === text ? checksums : null
}
