import { chmod, mkdir } from 'node:fs/promises'
import { join } from 'node:path'

/** Where the parts of a ledger lie. All of it is restricted. */
export interface LedgerFolder {
  readonly folder: string
  readonly entries: string
  /** Definitions and figures of tables, each named by the SHA-256 of its bytes. */
  readonly figures: string
  /** Who contributed to stocks, by code; and the secret of the codes. */
  readonly contributions: string
  readonly head: string
  readonly lock: string
}

export function ledgerFolder(folder: string): LedgerFolder {
  return {
    folder,
    entries: join(folder, 'entries'),
    figures: join(folder, 'figures'),
    contributions: join(folder, 'contributions'),
    head: join(folder, 'head.json'),
    lock: join(folder, 'lock'),
  }
}

/** Makes the folders where they are missing, and gives each the mode 0700. */
export async function makeLedgerFolder({ folder, entries, figures }: LedgerFolder): Promise<void> {
  for (const path of [folder, entries, figures]) await makeRestricted(path)
}

/** Makes the folder of contributions, which only ledgers with stocks have. */
export function makeContributionsFolder({ contributions }: LedgerFolder): Promise<void> {
  return makeRestricted(contributions)
}

async function makeRestricted(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 })
  await chmod(path, 0o700)
}

/** Name of an entry's file. */
export function entryName(sequence: number): string {
  return `${String(sequence).padStart(6, '0')}.json`
}
