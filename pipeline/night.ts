import { removeAbandonedStaging } from '../reports/staging.ts'
import { extract } from './1-extract.ts'
import { deidentify } from './2-deidentify.ts'
import { choosePeriod, type DuePeriods, duePeriods } from './due-periods.ts'
import { loadProject, type Project } from './load-project.ts'
import { todayIn } from './period-calendar.ts'
import { refuseOverlap } from './refuse-overlap.ts'
import { readShelf } from './release-shelf.ts'
import { inRestrictedRun } from './restricted-run.ts'
import { readAsOf, runPaths } from './run-paths.ts'
import {
  keepingQuarantine,
  openRunFolder,
  type PeriodRecord,
  type RunRecord,
  recordFormat,
  writeRunRecord,
} from './run-record.ts'
import { withSolverThreads } from './solver-threads.ts'
import { fingerprintSources } from './source-fingerprint.ts'
import { Stopwatch } from './stopwatch.ts'
import { takePeriod } from './take-period.ts'
import { deriveTieBreakKey, readTieBreakKey } from './tie-break-key.ts'

export interface NightOptions {
  readonly project: string
  /** Folder that sources start from; the project's own where absent. */
  readonly data?: string | undefined
  readonly releases?: string | undefined
  readonly workspace?: string | undefined
  /** Last day that counts as ended, `YYYY-MM-DD`; today in the project's time zone where absent. */
  readonly asOf?: string | undefined
  readonly period?: string | undefined
  /** Periods to release at most, the last ones; all where absent. */
  readonly last?: number | undefined
  /** False: everything but publishing. */
  readonly publish: boolean
  /** For the audit; as many as there are cores, at most 4, where absent. */
  readonly threads?: number | undefined
  readonly now: Date
  readonly progress: (message: string) => void
}

export interface NightResult extends RunRecord {
  /** Restricted folder with the run's record. */
  readonly record: string
}

/**
 * One night: finds the closed periods that are not yet released, and takes each through the six steps.
 *
 * Whatever happens, no vault and no half release is left behind.
 */
export async function night(options: NightOptions): Promise<NightResult> {
  const { publish, progress, now } = options
  const project = await loadProject(options.project)
  refuseOverlap(project)
  const { id, timeZone } = project.definition.project
  const paths = runPaths(project, options)
  const today = todayIn(timeZone, now)
  const asOf = readAsOf(options.asOf ?? today)
  const chosen = options.period === undefined ? null : choosePeriod(project, asOf, options.period)
  if (asOf === today) progress(`${asOf} is today: rows of the rest of the day are not in`)
  const folders = { ...paths, releases: publish ? paths.releases : null }
  return inRestrictedRun(folders, now, async ({ workspace, vault }) => {
    const { database } = vault
    const watch = new Stopwatch()
    const record = await openRunFolder(workspace, now)
    if (publish) await removeAbandonedStaging(paths.releases)
    const shelf = publish ? await readShelf(paths.releases, id, project.definition.releases.grain) : []

    // Taken before the sources are read: what changes meanwhile must show as changed to a later audit.
    const sources = await fingerprintSources(project, paths.data)
    const extracted = await keepingQuarantine(record, database, () =>
      watch.time('1 extract', () => extract(database, project, paths.data, asOf, progress)),
    )
    progress('removing identifiers')
    const deidentified = await watch.time('2 deidentify', () => deidentify(database, project, extracted))
    const due = duePeriods(project, deidentified.firstDay, asOf, shelf, {
      period: chosen,
      last: options.last,
    })
    warnOfLongSeries(project, due, progress)
    const tieBreakKey =
      (await readTieBreakKey(project, workspace)) ??
      (await deriveTieBreakKey(
        database,
        workspace,
        due.first.end,
        extracted.fields.get('learners') ?? new Set(),
      ))
    await vault.destroyIdentified()

    const periods: PeriodRecord[] = []
    const result: RunRecord = {
      format: recordFormat,
      startedAt: now.toISOString(),
      project: id,
      asOf,
      sources,
      books: extracted.books,
      alreadyReleased: due.released.map((period) => period.id),
      periods,
      seconds: watch.seconds,
    }
    await writeRunRecord(record, result)
    for (const period of due.open) {
      const released = periods.flatMap(({ folder, period: earlier }) =>
        folder === null ? [] : [{ period: earlier, version: 1 }],
      )
      periods.push(
        await withSolverThreads(options.threads, (threads) =>
          takePeriod({
            database,
            project,
            period,
            deidentified,
            tieBreakKey,
            releases: publish ? paths.releases : null,
            asOf,
            earlier: [...shelf, ...released],
            record,
            watch,
            threads,
            progress,
          }),
        ),
      )
      await writeRunRecord(record, result)
    }
    return { ...result, record }
  })
}

/** More due periods than this are seldom meant. */
const longSeries = 60

/** A single row with a wrong year makes a series begin long before the school. */
function warnOfLongSeries(
  project: Project,
  { first, open }: DuePeriods,
  progress: NightOptions['progress'],
): void {
  if (project.definition.releases.from === undefined && open.length > longSeries)
    progress(
      `${open.length} periods are due, the first with a row being ${first.id}: releases.from can name a later one`,
    )
}
