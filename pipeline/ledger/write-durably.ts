import { open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { syncPath } from '../../reports/staging.ts'

/** Ending of a file that a crash left half written: nobody reads it, and the next one replaces it. */
export const unfinished = '.unfinished'

/** Writes a file that is there in full or not at all, and is on disk when this returns; restricted unless the mode says otherwise. */
export async function writeDurably(path: string, content: string | Uint8Array, mode = 0o600): Promise<void> {
  const handle = await open(`${path}${unfinished}`, 'w', mode)
  try {
    await handle.writeFile(content)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(`${path}${unfinished}`, path)
  await syncPath(dirname(path))
}
