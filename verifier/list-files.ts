import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'

const folders: ReadonlySet<string> = new Set(['tables', 'report'])

/** What lies in a release folder. Nothing outside of it is looked at: links are not followed. */
export interface FolderContent {
  /** Size of each file in bytes, by path with `/`. */
  readonly sizes: ReadonlyMap<string, number>
  /** Links, devices and other folders. */
  readonly foreign: readonly string[]
  /** Folders of the release that cannot be listed. */
  readonly unreadable: readonly string[]
}

/** @throws {Error} if the folder cannot be read */
export async function listFiles(folder: string): Promise<FolderContent> {
  const sizes = new Map<string, number>()
  const foreign: string[] = []
  const unreadable: string[] = []
  const look = async (inner: string): Promise<void> => {
    const listed = readdir(join(folder, inner), { withFileTypes: true })
    const entries = inner === '' ? await listed : await listed.catch(() => null)
    if (entries === null) unreadable.push(inner)
    for (const entry of entries ?? []) {
      const path = inner === '' ? entry.name : `${inner}/${entry.name}`
      // A name that is not text cannot be asked for.
      const size = entry.isFile() ? await sizeOf(join(folder, path)) : null
      if (size !== null) sizes.set(path, size)
      else if (entry.isDirectory() && folders.has(path)) await look(path)
      else foreign.push(path)
    }
  }
  await look('')
  return { sizes, foreign: foreign.sort(), unreadable }
}

async function sizeOf(path: string): Promise<number | null> {
  return await lstat(path).then(
    ({ size }) => size,
    () => null,
  )
}

/** SHA-256 in hexadecimal digits, read piece by piece. Null if the file cannot be read. */
export async function hashOfFile(path: string): Promise<string | null> {
  try {
    const hash = createHash('sha256')
    for await (const piece of createReadStream(path)) hash.update(piece)
    return hash.digest('hex')
  } catch {
    return null
  }
}
