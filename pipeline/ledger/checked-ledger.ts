import { removeAbandonedStaging } from '../../reports/staging.ts'
import type { PeriodGrain } from '../../schemas/period.ts'
import { type PublishedPeriod, readShelf, type ShelvedPeriod } from '../release-shelf.ts'
import type { RunPaths } from '../run-paths.ts'
import { type KnownContributions, namedContributions } from './contribution-store.ts'
import { completeNotices, holdAgainstShelf } from './hold-against-shelf.ts'
import type { KnownRelease } from './known-releases.ts'
import { type Ledger, openLedger } from './open-ledger.ts'
import { type ReadLedger, readLedger } from './read-ledger.ts'
import { asSettled, settlePending } from './settle-pending.ts'
import { type SkippedPeriod, skippedPeriods } from './skipped-periods.ts'

/** What is out, as the ledger and the releases folder say together. */
export interface Out {
  /** What counted as known when this was read. */
  readonly known: readonly KnownRelease[]
  /** Periods of every project that were given up. */
  readonly skipped: readonly SkippedPeriod[]
  /** What lies in the releases folder, all of it known to the ledger. */
  readonly shelf: readonly PublishedPeriod[]
  /** Who was counted in the stocks that are out; null where there are none, or nobody knows. */
  readonly contributions: KnownContributions | null
}

export interface CheckedLedger extends Out {
  readonly ledger: Ledger
}

type Project = { readonly id: string; readonly grains: readonly PeriodGrain[] }

/**
 * What every start does before anything is read of learners: clears what a stopped run had staged, signed or not, checks
 * the ledger, settles what that run left open, and holds the releases folder against it.
 *
 * @throws {WithheldError} if anything does not fit; nothing may be published then
 */
export async function openCheckedLedger(
  paths: Pick<RunPaths, 'ledger' | 'releases'>,
  project: Project,
  now: Date,
): Promise<CheckedLedger> {
  await removeAbandonedStaging(paths.releases)
  const read = await readLedger(paths.ledger, now)
  const shelf = await shelfOf(paths, project, read)
  const ledger = await openLedger(paths.ledger, now, read)
  await settlePending(ledger, project.id, paths.releases)
  const known = ledger.known()
  holdAgainstShelf(known, project.id, shelf, paths.releases)
  await completeNotices(known, project.id, shelf, paths.releases)
  await ledger.tidyContributions()
  return { ledger, known, skipped: ledger.skipped(), shelf, contributions: ledger.contributions() }
}

/**
 * The same checks for who publishes nothing, and what would be known once all is settled. Nothing is written.
 *
 * @throws {WithheldError} if anything does not fit
 */
export async function readCheckedLedger(
  paths: Pick<RunPaths, 'ledger' | 'releases'>,
  project: Project,
  now: Date,
): Promise<Out> {
  const read = await readLedger(paths.ledger, now)
  const shelf = await shelfOf(paths, project, read)
  const known = await asSettled(read.known, project.id, paths.releases)
  holdAgainstShelf(known, project.id, shelf, paths.releases)
  const contributions = namedContributions(read.entries, known).at(-1) ?? null
  return { known, skipped: skippedPeriods(read.entries), shelf, contributions }
}

function shelfOf(
  { releases }: Pick<RunPaths, 'releases'>,
  { id, grains }: Project,
  { known }: ReadLedger,
): Promise<readonly ShelvedPeriod[]> {
  const own = known.flatMap(({ release }) => (release.project === id ? [release.manifest_sha256] : []))
  return readShelf(releases, id, grains, new Set(own))
}
