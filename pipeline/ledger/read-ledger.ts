import { readFileSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { WithheldError } from '../../schemas/failure.ts'
import { BrokenLedger } from './broken-ledger.ts'
import { type Chain, linkChain } from './chain.ts'
import { type KnownContributions, namedContributions, verifyContributions } from './contribution-store.ts'
import { verifyFigures } from './figure-store.ts'
import { isMissing } from './is-missing.ts'
import { type KnownRelease, knownReleases } from './known-releases.ts'
import { type LedgerFolder, ledgerFolder } from './ledger-folder.ts'
import { unfinished } from './write-durably.ts'

/** A ledger that holds together, as it lies on disk. */
export interface ReadLedger extends Chain {
  readonly known: readonly KnownRelease[]
  /** What lies beside it about learners: the last one counts, once all is settled. */
  readonly contributions: readonly KnownContributions[]
}

/**
 * Reads a ledger and checks all of it: numbers, links, head, forms, figures, contributions, and the clock. Nothing is written.
 *
 * @param now no entry may be from later
 * @throws {BrokenLedger} if anything is not as it was written
 * @throws {WithheldError} if the clock has gone back
 */
export async function readLedger(path: string, now: Date): Promise<ReadLedger> {
  const folder = ledgerFolder(path)
  const chain = linkChain(await readEntryFiles(folder), await readHeadFile(folder))
  await refuseLostEntries(folder, chain)
  const known = knownReleases(chain.entries)
  verifyFigures(folder, chain.entries)
  const contributions = namedContributions(chain.entries, known)
  await verifyContributions(folder, contributions)
  const newest = chain.entries.at(-1)
  if (newest !== undefined && newest.at > now.toISOString())
    throw new WithheldError(
      `the clock must not go back: the ledger's last entry is from later. Wait until then; or, if the clock was wrong when it was written, move the ledger away and take the releases into a new one (kohort ledger adopt). Provided value: ${now.toISOString()}, after ${newest.at}`,
    )
  return { ...chain, known, contributions }
}

/** All files of the entries' folder by name, but what a crash left half written. */
export async function readEntryFiles({ entries }: LedgerFolder): Promise<ReadonlyMap<string, Buffer>> {
  const names = (await namesIn(entries)).filter((name) => !name.endsWith(unfinished))
  return new Map(names.map((name) => [name, readFileSync(join(entries, name))]))
}

export async function readHeadFile({ head }: LedgerFolder): Promise<Buffer | null> {
  return readFile(head).catch((error: unknown) => {
    if (isMissing(error)) return null
    throw error
  })
}

/** Without entries and head it is a new ledger, unless figures say that there were entries. */
async function refuseLostEntries(folder: LedgerFolder, { entries }: Chain): Promise<void> {
  if (entries.length > 0 || (await readHeadFile(folder)) !== null) return
  if ((await namesIn(folder.figures)).length > 0)
    throw new BrokenLedger('where figures are, entries name them', 'no entries')
}

/** Names in a folder, sorted; none where there is no such folder. */
async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).toSorted()
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}
