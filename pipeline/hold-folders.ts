import { mkdir, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ledgerFolder } from './ledger/ledger-folder.ts'
import { takeLock } from './lock.ts'

/**
 * Holds what two runs may share though their workspaces differ: a releases folder, and the ledger of one population.
 * A folder made for nothing goes again.
 *
 * @param unlocks gets, and loses again, what gives each lock back: for whoever must end at once
 * @throws {Failure} if another run holds one of them
 */
export async function holdingPublication<T>(
  { releases, ledger }: { readonly releases: string | null; readonly ledger: string | null },
  now: Date,
  unlocks: (() => void)[],
  work: () => Promise<T>,
): Promise<T> {
  const withLedger = () =>
    ledger === null
      ? work()
      : holding(ledger, ledgerFolder(ledger).lock, 'the ledger', 0o700, now, unlocks, work)
  return releases === null
    ? withLedger()
    : holding(releases, join(releases, '.lock'), 'the releases folder', 0o777, now, unlocks, withLedger)
}

async function holding<T>(
  folder: string,
  lock: string,
  what: string,
  mode: number,
  now: Date,
  unlocks: (() => void)[],
  work: () => Promise<T>,
): Promise<T> {
  const made = await mkdir(folder, { recursive: true, mode })
  try {
    const unlock = await takeLock(lock, what, now)
    unlocks.push(unlock)
    try {
      return await work()
    } finally {
      unlock()
    }
  } finally {
    if (made !== undefined) await rmdir(folder).catch(() => undefined)
  }
}
