import { z } from 'zod'

export const periodGrainSchema = z.enum(['day', 'week', 'month', 'quarter', 'year'])
export type PeriodGrain = z.infer<typeof periodGrainSchema>

/** A closed-open span of local days, named as its release folder is (`2026-10`, `2026-W43`, `2026-Q4`, `2026`). */
export interface Period {
  readonly id: string
  readonly grain: PeriodGrain
  /** First day, `YYYY-MM-DD`. */
  readonly start: string
  /** First day after it. */
  readonly end: string
}

/** The last day of a period: the day that a stock is of. */
export function lastDayOf({ end }: Period): string {
  return new Date(Date.parse(end) - 86_400_000).toISOString().slice(0, 10)
}

/** Grains whose periods are unions of a grain's periods, shortest first: weeks do not fit into months. */
export const longerGrains: Readonly<Record<PeriodGrain, readonly PeriodGrain[]>> = {
  day: ['week', 'month', 'quarter', 'year'],
  week: [],
  month: ['quarter', 'year'],
  quarter: ['year'],
  year: [],
}

/** Whether one period lies within another, or is it. */
export function isWithin(
  inner: Pick<Period, 'start' | 'end'>,
  outer: Pick<Period, 'start' | 'end'>,
): boolean {
  return outer.start <= inner.start && inner.end <= outer.end
}
