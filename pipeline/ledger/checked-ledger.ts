import type { PeriodGrain } from '../../schemas/period.ts'
import { type PublishedPeriod, readShelf } from '../release-shelf.ts'
import type { RunPaths } from '../run-paths.ts'
import { completeNotices, holdAgainstShelf } from './hold-against-shelf.ts'
import { type Ledger, openLedger } from './open-ledger.ts'
import { settlePending } from './settle-pending.ts'

export interface CheckedLedger {
  readonly ledger: Ledger
  /** What lies in the releases folder, all of it known to the ledger. */
  readonly shelf: readonly PublishedPeriod[]
}

/**
 * What every start does before anything is read of learners: checks the ledger, settles what a stopped run left open,
 * and holds the releases folder against it.
 *
 * @throws {WithheldError} if anything does not fit; nothing may be published then
 */
export async function openCheckedLedger(
  paths: Pick<RunPaths, 'ledger' | 'releases'>,
  project: { readonly id: string; readonly grain: PeriodGrain },
  now: Date,
): Promise<CheckedLedger> {
  const shelf = await readShelf(paths.releases, project.id, project.grain)
  const ledger = await openLedger(paths.ledger, now)
  await settlePending(ledger, project.id, paths.releases)
  await holdAgainstShelf(ledger.known(), project.id, shelf, paths.releases)
  await completeNotices(ledger.known(), project.id, shelf, paths.releases)
  return { ledger, shelf }
}
