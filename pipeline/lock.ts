import { randomUUID } from 'node:crypto'
import { link, readFile, rm, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { Failure } from '../schemas/failure.ts'

const holderSchema = z.object({ pid: z.int(), startedAt: z.string() })

/**
 * Takes a lock file; one left by a process that is gone is taken over.
 *
 * @returns a function that gives the lock back
 * @throws {Failure} if a living process holds it
 */
export async function takeLock(path: string, now: Date): Promise<() => Promise<void>> {
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      await createWhole(path, JSON.stringify({ pid: process.pid, startedAt: now.toISOString() }))
      held.add(path)
      return async () => {
        held.delete(path)
        await rm(path, { force: true })
      }
    } catch (error) {
      if (!isErrno(error, 'EEXIST')) throw error
      const holder = await readHolder(path)
      if (holder !== null && (held.has(path) || isAlive(holder.pid)))
        throw new Failure(
          `another run holds the workspace (process ${holder.pid} since ${holder.startedAt})`,
          1,
        )
      await rm(path, { force: true })
    }
  }
  throw new Failure('another run took the workspace at the same moment', 1)
}

/** Locks of this process. */
const held = new Set<string>()

/** Creates a file with its content at one stroke: nobody sees it empty. */
async function createWhole(path: string, text: string): Promise<void> {
  const unfinished = `${path}.${process.pid}-${randomUUID()}`
  try {
    await writeFile(unfinished, text, { mode: 0o600, flag: 'wx' })
    await link(unfinished, path)
  } finally {
    await rm(unfinished, { force: true })
  }
}

async function readHolder(path: string): Promise<z.infer<typeof holderSchema> | null> {
  try {
    return holderSchema.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch {
    return null
  }
}

function isAlive(pid: number): boolean {
  // In a container every run may have the same number: this process knows which locks are its own.
  if (pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return isErrno(error, 'EPERM')
  }
}

function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
