import { canonicalJson } from '../reports/canonical-json.ts'
import { sha256Of } from '../reports/checksums.ts'
import type { Period } from '../schemas/period.ts'
import { type Inputs, inputsKey } from './inputs.ts'
import { parsePeriod } from './period-calendar.ts'
import type { PastRun } from './run-history.ts'

/** What an earlier run found in the same inputs, so that they need not be read again. */
export interface EarlierWork {
  readonly run: PastRun
  readonly first: Period
  /** Whether that run was cut off: its finished stages may be used. */
  readonly unfinished: boolean
}

/**
 * The last run that found its sources in order, if it read the very same inputs; else null. One that was cut off counts
 * only for the same as-of day, by which learners are admitted.
 */
export function earlierWork(history: readonly PastRun[], inputs: Inputs, asOf: string): EarlierWork | null {
  const last = lastGoodRun(history)
  if (last?.inputs == null || last.firstPeriod === null || inputsKey(last.inputs) !== inputsKey(inputs))
    return null
  const unfinished = !['done', 'idle', 'withheld'].includes(last.outcome)
  if (unfinished && last.asOf !== asOf) return null
  return { run: last, first: parsePeriod(last.firstPeriod), unfinished }
}

/**
 * The last run that was to publish and whose sources were in order: what the next one is compared with. Whatever a plan or a
 * dry run let pass, a night has not.
 */
export function lastGoodRun(history: readonly PastRun[]): PastRun | null {
  return history.find(({ publish, firstPeriod }) => publish && firstPeriod !== null) ?? null
}

/** Names everything that the counts of a night follow from. */
export function countedKey(inputs: Inputs, asOf: string): string {
  return sha256Of(canonicalJson([inputsKey(inputs), asOf]))
}
