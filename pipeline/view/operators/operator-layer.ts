import { resolve } from 'node:path'
import type { TableShape } from '../../../schemas/cell.ts'
import type { PeriodGrain } from '../../../schemas/period.ts'
import type { Project } from '../../load-project.ts'
import { type ReleaseRecord, readReleaseRecord } from '../../release-record.ts'
import { releaseFolder } from '../../release-shelf.ts'
import { publishedGrains } from '../../rollups/roll-ups.ts'
import { runPaths } from '../../run-paths.ts'
import { readWaits } from '../../stocks/explain-stock.ts'
import type { ViewedRelease } from '../viewed-release.ts'
import { type OperatorRow, operatorRows } from './operator-rows.ts'
import { type RunFacts, readRunFacts } from './run-facts.ts'

export interface OperatorTable {
  readonly shape: TableShape
  readonly rows: readonly OperatorRow[]
}

/** What operators may see of a release besides the release. Restricted. */
export interface OperatorLayer {
  readonly release: ViewedRelease
  readonly record: ReleaseRecord
  readonly run: RunFacts
  readonly tables: readonly OperatorTable[]
  /** Lengths of the periods that the project publishes. */
  readonly grains: readonly PeriodGrain[]
  readonly ledger: string
  /** The releases folder that the release lies in; that of the project where it lies by itself. */
  readonly releases: string
}

/**
 * Reads what the workspace recorded of the run that made a release.
 *
 * @throws {ConfigurationError} if there is no such record, or it does not fit the release
 */
export async function readOperatorLayer(
  release: ViewedRelease,
  project: Project,
  workspace: string | undefined,
): Promise<OperatorLayer> {
  const paths = runPaths(project, { workspace })
  const record = await readReleaseRecord(release.folder, paths.workspace, project.definition.project.id)
  const tables: OperatorTable[] = []
  for (const [t, table] of record.tables.entries()) {
    const { shape } = table
    const waits = shape.asOf === undefined ? null : await readWaits(record, shape.id)
    const judgements = {
      statuses: record.statuses[t]!,
      reasons: record.reasons[t]!,
      waits: waits?.rows ?? null,
    }
    tables.push({ shape, rows: operatorRows(table, release.tables[t]!, judgements) })
  }
  const run = await readRunFacts(record.run)
  const releases = shelfOf(release) ?? paths.releases
  return { release, record, run, tables, grains: publishedGrains(project), ledger: paths.ledger, releases }
}

/** The releases folder that a release lies in; null where it lies by itself. */
function shelfOf({ folder, manifest }: ViewedRelease): string | null {
  const shelf = resolve(folder, '..', '..')
  return releaseFolder(shelf, manifest.period.id, manifest.version) === folder ? shelf : null
}
