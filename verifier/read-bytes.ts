import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FolderContent } from './list-files.ts'

/** More than any list, manifest or table has; a text of this size still fits into memory. */
const mostBytes = 256 * 2 ** 20

/** Content of a file of a release; null where it is missing, no plain file, too large to be what it should be, or unreadable. */
export async function readBytes(
  folder: string,
  { sizes }: FolderContent,
  path: string,
): Promise<Buffer | null> {
  const size = sizes.get(path)
  if (size === undefined || size > mostBytes) return null
  return await readFile(join(folder, path)).catch(() => null)
}

export async function readTextOf(
  folder: string,
  content: FolderContent,
  path: string,
): Promise<string | null> {
  return (await readBytes(folder, content, path))?.toString('utf8') ?? null
}
