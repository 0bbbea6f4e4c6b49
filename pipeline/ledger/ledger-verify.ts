import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { PeriodGrain } from '../../schemas/period.ts'
import { readShelf } from '../release-shelf.ts'
import type { RunPaths } from '../run-paths.ts'
import { holdAgainstShelf } from './hold-against-shelf.ts'
import { releaseId } from './known-releases.ts'
import { ledgerFolder } from './ledger-folder.ts'
import { readLedger } from './read-ledger.ts'
import { skippedPeriods } from './skipped-periods.ts'

export interface LedgerReport {
  readonly ledger: string
  readonly entries: number
  /** SHA-256 of the last entry: what to note elsewhere, for it stands for all of them. */
  readonly head: string
  /** Known releases of all projects: `project/period/version`. */
  readonly published: readonly string[]
  readonly withdrawn: readonly string[]
  /** About to appear when a run was stopped; the next run of the project settles it. */
  readonly pending: readonly string[]
  /** Periods that were given up: `project/period`. */
  readonly skipped: readonly string[]
  readonly bytes: number
}

/**
 * Checks the ledger as every start does, and holds the releases folder against it. Nothing is written.
 *
 * @throws {WithheldError} if anything does not fit
 */
export async function verifyLedger(
  paths: Pick<RunPaths, 'ledger' | 'releases'>,
  project: { readonly id: string; readonly grains: readonly PeriodGrain[] },
  now: Date,
): Promise<LedgerReport> {
  const { entries, last, known } = await readLedger(paths.ledger, now)
  const shelf = await readShelf(paths.releases, project.id, project.grains)
  holdAgainstShelf(known, project.id, shelf, paths.releases)
  const inState = (wanted: string) =>
    known.filter(({ state }) => state === wanted).map(({ release }) => releaseId(release))
  const { entries: entryFolder, figures } = ledgerFolder(paths.ledger)
  return {
    ledger: paths.ledger,
    entries: entries.length,
    head: last,
    published: inState('published'),
    withdrawn: inState('withdrawn'),
    pending: inState('pending'),
    skipped: skippedPeriods(entries).map((one) => `${one.project}/${one.period.id}`),
    bytes: (await bytesIn(entryFolder)) + (await bytesIn(figures)),
  }
}

async function bytesIn(folder: string): Promise<number> {
  let bytes = 0
  for (const name of await readdir(folder).catch(() => [])) bytes += (await stat(join(folder, name))).size
  return bytes
}
