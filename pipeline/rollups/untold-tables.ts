import type { TabulatedTable } from '../../schemas/cell.ts'
import type { Period } from '../../schemas/period.ts'
import type { TableDefinition } from '../../schemas/table.ts'
import { allHidden } from '../../transforms/audit/all-hidden.ts'
import { holdAgainstParts } from './hold-against-parts.ts'
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
  /** Counts tables of a period from what was kept. */
  readonly count: (
    period: Period,
    counted: { readonly tables: readonly TableDefinition[] },
  ) => Promise<readonly TabulatedTable[]>
}

/**
 * Counts tables for the longer period, and for longer ones within it, that are not published for them: what they would show may
 * follow from others that are. Left out are those that came or went since the first base period, or whose figures do not
 * come out again.
 */
export async function countUntold(task: UntoldTask): Promise<readonly ReleasedPart[]> {
  const { period, shown, beside, flows, shortest, count } = task
  const released = new Set(flows.map((part) => `${part.period.id} ${part.truth.shape.id}`))
  const isOut = ({ id }: Period, table: TableDefinition) => released.has(`${id} ${table.id}`)
  const bases = [...new Map(shortest.map((part) => [part.period.id, part.period])).values()]
  const whole = { tables: beside.filter((table) => bases.every((base) => isOut(base, table))) }
  const again = whole.tables.length === 0 ? [] : await count(period, whole)
  const unlike = await holdAgainstParts(shortest, again, (of) => count(of, whole))
  const countable = [...shown, ...whole.tables].filter(({ id }) => !unlike.has(id))
  const longer = flows.filter((part) => bases.every(({ id }) => id !== part.period.id))
  const periods = new Map([period, ...longer.map((part) => part.period)].map((of) => [of.id, of]))
  const untold: ReleasedPart[] = []
  for (const of of periods.values()) {
    const tables = countable.filter((table) => !isOut(of, table) && !(of === period && shown.includes(table)))
    if (tables.length === 0) continue
    for (const truth of await count(of, { tables }))
      untold.push({ period: of, published: allHidden(truth), truth, isUntold: true })
  }
  return untold
}
