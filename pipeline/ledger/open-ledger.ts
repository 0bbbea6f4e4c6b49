import { join } from 'node:path'
import { sha256Of } from '../../reports/checksums.ts'
import type { PublishedTable } from '../../schemas/cell.ts'
import { type EntryContent, genesis, ledgerFormat, type RecordedTable } from '../../schemas/ledger.ts'
import { entryText, headText } from './chain.ts'
import {
  type KnownContributions,
  namedContributions,
  removeOtherContributions,
  storeContributions,
} from './contribution-store.ts'
import { storeTable } from './figure-store.ts'
import { type KnownRelease, knownReleases } from './known-releases.ts'
import { entryName, ledgerFolder, makeLedgerFolder } from './ledger-folder.ts'
import { type ReadLedger, readHeadFile, readLedger } from './read-ledger.ts'
import { type SkippedPeriod, skippedPeriods } from './skipped-periods.ts'
import { writeDurably } from './write-durably.ts'

/** A checked ledger that may be written to. Whoever has one holds its lock. */
export interface Ledger {
  readonly path: string
  /** All releases that count as known, of every project, by number of entry. */
  known(): readonly KnownRelease[]
  /** Periods of every project that were given up. */
  skipped(): readonly SkippedPeriod[]
  /** Stores a table's figures, so that an entry can name them. */
  store(table: PublishedTable): Promise<RecordedTable>
  /** The contributions to stocks that count now; null where there are none. */
  contributions(): KnownContributions | null
  /** Stores contributions, so that an entry can name them. */
  storeContributions(bytes: Uint8Array): Promise<string>
  /** Removes contributions that no entry names any more. */
  tidyContributions(): Promise<void>
  /** Adds an entry, which is on disk when this returns; its number comes back. */
  append(content: EntryContent): Promise<number>
}

/**
 * Checks a ledger and opens it for writing; makes it where there is none.
 *
 * @param now when the run began: the time of its entries
 * @param justRead the same ledger as it was just read, by whoever holds its lock
 * @throws {BrokenLedger} if anything is not as it was written
 * @throws {WithheldError} if the clock has gone back
 */
export async function openLedger(path: string, now: Date, justRead?: ReadLedger): Promise<Ledger> {
  const folder = ledgerFolder(path)
  const { entries: read, last: lastRead, headLags } = justRead ?? (await readLedger(path, now))
  const entries = [...read]
  let [last, known] = [lastRead, knownReleases(entries)]
  await makeLedgerFolder(folder)
  if (headLags || (await readHeadFile(folder)) === null)
    await writeDurably(folder.head, headText(entries.length, entries.length === 0 ? genesis : last))
  return {
    path,
    known: () => known,
    skipped: () => skippedPeriods(entries),
    store: (table) => storeTable(folder, table),
    contributions: () => namedContributions(entries, known).at(-1) ?? null,
    storeContributions: (bytes) => storeContributions(folder, bytes),
    tidyContributions: () => removeOtherContributions(folder, namedContributions(entries, known)),
    append: async (content) => {
      const sequence = entries.length + 1
      const entry = {
        format: ledgerFormat,
        sequence,
        previous: last,
        at: now.toISOString(),
        content,
      } as const
      // What could not be read back must not be written.
      const wouldKnow = knownReleases([...entries, entry])
      const text = entryText(entry)
      await writeDurably(join(folder.entries, entryName(sequence)), text)
      entries.push(entry)
      last = sha256Of(text)
      known = wouldKnow
      await writeDurably(folder.head, headText(sequence, last))
      return sequence
    },
  }
}
