import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { compareBytes } from './row-order.ts'

export const manifestPath = 'manifest.json'
export const checksumsPath = 'SHA256SUMS'
/** Made after the release by whoever signs it; not in SHA256SUMS. */
export const signaturePath = 'SHA256SUMS.minisig'
/** The same of a notice of withdrawal. */
export const withdrawalSignaturePath = 'WITHDRAWN.json.minisig'
export const tablesFolder = 'tables'
/** What people read, in as many languages as the release has. */
export const reportFolder = 'report'

const folders: ReadonlySet<string> = new Set([tablesFolder, reportFolder])

/** What lies in a release folder, by path relative to it. */
export interface ReleaseFiles {
  /** Regular files and their sizes in bytes. */
  readonly bytes: ReadonlyMap<string, number>
  /** Links, devices, and folders other than `tables` and `report`, none of which is looked into. */
  readonly foreign: readonly string[]
}

/**
 * Lists a release folder without following links.
 *
 * @throws {Error} if the folder cannot be read
 */
export async function listReleaseFiles(folder: string): Promise<ReleaseFiles> {
  const bytes = new Map<string, number>()
  const foreign: string[] = []
  const list = async (subfolder: string): Promise<void> => {
    for (const entry of await readdir(join(folder, subfolder), { withFileTypes: true })) {
      const path = subfolder === '' ? entry.name : `${subfolder}/${entry.name}`
      if (entry.isFile()) bytes.set(path, (await lstat(join(folder, path))).size)
      else if (entry.isDirectory() && folders.has(path)) await list(path)
      else foreign.push(path)
    }
  }
  await list('')
  return { bytes, foreign: foreign.sort(compareBytes) }
}
