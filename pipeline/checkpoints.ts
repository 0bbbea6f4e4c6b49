import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { deserialize, serialize } from 'node:v8'
import { constants, gunzip, gzip } from 'node:zlib'
import { z } from 'zod'

/**
 * Results of finished stages, kept until the night ends, so that one after a crash need not begin at the sources.
 * Cells only, never learners; restricted.
 */
export interface Checkpoints {
  /**
   * The result of a stage: what an earlier attempt left if it was made from the same, else made now and kept.
   *
   * @param name stage and period
   * @param key differs where anything differs that the result follows from
   */
  keep<T>(name: string, key: string, make: () => Promise<T>): Promise<T>
}

/** For what is not to leave anything: every stage is done. */
export const noCheckpoints: Checkpoints = {
  keep: (_name, _key, make) => make(),
}

/**
 * Checkpoints in a folder, those of other inputs removed. Only this program writes there, and a file's key names the version of the code; whatever is
 * read goes through the audit before it is published.
 *
 * @param inputs differs where anything differs that a night's counts follow from
 */
export async function openCheckpoints(folder: string, inputs: string): Promise<Checkpoints> {
  const prefix = `${inputs.slice(0, 32)}.`
  await clearCheckpoints(folder, (name) => name.startsWith(prefix))
  return {
    async keep<T>(name: string, key: string, make: () => Promise<T>): Promise<T> {
      const path = join(folder, `${prefix}${name}`)
      const left = await read<T>(path, key)
      if (left !== null) return left.result
      const result = await make()
      await write(path, { key, result })
      return result
    },
  }
}

/** Removes checkpoints, all but those that may be of use. */
export async function clearCheckpoints(
  folder: string,
  isUseful: (name: string) => boolean = () => false,
): Promise<void> {
  for (const name of await readdir(folder))
    if (!isUseful(name) || name.endsWith('.unfinished')) await rm(join(folder, name), { force: true })
}

async function read<T>(path: string, key: string): Promise<{ readonly result: T } | null> {
  const packed = await readFile(path).catch(() => null)
  if (packed === null) return null
  const schema = z.object({ key: z.literal(key), result: z.custom<T>() })
  try {
    return schema.parse(deserialize(await promisify(gunzip)(packed)))
  } catch {
    // A crash may have left half a file.
    return null
  }
}

async function write(path: string, value: unknown): Promise<void> {
  const packed = await promisify(gzip)(serialize(value), { level: constants.Z_BEST_SPEED })
  await writeFile(`${path}.unfinished`, packed, { mode: 0o600 })
  await rename(`${path}.unfinished`, path)
}
