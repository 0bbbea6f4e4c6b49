import type { PublishedTable, TabulatedTable } from '../../schemas/cell.ts'
import { ConfigurationError, WithheldError } from '../../schemas/failure.ts'
import { isWithin, type Period, type PeriodGrain } from '../../schemas/period.ts'
import { allHidden } from '../../transforms/audit/all-hidden.ts'
import { readRecordedTable } from '../ledger/figure-store.ts'
import { type KnownRelease, releaseId } from '../ledger/known-releases.ts'
import { ledgerFolder } from '../ledger/ledger-folder.ts'
import { type ReleaseRecord, readReleaseRecord } from '../release-record.ts'
import type { PublishedPeriod } from '../release-shelf.ts'

/** A table of a release within a longer period: as the ledger says that it was published, and as it was counted. */
export interface ReleasedPart {
  readonly period: Period
  readonly published: PublishedTable
  readonly truth: TabulatedTable
  /** Whether no release of the period has the table: it was counted for what others tell of it. */
  readonly isUntold?: boolean
}

export interface PartsTask {
  readonly project: string
  readonly period: Period
  readonly known: readonly KnownRelease[]
  /** Releases that lie in the releases folder. */
  readonly shelf: readonly PublishedPeriod[]
  /** Folder of the ledger. */
  readonly ledger: string
  /** Folder of the workspace. */
  readonly workspace: string
  /** Grain of base periods. */
  readonly base: PeriodGrain
  /** Ids of tables of the longer period that no base period shows. */
  readonly longerOnly: readonly string[]
}

/**
 * All tables of all first versions of a project's releases within a longer period: it adds up what was counted for
 * them. A later version shows changes since, which were held against the first one. Tables that only longer periods show
 * are among them, with every row hidden: other tables tell what adds up to them.
 *
 * @throws {WithheldError} if a release, or the record of what was counted for it, is not there any more
 */
export async function readParts(task: PartsTask): Promise<readonly ReleasedPart[]> {
  const parts: ReleasedPart[] = []
  for (const { release } of task.known) {
    const { period, version } = release
    if (release.project !== task.project || version > 1) continue
    if (period.id === task.period.id || !isWithin(period, task.period)) continue
    const folder = task.shelf.find((one) => one.period.id === period.id && one.version === version)?.folder
    if (folder === undefined) throw lacking(releaseId(release), 'its folder')
    const { tables, ofLonger } = await recordOf(folder, task, releaseId(release))
    if (tables.length !== release.tables.length) throw lacking(releaseId(release), 'all its tables')
    const counted = new Set([...tables, ...ofLonger].map(({ shape }) => shape.id))
    const lacks = task.longerOnly.find((id) => !counted.has(id))
    if (period.grain === task.base && lacks !== undefined)
      throw new WithheldError(
        `a table of longer periods only adds up base periods that were released when the project had it. Provided value: ${releaseId(release)}, table ${lacks}`,
      )
    // All of them, whatever the project has by now: a quarter that is out is the sum of its months beside a year, too.
    for (const truth of ofLonger) parts.push({ period, published: allHidden(truth), truth, isUntold: true })
    for (const [t, truth] of tables.entries()) {
      const recorded = release.tables[t]!
      if (recorded.id !== truth.shape.id) throw lacking(releaseId(release), 'its tables in their order')
      const { rows } = readRecordedTable(ledgerFolder(task.ledger), recorded)
      parts.push({ period, published: { shape: truth.shape, rows }, truth })
    }
  }
  return parts
}

async function recordOf(
  folder: string,
  { workspace, project }: PartsTask,
  id: string,
): Promise<ReleaseRecord> {
  try {
    return await readReleaseRecord(folder, workspace, project)
  } catch (error) {
    if (error instanceof ConfigurationError) throw lacking(id, `what was counted for it (${error.message})`)
    throw error
  }
}

function lacking(release: string, what: string): WithheldError {
  return new WithheldError(
    `a longer period needs every release within it as it was made: of ${release}, ${what} must be there`,
  )
}
