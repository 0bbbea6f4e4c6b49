import type { Period } from '../../schemas/period.ts'
import type { TableDefinition } from '../../schemas/table.ts'
import { allHidden } from '../../transforms/audit/all-hidden.ts'
import { holdAgainstParts, type Recount } from './hold-against-parts.ts'
import { marginParts } from './margin-tables.ts'
import type { ReleasedPart } from './released-parts.ts'

export interface UntoldTask {
  readonly period: Period
  /** Tables that the longer period shows, which can be counted from what was kept. */
  readonly shown: readonly TableDefinition[]
  /** Others, of the same facts. */
  readonly beside: readonly TableDefinition[]
  /** All tables of all releases within. */
  readonly flows: readonly ReleasedPart[]
  /** Those of base periods. */
  readonly shortest: readonly ReleasedPart[]
  readonly count: Recount
}

export interface UntoldTables {
  readonly untold: readonly ReleasedPart[]
  /** Whether all tables of base periods are counted for the longer one: none went, or became another since. */
  readonly isWhole: boolean
}

/**
 * Counts tables for the longer period, and for each period within it, that are not published for them: what they would show
 * may follow from others that are. Left out are those that cannot be counted from what was kept as they were for a release.
 */
export async function countUntold(task: UntoldTask): Promise<UntoldTables> {
  const { period, shown, beside, flows, shortest, count } = task
  const unlike = await holdAgainstParts(shortest, beside, count, asksNothingMore)
  const countable = [...shown, ...beside.filter(({ id }) => !unlike.has(id))]
  const released = new Set(flows.map((part) => `${part.period.id} ${part.truth.shape.id}`))
  const periods = new Map([period, ...flows.map((part) => part.period)].map((of) => [of.id, of]))
  const untold: ReleasedPart[] = []
  for (const of of periods.values()) {
    const tables = countable.filter(
      (table) => !released.has(`${of.id} ${table.id}`) && !(of === period && shown.includes(table)),
    )
    if (tables.length === 0) continue
    for (const truth of await count(of, { tables }))
      untold.push({ period: of, published: allHidden(truth), truth, isUntold: true })
  }
  const counted = new Set(countable.map(({ id }) => id))
  const facts = new Set(shown.map(({ from }): string => from))
  const isWhole = shortest
    .filter(({ truth: { shape } }) => facts.has(shape.fact))
    .every((part) => counted.has((marginParts(part)[0] ?? part).truth.shape.id))
  return { untold, isWhole }
}

/** Whether a table asks no more than who did anything, which is kept whatever other tables ask. */
function asksNothingMore({ dimensions, measures }: TableDefinition): boolean {
  return (
    dimensions['course'] === undefined &&
    Object.values(measures).every((one) => 'count' in one && one.where === undefined)
  )
}
