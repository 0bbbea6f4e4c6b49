import type { TableShape } from '../../schemas/cell.ts'
import type { Period, PeriodGrain } from '../../schemas/period.ts'
import { eventRows } from './event-rows.ts'

/** How a project's longer periods bear on a recount. */
export interface RecountedRollUp {
  /** Grain of the periods that longer ones are made of. */
  readonly base: PeriodGrain
  /** The longest period that holds the recounted one: within it learners keep the attributes that they had first. */
  readonly longest: Period
  /** All tables of the facts that are rolled up. */
  readonly counting: readonly TableShape[]
}

/**
 * SELECT of `person` and `since`: the first day of the base period in which each learner was first counted, of the
 * longest period, up to the recounted one.
 */
export function firstCounted({ base, longest, counting }: RecountedRollUp, { end }: Period): string {
  const rows = counting.map((shape) => `SELECT person, moment FROM (${eventRows(shape)})`)
  return `SELECT person, min(date_trunc('${base}', moment)) AS since FROM (${rows.join(' UNION ALL ')})
  WHERE moment >= TIMESTAMP '${longest.start}' AND moment < TIMESTAMP '${end}' GROUP BY person`
}
