import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { SuppressionPattern } from '../schemas/cell.ts'
import type { Period } from '../schemas/period.ts'
import type { AuditReport } from '../transforms/audit/audit-report.ts'
import { quarantineRelation } from '../transforms/extract/quarantine.ts'
import type { ClassRisk } from '../transforms/generalize/equivalence-classes.ts'
import type { Books } from './books.ts'
import type { CheckResult } from './checks/check-result.ts'
import type { ClampedShare } from './clamping.ts'
import type { Database } from './database.ts'
import type { HeldPeriod } from './held-periods.ts'
import type { Inputs } from './inputs.ts'
import type { PinnableMerge } from './merge-proposals.ts'
import type { RevisionRecord } from './revisions/revision-summary.ts'
import type { StockSummary } from './stocks/stock-summary.ts'
import type { HiddenByRule, TableSummary } from './usefulness.ts'
import type { Workspace } from './workspace.ts'

/** What a run did to one period. */
export interface PeriodRecord {
  readonly period: Period
  readonly outcome: 'released' | 'candidate' | 'withheld' | 'planned'
  /** Why it was withheld, one clause each. */
  readonly reasons: readonly string[]
  readonly folder: string | null
  /** Name of the candidate that waits for approval; null where there is none. */
  readonly candidate: string | null
  /** SHA-256 of the release's manifest, which names all its files: what an audit holds the release to. */
  readonly manifestSha256: string | null
  readonly risk: ClassRisk
  /** What clamping each learner's minutes did; null where no table sums minutes. */
  readonly clamped: ClampedShare | null
  readonly tables: readonly TableSummary[]
  /** How many rows each rule hides, by table. */
  readonly hidden: readonly HiddenByRule[]
  readonly audit: AuditReport
  /** How far stocks are behind; none where the project has none. */
  readonly stocks: readonly StockSummary[]
  /** Siblings that the project file could merge to publish more; only where nothing was to be published. */
  readonly merges: readonly PinnableMerge[]
}

export const recordFormat = 'kohort-run/1'

/**
 * How a run ended: with all that was due done, with nothing due, with something withheld, failed, or told to stop
 * before the end. `running` where it goes on, or was killed.
 */
export type RunOutcome = 'running' | 'done' | 'idle' | 'withheld' | 'failed' | 'stopped'

/** Everything about a run that must not be published. */
export interface RunRecord {
  readonly format: typeof recordFormat
  /** Later runs of a workspace have greater ones, whatever the clock says. */
  readonly sequence: number
  readonly startedAt: string
  readonly endedAt: string | null
  readonly project: string
  readonly asOf: string
  /** Whether it was to publish. */
  readonly publish: boolean
  readonly outcome: RunOutcome
  /** What ended it, where it did not end well. */
  readonly failure: { readonly message: string; readonly exitCode: number } | null
  /** Name of the earlier run whose finished stages were used. */
  readonly resumed: string | null
  /** What the figures follow from; null where it was not read. */
  readonly inputs: Inputs | null
  /** SHA-256 of each source's files, by source. */
  readonly sources: Readonly<Record<string, string>>
  readonly books: Books
  /** Moment of each source's newest row or file, as local time; only where the project asks for freshness. */
  readonly loadedAt: Readonly<Record<string, string>>
  /** Share of learners without a value, by attribute. */
  readonly notStated: Readonly<Record<string, number>>
  readonly checks: readonly CheckResult[]
  /** Learners of stocks who are in no source, and kept for a while. */
  readonly absent: number
  /** First period of the series; null until sources were read and passed the checks. */
  readonly firstPeriod: string | null
  readonly alreadyReleased: readonly string[]
  /** Periods whose release is withdrawn; none is released again by itself. */
  readonly withdrawn: readonly string[]
  /** Periods whose candidates wait for approval, or were rejected and would come out the same. */
  readonly waiting: readonly string[]
  /** Closed periods that are neither out nor were taken, and why. */
  readonly held: readonly HeldPeriod[]
  readonly periods: readonly PeriodRecord[]
  /** Released periods that were looked at again. */
  readonly revisions: readonly RevisionRecord[]
  /** Ids of released periods that may be revised and were not looked at with these sources, or not to an end. */
  readonly unlooked: readonly string[]
  /** Learners who were taken out of what is kept beside the ledger, how many of them had asked, and when; null where nobody was. */
  readonly erased: { readonly learners: number; readonly requested: number; readonly on: string } | null
  /** Wall seconds by stage. */
  readonly seconds: Readonly<Record<string, number>>
}

/** Opens the folder of a run's record; a name that exists gets a number. */
export async function openRunFolder(workspace: Workspace, startedAt: Date): Promise<string> {
  const name = startedAt.toISOString().replaceAll(':', '-')
  for (let attempt = 0; ; attempt++) {
    const folder = join(workspace.runs, attempt === 0 ? name : `${name}-${attempt}`)
    try {
      await mkdir(folder, { mode: 0o700 })
      return folder
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
  }
}

export async function writeRunRecord(folder: string, record: RunRecord): Promise<void> {
  await writeWhole(join(folder, 'run.json'), `${JSON.stringify(record, null, 2)}\n`)
}

/** Which rows were hidden in a period, and why. */
export async function writePatterns(
  folder: string,
  period: string,
  patterns: readonly SuppressionPattern[],
): Promise<void> {
  await writeWhole(patternsPath(folder, period), `${JSON.stringify(patterns)}\n`)
}

export function patternsPath(folder: string, period: string): string {
  return join(folder, `patterns-${period}.json`)
}

/** Where bad rows stand in the sources, and the rule that each breaks; none of their values. */
async function writeQuarantine(folder: string, database: Database): Promise<void> {
  const quoted = (column: string) => `concat('"', replace(${column}, '"', '""'), '"')`
  // In one piece: there may be many bad rows, and each as an object takes ten times as long.
  const [rows] = await database.select(
    `SELECT string_agg(concat(source, ',', ${quoted('file')}, ',', position, ',', ${quoted('rule')}, chr(10)), '' ORDER BY source, coalesce(file, ''), position, rule) AS lines FROM ${quarantineRelation.from}`,
    z.object({ lines: z.string().nullable() }),
  )
  await writeWhole(join(folder, 'quarantine.csv'), `source,file,position,rule\n${rows?.lines ?? ''}`)
}

/** Does the work of step 1, and keeps the quarantine even if that fails: its operator needs to find the bad rows. */
export async function keepingQuarantine<T>(
  folder: string,
  database: Database,
  work: () => Promise<T>,
): Promise<T> {
  let result: T
  try {
    result = await work()
  } catch (error) {
    await writeQuarantine(folder, database).catch(() => undefined)
    throw error
  }
  await writeQuarantine(folder, database)
  return result
}

/** Writes a restricted file that is there in full or not at all. */
export async function writeWhole(path: string, text: string): Promise<void> {
  await writeFile(`${path}.unfinished`, text, { mode: 0o600 })
  await rename(`${path}.unfinished`, path)
}
