import { unzipSync, zipSync } from 'fflate'

/** The same ZIP file with its parts in the order of their names and without the time of its making. */
export function fixedZip(zip: Uint8Array): Uint8Array {
  const parts = Object.entries(unzipSync(zip)).sort(([a], [b]) => (a < b ? -1 : 1))
  // ZIP knows local times only, and begins with 1980.
  return zipSync(Object.fromEntries(parts), { level: 6, mtime: new Date(1980, 0, 1) })
}
