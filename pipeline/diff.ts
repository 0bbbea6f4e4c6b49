import { ConfigurationError, UsageError } from '../schemas/failure.ts'
import { type TableDifference, tableDifference } from '../transforms/difference/table-difference.ts'
import type { KnownRelease } from './ledger/known-releases.ts'
import { readLedger } from './ledger/read-ledger.ts'
import { loadProject } from './load-project.ts'
import { knownSide, type ReleaseSide, readSide } from './release-side.ts'
import { runPaths } from './run-paths.ts'

/** What changed from one release to another, as their readers see it. Nothing restricted. */
export interface ReleaseDifference {
  readonly before: string
  readonly after: string
  /** The same project and period: then a small difference is about few learners. */
  readonly samePeriod: boolean
  readonly tablesAdded: readonly string[]
  readonly tablesRemoved: readonly string[]
  readonly tables: readonly TableDifference[]
  /** Numbers that differ by 1 to k − 1 where both are about the same learners and days. */
  readonly few: number
  /** No number differs by so little. What follows from several figures together is not judged here. */
  readonly passed: boolean
}

export interface DiffOptions {
  readonly project?: string | undefined
  readonly workspace?: string | undefined
  readonly now: Date
}

/**
 * Compares two release folders; or one with the newest release of its project and period that the ledger knows, whose
 * folder need not be there any more.
 *
 * @throws {ConfigurationError} if a folder is no release as it was written, or the ledger knows none to compare with
 * @throws {UsageError} if one folder is given without a project
 */
export async function diffReleases(
  a: string,
  b: string | undefined,
  options: DiffOptions,
): Promise<ReleaseDifference> {
  const first = await readSide(a)
  if (b !== undefined) return compareSides(first, await readSide(b))
  if (options.project === undefined)
    throw new UsageError('diff needs two releases, or one and --project, whose ledger knows the other')
  const { ledger } = runPaths(await loadProject(options.project), options)
  return compareSides(await readKnown(ledger, first, options.now), first)
}

/** What the second shows otherwise than the first. */
export function compareSides(before: ReleaseSide, after: ReleaseSide): ReleaseDifference {
  const samePeriod = before.project === after.project && before.period === after.period
  const fewerThan = samePeriod ? Math.max(before.minimumContributors, after.minimumContributors) : 0
  const tables = after.tables.flatMap((table) => {
    const old = before.tables.find(({ id }) => id === table.id)
    return old === undefined ? [] : [tableDifference(old, table, fewerThan)]
  })
  const idsOf = ({ tables: list }: ReleaseSide) => list.map(({ id }) => id)
  const few = tables.flatMap(({ figures }) => figures.filter((figure) => figure.few)).length
  return {
    before: before.id,
    after: after.id,
    samePeriod,
    tablesAdded: idsOf(after).filter((id) => !idsOf(before).includes(id)),
    tablesRemoved: idsOf(before).filter((id) => !idsOf(after).includes(id)),
    tables,
    few,
    passed: few === 0,
  }
}

async function readKnown(ledger: string, { project, period }: ReleaseSide, now: Date): Promise<ReleaseSide> {
  const { known } = await readLedger(ledger, now)
  const newest = known
    .filter(({ release }) => release.project === project && release.period.id === period)
    .reduce<KnownRelease | null>(
      (latest, one) => (latest === null || one.release.version > latest.release.version ? one : latest),
      null,
    )
  if (newest === null)
    throw new ConfigurationError(
      'a candidate is compared with what is out of its period, and nothing is',
      period,
    )
  return knownSide(ledger, newest)
}
