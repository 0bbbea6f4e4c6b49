import { type Zippable, zipSync } from 'fflate'

/** A ZIP file with its parts in the order of their names and without the time of its making. */
export function fixedZip(parts: Zippable): Uint8Array {
  const sorted = Object.entries(parts).sort(([a], [b]) => (a < b ? -1 : 1))
  // ZIP knows local times only, and begins with 1980.
  return zipSync(Object.fromEntries(sorted), { level: 6, mtime: new Date(1980, 0, 1) })
}
