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
