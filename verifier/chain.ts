import { createHash } from 'node:crypto'
import { listFiles } from './list-files.ts'
import { readBytes } from './read-bytes.ts'
import { readManifest } from './read-manifest.ts'
import type { Manifest } from './release.ts'

/** How a release stands to earlier ones that its reader kept. */
export type Chain =
  | { readonly kind: 'follows'; readonly release: string }
  /** It names one that was not given. */
  | { readonly kind: 'other' }
  /** It names none; `odd` where its reader has an earlier one. */
  | { readonly kind: 'first' | 'odd' }
  /** None was given to compare. */
  | { readonly kind: 'open' }
  | { readonly kind: 'unreadable'; readonly folder: string }

/** The manifest names the hash of the manifest before: a reader who kept that one can tell that none was slipped in. */
export async function chainOf(manifest: Manifest, previous: readonly string[]): Promise<Chain> {
  const named = manifest.previousManifestSha256
  let follows: string | null = null
  let isOdd = false
  for (const folder of previous) {
    const bytes = await readBytes(folder, await listFiles(folder), 'manifest.json')
    const read = bytes === null ? null : readManifest(bytes.toString('utf8'))
    if (bytes === null || read === null || 'clause' in read) return { kind: 'unreadable', folder }
    if (createHash('sha256').update(bytes).digest('hex') === named) follows = read.manifest.id
    isOdd ||= read.manifest.project === manifest.project && read.manifest.id !== manifest.id
  }
  if (follows !== null) return { kind: 'follows', release: follows }
  if (named === null) return { kind: isOdd ? 'odd' : 'first' }
  return { kind: previous.length === 0 ? 'open' : 'other' }
}
