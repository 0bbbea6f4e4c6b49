import { z } from 'zod'
import type { TabulatedTable } from '../schemas/cell.ts'
import { clampedByPeriod } from '../transforms/deidentify/clamp-minutes.ts'
import { type Database, wholeNumber } from './database.ts'

/** By a period's first day: what clamping each learner's minutes leaves out there. Periods without are absent. */
export type Clamping = ReadonlyMap<string, { readonly learners: number; readonly minutes: number }>

/** Restricted: what clamping did to one period. */
export interface ClampedShare {
  /** Learners with more minutes than count. */
  readonly learners: number
  /** Share of all minutes that do not count for that. */
  readonly share: number
}

export async function readClamping(database: Database, minutesPerLearner: number): Promise<Clamping> {
  const rows = await database.select(
    clampedByPeriod(minutesPerLearner),
    z.object({ period: z.string(), clamped: wholeNumber, removed: wholeNumber }),
  )
  return new Map(
    rows.map(({ period, clamped, removed }) => [period, { learners: clamped, minutes: removed }]),
  )
}

/** @param tables of the period: the grand total of one that sums minutes is what was counted */
export function clampedShare(
  clamping: Clamping,
  start: string,
  tables: readonly TabulatedTable[],
): ClampedShare {
  const { learners, minutes } = clamping.get(start) ?? { learners: 0, minutes: 0 }
  const counted = tables.flatMap(({ shape, cells }) =>
    shape.baseMeasures.flatMap(({ quantity }, m) =>
      quantity === 'minutes' ? [cells[0]!.measures[m]!.value] : [],
    ),
  )[0]
  return { learners, share: minutes === 0 ? 0 : minutes / (minutes + (counted ?? 0)) }
}
