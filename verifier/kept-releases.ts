import { createHash } from 'node:crypto'
import { listFiles } from './list-files.ts'
import { readBytes } from './read-bytes.ts'
import { readManifest } from './read-manifest.ts'
import type { Manifest } from './release.ts'

/** An earlier release that a reader kept. */
export interface Kept {
  readonly manifest: Manifest
  readonly manifestSha256: string
}

/** @returns the releases in those folders, or the first folder that holds no readable manifest */
export async function keptReleases(
  folders: readonly string[],
): Promise<{ readonly kept: readonly Kept[] } | { readonly unreadable: string }> {
  const kept: Kept[] = []
  for (const folder of folders) {
    const bytes = await readBytes(folder, await listFiles(folder), 'manifest.json')
    const read = bytes === null ? null : readManifest(bytes.toString('utf8'))
    if (bytes === null || read === null || 'clause' in read) return { unreadable: folder }
    const manifestSha256 = createHash('sha256').update(bytes).digest('hex')
    kept.push({ manifest: read.manifest, manifestSha256 })
  }
  return { kept }
}
