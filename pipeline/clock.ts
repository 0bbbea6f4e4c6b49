import { WithheldError } from '../schemas/failure.ts'
import type { PastRun } from './run-history.ts'

/** A clock that began at a moment, and goes on as time does, whatever becomes of the machine's. */
export function clockFrom(now: Date): () => Date {
  const started = performance.now()
  return () => new Date(now.getTime() + performance.now() - started)
}

/** Clocks are put right by seconds; one that is off by more may close a period that is not over. */
const toleranceMs = 3_600_000

/**
 * Refuses to take today from a clock that shows a time before the last run's.
 *
 * @throws {WithheldError} if it does
 */
export function refuseClockGoneBack(history: readonly PastRun[], now: Date): void {
  const latest = Math.max(...history.map(({ startedAt }) => Date.parse(startedAt)))
  if (now.getTime() < latest - toleranceMs)
    throw new WithheldError(
      `the clock must not go back: the last run began later than now. Provided value: ${now.toISOString()}; give --as-of if the clock is right`,
    )
}
