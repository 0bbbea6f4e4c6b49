import { z } from 'zod'
import { clampedByPeriod } from '../transforms/deidentify/clamp-minutes.ts'
import { type Database, wholeNumber } from './database.ts'

/** Restricted: what clamping each learner's minutes did to a period. */
export interface Clamping {
  /** Learners with more minutes than count. */
  readonly learners: number
  /** Share of all minutes that do not count for that. */
  readonly removedShare: number
}

/** What clamping did, by the first day of each period that has views. */
export async function readClamping(
  database: Database,
  minutesPerLearner: number,
): Promise<ReadonlyMap<string, Clamping>> {
  const rows = await database.select(
    clampedByPeriod(minutesPerLearner),
    z.object({ period: z.string(), clamped: wholeNumber, removed: wholeNumber, minutes: wholeNumber }),
  )
  return new Map(
    rows.map(({ period, clamped, removed, minutes }) => [
      period,
      { learners: clamped, removedShare: minutes === 0 ? 0 : removed / minutes },
    ]),
  )
}
