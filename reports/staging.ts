import { randomUUID } from 'node:crypto'
import { lstat, mkdir, open, readdir, realpath, rename, rm, rmdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'

const stagingPrefix = '.staging-'

/**
 * Builds a folder under a name that is not a release, then makes it appear at `target` by one rename.
 *
 * If `build` fails or the folder cannot be moved, nothing of it stays, and the folder around the target goes
 * as well if that leaves it empty.
 *
 * @param target does not exist; lies in a subfolder of `releasesFolder`
 * @param label part of the staging folder's name, for an operator who finds one
 * @param build fills the folder, whose absolute path without symbolic links it gets
 * @param announce called with what `build` gave and the folder, once all is on disk and before anybody can see it
 * @throws {Error} if the target exists, and whatever `build`, `announce` or the file system throws
 */
export async function stage<T>(
  releasesFolder: string,
  target: string,
  label: string,
  build: (folder: string) => Promise<T>,
  announce: (built: T, folder: string) => Promise<void> = async () => undefined,
): Promise<T> {
  await refuseExisting(target)
  await mkdir(releasesFolder, { recursive: true })
  const staging = join(await realpath(releasesFolder), `${stagingPrefix}${label}-${randomUUID()}`)
  try {
    await mkdir(staging)
    const result = await build(staging)
    await mkdir(dirname(target), { recursive: true })
    // A rename replaces an empty folder without a word.
    await refuseExisting(target)
    await announce(result, staging)
    await rename(staging, target)
    await syncPath(dirname(target))
    await syncPath(releasesFolder)
    return result
  } catch (error) {
    await rm(staging, { recursive: true, force: true })
    await removeIfEmpty(dirname(target))
    throw error
  }
}

/**
 * Removes what runs that were killed left behind.
 *
 * The caller makes sure that no other run is writing to the folder.
 *
 * @returns the names of the folders removed, sorted; none where `releasesFolder` does not exist
 */
export async function removeAbandonedStaging(releasesFolder: string): Promise<readonly string[]> {
  const names = await readdir(releasesFolder).catch((error: unknown) => {
    if (isMissing(error)) return []
    throw error
  })
  const abandoned = names.filter((name) => name.startsWith(stagingPrefix)).sort()
  for (const name of abandoned) await rm(join(releasesFolder, name), { recursive: true, force: true })
  return abandoned
}

/** Waits until a file or folder is on disk. */
export async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function refuseExisting(target: string): Promise<void> {
  const exists = await lstat(target).then(
    () => true,
    (error: unknown) => {
      if (isMissing(error)) return false
      throw error
    },
  )
  if (exists) throw new Error(`a release is written once and never replaced. Provided value: ${target}`)
}

/** The folder around a release may hold other versions, or not exist: neither hides the first error. */
async function removeIfEmpty(folder: string): Promise<void> {
  await rmdir(folder).catch(() => undefined)
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
