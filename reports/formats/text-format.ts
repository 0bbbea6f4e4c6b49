import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Fault } from '../structure/finding.ts'
import type { ReleaseContent } from './release-content.ts'

/**
 * Version of all texts below, which releases state: each has one text for what a release says, so `verify` must know how it was written.
 * Whoever changes a word or a field of them raises it, and keeps the former writers for releases that are out.
 */
export const textVersion = 1

/** A text file of a release that follows from its tables and its manifest, byte by byte. */
export interface TextFile {
  readonly path: string
  /** In pieces, so that no text is ever held whole. */
  readonly chunks: Iterable<string>
}

/**
 * Writes text files.
 *
 * @throws {Error} if a file exists or cannot be written in full
 */
export async function writeTexts(texts: readonly TextFile[], folder: string): Promise<void> {
  for (const { path, chunks } of texts) {
    const file = await open(join(folder, path), 'wx')
    try {
      for (const chunk of chunks) await file.writeFile(chunk)
    } finally {
      await file.close()
    }
  }
}

/** There is one text of a version for what a release says, so its hash tells whether the file says the same. */
export function textFaults(
  { chunks }: TextFile,
  sha256: string | undefined,
  version: number | undefined,
): readonly Fault[] {
  if (version !== textVersion)
    return [{ rule: 'derived-text', clause: `texts are of a version that is known here: ${textVersion}` }]
  const hash = createHash('sha256')
  for (const chunk of chunks) hash.update(chunk)
  return hash.digest('hex') === sha256
    ? []
    : [{ rule: 'derived-text', clause: 'a file says what the tables and the manifest say' }]
}

/** JSON as a person may read it. */
export function jsonFile(path: string, value: unknown): TextFile {
  return { path, chunks: [`${JSON.stringify(value, null, 2)}\n`] }
}

export type Texts = (content: ReleaseContent) => readonly TextFile[]
