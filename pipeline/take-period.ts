import { join } from 'node:path'
import { sha256OfFile } from '../reports/checksums.ts'
import { manifestPath } from '../reports/release-files.ts'
import type { Period } from '../schemas/period.ts'
import type { TaskRunner } from '../transforms/audit/interval-task.ts'
import type { LastHidden } from '../transforms/disclosure/row-preferences.ts'
import type { Deidentified } from './2-deidentify.ts'
import { generalize } from './3-generalize.ts'
import { tabulate } from './4-tabulate.ts'
import { protect } from './5-protect.ts'
import { release } from './6-release.ts'
import { writeCells } from './cell-record.ts'
import { clampedShare } from './clamping.ts'
import { codeVersion } from './code-version.ts'
import type { Database } from './database.ts'
import { readLastHidden } from './last-hidden.ts'
import { levelNames } from './level-names.ts'
import type { Project } from './load-project.ts'
import { mergeProposals } from './merge-proposals.ts'
import type { PublishedPeriod } from './release-shelf.ts'
import { type PeriodRecord, writePatterns } from './run-record.ts'
import type { Stopwatch } from './stopwatch.ts'
import { preferencesOf } from './table-preferences.ts'
import { summarize } from './usefulness.ts'

export interface PeriodTask {
  readonly database: Database
  readonly project: Project
  readonly period: Period
  readonly deidentified: Deidentified
  readonly tieBreakKey: string
  /** Folder to release to; null for a plan. */
  readonly releases: string | null
  readonly asOf: string
  /** Releases that exist already. */
  readonly earlier: readonly PublishedPeriod[]
  /** Restricted folder of the run's record. */
  readonly record: string
  readonly watch: Stopwatch
  /** For the audit; none where absent. */
  readonly threads: TaskRunner | undefined
  readonly progress: (message: string) => void
}

/** Steps 3 to 6 for one period: what was released, or why it was withheld. */
export async function takePeriod(task: PeriodTask): Promise<PeriodRecord> {
  const { database, project, period, watch, releases, asOf, earlier } = task
  const { policy } = project.definition
  const { clamping } = task.deidentified
  task.progress(`${period.id}: counting`)
  const risk = await watch.time('3 generalize', () => generalize(database, project, period))
  const tables = await watch.time('4 tabulate', () => tabulate(database, project, period, task.deidentified))
  task.progress(`${period.id}: protecting`)
  const last =
    releases === null ? new Map<string, LastHidden>() : await readLastHidden(releases, earlier, period)
  const preferences = preferencesOf(tables, project, last)
  const { patterns, parameters, report, released, ...shortfall } = await watch.time('5 protect', () =>
    protect(tables, policy, preferences, task.tieBreakKey, task.threads),
  )
  await writePatterns(task.record, period.id, patterns)
  if (releases !== null && released !== null)
    await writeCells(task.record, period.id, tables, { policy, codeVersion: await codeVersion() })
  const folder =
    releases === null || released === null
      ? null
      : await watch.time('6 release', () =>
          release(released, parameters, project, period, asOf, releases, earlier),
        )
  return {
    period,
    outcome: released === null ? 'withheld' : folder === null ? 'planned' : 'released',
    reasons: [...new Set(report.findings.map(({ rule, clause, table }) => `${rule} in ${table}: ${clause}`))],
    folder,
    manifestSha256: folder === null ? null : await sha256OfFile(join(folder, manifestPath)),
    risk,
    clamped: clamping === null ? null : clampedShare(clamping, period.start, tables),
    tables: tables.map((table, i) =>
      summarize(table, patterns[i]!, policy.usefulness, shortfall, levelNames(project, table.shape)),
    ),
    audit: report,
    merges:
      releases === null
        ? await watch.time('merges', () => mergeProposals(tables, project, task.tieBreakKey))
        : [],
  }
}
