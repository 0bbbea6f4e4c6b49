import { join } from 'node:path'
import { sha256OfFile } from '../reports/checksums.ts'
import { manifestPath } from '../reports/release-files.ts'
import { removeAbandonedStaging } from '../reports/staging.ts'
import { extract } from './1-extract.ts'
import { deidentify } from './2-deidentify.ts'
import { generalize } from './3-generalize.ts'
import { tabulate } from './4-tabulate.ts'
import { protect } from './5-protect.ts'
import { release } from './6-release.ts'
import { isOutOfSpace, outOfSpace } from './disk-space.ts'
import { duePeriods } from './due-periods.ts'
import { loadProject } from './load-project.ts'
import { takeLock } from './lock.ts'
import { todayIn } from './period-calendar.ts'
import { refuseOverlap } from './refuse-overlap.ts'
import { readShelf } from './release-shelf.ts'
import { readAsOf, runPaths } from './run-paths.ts'
import {
  openRunFolder,
  type PeriodRecord,
  type RunRecord,
  writePatterns,
  writeQuarantine,
  writeRunRecord,
} from './run-record.ts'
import { fingerprintSources } from './source-fingerprint.ts'
import { Stopwatch } from './stopwatch.ts'
import { deriveTieBreakKey, readTieBreakKey } from './tie-break-key.ts'
import { summarize } from './usefulness.ts'
import { openVault } from './vault.ts'
import { clearVaults, openWorkspace } from './workspace.ts'

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
  const project = await loadProject(options.project)
  refuseOverlap(project)
  const paths = runPaths(project, options)
  const asOf = readAsOf(options.asOf ?? todayIn(project.definition.project.timeZone, options.now))
  const workspace = await openWorkspace(paths.workspace)
  const unlock = await takeLock(workspace.lock, options.now)
  try {
    await clearVaults(workspace)
    await removeAbandonedStaging(paths.releases)
    const shelf = await readShelf(
      paths.releases,
      project.definition.project.id,
      project.definition.releases.grain,
    )
    const record = await openRunFolder(workspace, options.now)
    const watch = new Stopwatch()
    const vault = await openVault(workspace, [paths.data])
    try {
      const { database } = vault
      const extracted = await watch
        .time('1 extract', () => extract(database, project, paths.data, asOf, options.progress))
        .catch(async (error: unknown) => {
          // The operator of a run that stops over bad rows needs to find them.
          await writeQuarantine(record, database).catch(() => undefined)
          throw error
        })
      await writeQuarantine(record, database)
      options.progress('removing identifiers')
      const deidentified = await watch.time('2 deidentify', () => deidentify(database, project, extracted))
      const due = duePeriods(project, deidentified.firstDay, asOf, shelf, options)
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
      const published = [...shelf]
      for (const period of due.open) {
        options.progress(`${period.id}: counting`)
        const risk = await watch.time('3 generalize', () => generalize(database, project, period))
        const tables = await watch.time('4 tabulate', () => tabulate(database, project, period, deidentified))
        options.progress(`${period.id}: protecting`)
        const { patterns, report, released } = await watch.time('5 protect', () =>
          protect(tables, project.definition.policy, tieBreakKey),
        )
        const mayPublish = options.publish && released !== null
        const folder = mayPublish
          ? await watch.time('6 release', () =>
              release(released, project, period, asOf, paths.releases, published),
            )
          : null
        if (folder !== null) published.push({ period, version: 1 })
        periods.push({
          period,
          outcome: released === null ? 'withheld' : mayPublish ? 'released' : 'planned',
          reasons: [
            ...new Set(report.findings.map(({ rule, clause, table }) => `${rule} in ${table}: ${clause}`)),
          ],
          folder,
          manifestSha256: folder === null ? null : await sha256OfFile(join(folder, manifestPath)),
          risk,
          tables: tables.map((table, i) =>
            summarize(table, patterns[i]!, project.definition.policy.usefulness),
          ),
          audit: report,
        })
        await writePatterns(record, period.id, patterns)
      }
      const result: RunRecord = {
        startedAt: options.now.toISOString(),
        project: project.definition.project.id,
        asOf,
        sources: await fingerprintSources(project, paths.data),
        books: extracted.books,
        alreadyReleased: due.released.map(({ id }) => id),
        periods,
        seconds: watch.seconds,
      }
      await writeRunRecord(record, result)
      return { ...result, record }
    } finally {
      await vault.destroy()
    }
  } catch (error) {
    throw isOutOfSpace(error) ? outOfSpace(error) : error
  } finally {
    await unlock()
  }
}
