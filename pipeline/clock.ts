import { UsageError, WithheldError } from '../schemas/failure.ts'
import type { PastRun } from './run-history.ts'

/** A clock that began at a moment, and goes on as time does, whatever becomes of the machine's. */
export function clockFrom(now: Date): () => Date {
  const started = performance.now()
  return () => new Date(now.getTime() + performance.now() - started)
}

/** Clocks are put right by seconds; one that is off by more may close a period that is not over. */
const toleranceMs = 3_600_000

/** Now, or when the last run began where the clock shows less. */
export function latestMoment(history: readonly PastRun[], now: Date): Date {
  return new Date(Math.max(now.getTime(), ...history.map(({ startedAt }) => Date.parse(startedAt))))
}

/**
 * Refuses to publish as of a day that has not begun: its periods would be out, and known for good, before anything happened.
 *
 * @throws {UsageError} if the day is after today
 */
export function refuseDayToCome(asOf: string, today: string): void {
  if (asOf > today)
    throw new UsageError(
      `a day must have begun before it counts as ended. Provided value: --as-of ${asOf}, where it is ${today}`,
    )
}

/**
 * Refuses to take today from a clock that shows a time before the last run's.
 *
 * @throws {WithheldError} if it does
 */
export function refuseClockGoneBack(history: readonly PastRun[], now: Date): void {
  if (now.getTime() < latestMoment(history, now).getTime() - toleranceMs)
    throw new WithheldError(
      `the clock must not go back: the last run began later than now. Provided value: ${now.toISOString()}; give --as-of if the clock is right`,
    )
}
