import type { Kept } from './kept-releases.ts'
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

/** The manifest names the hash of the manifest before: a reader who kept that one can tell that none was slipped in. */
export function chainOf(manifest: Manifest, kept: readonly Kept[]): Chain {
  const named = manifest.previousManifestSha256
  const before = kept.findLast(({ manifestSha256 }) => manifestSha256 === named)
  if (before !== undefined) return { kind: 'follows', release: before.manifest.id }
  if (named !== null) return { kind: kept.length === 0 ? 'open' : 'other' }
  const isOdd = kept.some(
    ({ manifest: { project, id } }) => project === manifest.project && id !== manifest.id,
  )
  return { kind: isOdd ? 'odd' : 'first' }
}
