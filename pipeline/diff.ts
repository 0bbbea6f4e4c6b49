import { readRelease } from '../reports/read-release.ts'
import type { PublishedTable } from '../schemas/cell.ts'
import { ConfigurationError, UsageError } from '../schemas/failure.ts'
import {
  type ComparableTable,
  type TableDifference,
  tableDifference,
} from '../transforms/difference/table-difference.ts'
import { readRecordedTable } from './ledger/figure-store.ts'
import { type KnownRelease, releaseId } from './ledger/known-releases.ts'
import { ledgerFolder } from './ledger/ledger-folder.ts'
import { readLedger } from './ledger/read-ledger.ts'
import { loadProject } from './load-project.ts'
import { runPaths } from './run-paths.ts'

/** A release as far as another can be compared with it. */
interface Side {
  readonly id: string
  readonly project: string
  readonly period: string
  readonly minimumContributors: number
  readonly tables: readonly ComparableTable[]
}

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
  if (b !== undefined) return compare(first, await readSide(b))
  if (options.project === undefined)
    throw new UsageError('diff needs two releases, or one and --project, whose ledger knows the other')
  const { ledger } = runPaths(await loadProject(options.project), options)
  return compare(await readKnown(ledger, first, options.now), first)
}

function compare(before: Side, after: Side): ReleaseDifference {
  const samePeriod = before.project === after.project && before.period === after.period
  const fewerThan = samePeriod ? Math.max(before.minimumContributors, after.minimumContributors) : 0
  const tables = after.tables.flatMap((table) => {
    const old = before.tables.find(({ id }) => id === table.id)
    return old === undefined ? [] : [tableDifference(old, table, fewerThan)]
  })
  const idsOf = ({ tables: list }: Side) => list.map(({ id }) => id)
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

async function readSide(folder: string): Promise<Side> {
  const { manifest, tables, findings } = await readRelease(folder)
  if (manifest === null || findings.length > 0)
    throw new ConfigurationError(
      `a release to compare must be whole (${findings[0]?.clause ?? 'a release has a manifest'}): see kohort verify`,
      folder,
    )
  return {
    id: manifest.id,
    project: manifest.project.id,
    period: manifest.period.id,
    minimumContributors: manifest.audit.parameters.minimumContributors,
    tables: tables.map(comparable),
  }
}

function comparable({ shape, rows }: PublishedTable): ComparableTable {
  const { id, dimensions, baseMeasures, derivedMeasures } = shape
  return { id, dimensions, measures: [...baseMeasures, ...derivedMeasures], rows }
}

async function readKnown(ledger: string, { project, period }: Side, now: Date): Promise<Side> {
  const { known } = await readLedger(ledger, now)
  const newest = known
    .filter(({ release }) => release.project === project && release.period.id === period)
    .reduce<KnownRelease | null>(
      (latest, one) => (latest === null || one.release.version > latest.release.version ? one : latest),
      null,
    )
  if (newest === null)
    throw new ConfigurationError('the ledger must know a release of the period to compare with', period)
  const { release } = newest
  const tables: ComparableTable[] = []
  for (const table of release.tables) {
    const { definition, rows } = await readRecordedTable(ledgerFolder(ledger), table)
    const measures = [...definition.base_measures, ...definition.derived_measures]
    tables.push({ id: table.id, dimensions: definition.dimensions, measures, rows })
  }
  const { minimumContributors } = release.audit
  return { id: `${releaseId(release)} in the ledger`, project, period, minimumContributors, tables }
}
