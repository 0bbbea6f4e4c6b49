import { open, readFile, rm } from 'node:fs/promises'
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
      const file = await open(path, 'wx', 0o600)
      await file.writeFile(JSON.stringify({ pid: process.pid, startedAt: now.toISOString() }))
      await file.close()
      return () => rm(path, { force: true })
    } catch (error) {
      if (!isErrno(error, 'EEXIST')) throw error
      const holder = await readHolder(path)
      if (holder !== null && isAlive(holder.pid))
        throw new Failure(
          `another run holds the workspace (process ${holder.pid} since ${holder.startedAt})`,
          1,
        )
      await rm(path, { force: true })
    }
  }
  throw new Failure('another run took the workspace at the same moment', 1)
}

async function readHolder(path: string): Promise<z.infer<typeof holderSchema> | null> {
  try {
    return holderSchema.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch {
    return null
  }
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return true
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
