import fs from 'node:fs'
import fsp from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'

export type Fault = 'none' | 'kill' | 'full'

/** Calls that change something on disk, and of which each may be the last. */
const changing = [
  ...['mkdir', 'writeFile', 'appendFile', 'copyFile', 'rename', 'link', 'rm', 'rmdir', 'chmod', 'open'],
] as const
type Changing = (typeof changing)[number]
/** Those that need space. */
const needsSpace: ReadonlySet<string> = new Set([
  'mkdir',
  'writeFile',
  'appendFile',
  'copyFile',
  'link',
  'open',
])

const isForWriting = (flag: unknown) => typeof flag === 'string' && flag.startsWith('w')

/**
 * Makes the n-th change of a file below a folder, counted from 1, the one at which the process is killed, or from which
 * on the disk is full. DuckDB's own writes are not seen.
 *
 * @returns the changes so far, and how to end it
 */
export function injectFault(
  root: string,
  kind: Fault,
  n: number,
): { readonly changes: () => number; readonly restore: () => void } {
  let count = 0
  const happens = (name: string, path: unknown): void => {
    if (typeof path !== 'string' || !path.startsWith(root)) return
    if (kind === 'full' && !needsSpace.has(name)) return
    count++
    if (kind === 'kill' && count === n) process.kill(process.pid, 'SIGKILL')
    if (kind === 'full' && count >= n)
      throw Object.assign(new Error(`ENOSPC: no space left on device, ${name} '${path}'`), {
        code: 'ENOSPC',
        syscall: name,
        path,
      })
  }
  const originals = changing.map((name): [Changing, (...args: never[]) => Promise<unknown>] => [
    name,
    fsp[name],
  ])
  const wrapped = originals.map(([name, original]) => [
    name,
    async (...args: never[]): Promise<unknown> => {
      if (name !== 'open' || isForWriting(args[1])) happens(name, args[0])
      return original.apply(fsp, args)
    },
  ])
  const { createWriteStream } = fs
  const streaming: typeof fs.createWriteStream = (path, options) => {
    happens('writeFile', path)
    return createWriteStream(path, options)
  }
  Object.assign(fsp, Object.fromEntries(wrapped))
  Object.assign(fs, { createWriteStream: streaming })
  syncBuiltinESMExports()
  return {
    changes: () => count,
    restore: () => {
      Object.assign(fsp, Object.fromEntries(originals))
      Object.assign(fs, { createWriteStream })
      syncBuiltinESMExports()
    },
  }
}
