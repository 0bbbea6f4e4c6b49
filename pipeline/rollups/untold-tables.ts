import type { Period } from '../../schemas/period.ts'
import type { TableDefinition } from '../../schemas/table.ts'
import { allHidden } from '../../transforms/audit/all-hidden.ts'
import { holdAgainstParts, type Recount } from './hold-against-parts.ts'
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

/**
 * Counts tables for the longer period, and for longer ones within it, that are not published for them: what they would show
 * may follow from others that are. Left out are those that came or went since the first base period, or whose figures do not
 * come out again.
 */
export async function countUntold(task: UntoldTask): Promise<readonly ReleasedPart[]> {
  const { period, shown, beside, flows, shortest, count } = task
  const unlike = await holdAgainstParts(shortest, beside, count)
  const countable = [...shown, ...beside.filter(({ id }) => !unlike.has(id))]
  const released = new Set(flows.map((part) => `${part.period.id} ${part.truth.shape.id}`))
  const longer = flows.filter((part) => !shortest.includes(part)).map((part) => part.period)
  const periods = new Map([period, ...longer].map((of) => [of.id, of]))
  const untold: ReleasedPart[] = []
  for (const of of periods.values()) {
    const tables = countable.filter(
      (table) => !released.has(`${of.id} ${table.id}`) && !(of === period && shown.includes(table)),
    )
    if (tables.length === 0) continue
    for (const truth of await count(of, { tables }))
      untold.push({ period: of, published: allHidden(truth), truth, isUntold: true })
  }
  return untold
}
