import { randomUUID } from 'node:crypto'
import { readFileSync, rmSync } from 'node:fs'
import { link, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { Failure } from '../schemas/failure.ts'

const holderSchema = z.object({
  pid: z.int(),
  startedAt: z.string(),
  host: z.string(),
  /** Differs after every start of the machine; null where the system does not tell. */
  boot: z.string().nullable(),
  /** When the process began, as the system counts it: its number may be another's by now. Null where it does not tell. */
  began: z.string().nullable().default(null),
  /** Random: which lock it is. */
  token: z.string(),
})
type Holder = z.infer<typeof holderSchema>

/**
 * Takes a lock file; one left by a process that is gone is taken over.
 *
 * @param what the locked thing in words, for messages
 * @returns a function that gives the lock back, unless it is somebody else's by then
 * @throws {Failure} if a living process holds it, or one of another host, of which nothing is known
 */
export async function takeLock(path: string, what: string, now: Date): Promise<() => void> {
  const mine: Holder = {
    pid: process.pid,
    startedAt: now.toISOString(),
    host: hostname(),
    boot: bootId(),
    began: beginningOf(process.pid),
    token: randomUUID(),
  }
  const unlock = () => {
    held.delete(mine.token)
    if (tokenAt(path) === mine.token) rmSync(path, { force: true })
  }
  held.add(mine.token)
  try {
    for (let attempt = 0; attempt < 2; attempt++) {
      if (await createWhole(path, JSON.stringify(mine))) {
        await removeUnfinished(path, mine)
        return unlock
      }
      const found = await readText(path)
      if (found === null) continue
      refuseIfHeld(found, path, what, mine)
      await removeStale(path, found, what, now)
    }
    throw new Failure(`another run took ${what} at the same moment`, 1)
  } catch (error) {
    held.delete(mine.token)
    throw error
  }
}

/** Tokens of this process's locks. */
const held = new Set<string>()

function refuseIfHeld(found: string, path: string, what: string, mine: Holder): void {
  const holder = parseHolder(found)
  if (holder === null) return
  const { pid, startedAt, host, token } = holder
  if (host !== mine.host)
    throw new Failure(
      `another host may hold ${what} (process ${pid} of ${host} since ${startedAt}): delete the lock file if nothing runs there. Provided value: ${path}`,
      1,
    )
  if (held.has(token) || isAlive(holder, mine))
    throw new Failure(`another run holds ${what} (process ${pid} since ${startedAt})`, 1)
}

/**
 * Removes a lock that was judged stale, unless another run took over in between. Only the holder of a second lock
 * removes one: so nothing changes between the second look and the removal.
 */
async function removeStale(path: string, stale: string, what: string, now: Date): Promise<void> {
  const unlock = await takeLock(`${path}.takeover`, what, now)
  try {
    if ((await readText(path)) === stale) await rm(path, { force: true })
  } finally {
    unlock()
  }
}

/** Creates a file with its content at one stroke: nobody sees it empty. False if there is one. */
async function createWhole(path: string, text: string): Promise<boolean> {
  const unfinished = `${path}.${process.pid}-${randomUUID()}`
  try {
    await writeFile(unfinished, text, { mode: 0o600, flag: 'wx' })
    await link(unfinished, path)
    return true
  } catch (error) {
    // ENOENT: whoever holds the lock took the unfinished one for a dead run's.
    if (isErrno(error, 'EEXIST') || isErrno(error, 'ENOENT')) return false
    throw error
  } finally {
    await rm(unfinished, { force: true })
  }
}

/** Removes unfinished locks of runs that were killed while they made one. */
async function removeUnfinished(path: string, mine: Holder): Promise<void> {
  const pattern = /^\.(\d+)-[0-9a-f-]{36}$/
  for (const name of await readdir(dirname(path))) {
    if (!name.startsWith(basename(path))) continue
    const pid = pattern.exec(name.slice(basename(path).length))?.[1]
    if (pid === undefined) continue
    const unfinished = join(dirname(path), name)
    const holder = parseHolder((await readText(unfinished)) ?? '')
    const elsewhere = holder !== null && holder.host !== mine.host
    const alive = holder === null ? isRunning(Number(pid)) : held.has(holder.token) || isAlive(holder, mine)
    if (!elsewhere && !alive) await rm(unfinished, { force: true })
  }
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return null
    throw error
  }
}

function tokenAt(path: string): string | null {
  try {
    return parseHolder(readFileSync(path, 'utf8'))?.token ?? null
  } catch {
    return null
  }
}

/** Null for what no run wrote: locks are created whole. */
function parseHolder(text: string): Holder | null {
  try {
    return holderSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}

function bootId(): string | null {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return null
  }
}

/** When a process began, in the system's ticks since its start; null where it does not tell. */
function beginningOf(pid: number): string | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the program's name, which may hold anything; this is the 22nd (proc_pid_stat(5)).
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}

/** Whether the process that took a lock on this host still runs. */
function isAlive({ pid, boot, began }: Holder, mine: Holder): boolean {
  if (boot !== mine.boot || !isRunning(pid)) return false
  const now = beginningOf(pid)
  return began === null || now === null || began === now
}

function isRunning(pid: number): boolean {
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
