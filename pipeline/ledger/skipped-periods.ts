import type { LedgerEntry } from '../../schemas/ledger.ts'
import type { Period } from '../../schemas/period.ts'

/** A period of a project that was given up: no release of it ever appears. */
export interface SkippedPeriod {
  readonly project: string
  readonly period: Period
  /** Day on which it was given up, `YYYY-MM-DD`. */
  readonly on: string
  readonly reason: string
}

/** Periods of all projects that were given up, in the order of their entries. */
export function skippedPeriods(entries: readonly LedgerEntry[]): readonly SkippedPeriod[] {
  return entries.flatMap(({ content }) => {
    if (content.kind !== 'skipped') return []
    const { project, period, on, reason } = content
    return [{ project, period, on, reason }]
  })
}
