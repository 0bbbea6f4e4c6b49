import type { Kept } from './kept-releases.ts'
import type { Manifest } from './release.ts'

/** The release that changes on a page are against, and whether it is the one of that name which its reader kept. */
export interface Compared {
  readonly kind: 'same' | 'other' | 'absent'
  readonly release: string
}

/** @returns null where the manifest names none, or its reader kept none */
export function comparedOf(manifest: Manifest, kept: readonly Kept[]): Compared | null {
  const named = manifest.comparedWith
  if (named === null || kept.length === 0) return null
  const release = `${manifest.project}/${named.period}/${named.version}`
  const found = kept.find(({ manifestSha256 }) => manifestSha256 === named.manifestSha256)
  if (found !== undefined) {
    const { id, grain, start } = found.manifest
    const isBefore = id === release && grain === manifest.grain && start < manifest.start
    return { kind: isBefore ? 'same' : 'other', release }
  }
  return { kind: kept.some(({ manifest: { id } }) => id === release) ? 'other' : 'absent', release }
}
