import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'

function bootId(): string | null {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return null
  }
}

/** Content of a lock file that a process of this machine wrote, but for changes. */
export function lockOf(pid: number, change: object = {}): string {
  const startedAt = '2026-06-30T00:00:00.000Z'
  return JSON.stringify({ pid, startedAt, host: hostname(), boot: bootId(), token: 'theirs', ...change })
}
