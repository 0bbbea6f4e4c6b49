import type { TabulatedTable } from '../../schemas/cell.ts'
import type { Held } from '../../schemas/custody.ts'
import type { Period } from '../../schemas/period.ts'
import type { TableDefinition } from '../../schemas/table.ts'
import { sameButEvents } from '../../transforms/disclosure/same-but-events.ts'
import type { ReleasedPart } from './released-parts.ts'

/** Counts tables of a period from what was kept. */
export type Recount = (
  period: Period,
  counted: { readonly tables: readonly TableDefinition[] },
) => Promise<Held<'tabulated', readonly TabulatedTable[]>>

/**
 * Holds what was kept of learners against what was counted for the releases of the base periods: a table that was not
 * there yet when one of them was released, or contributions that were tampered with, would give a wrong sum.
 *
 * @param parts tables of base periods
 * @param mayLack whether a table can be counted for base periods that were not counted for it
 * @returns by table: the first base period that it was not counted for, or whose figures do not come out again; none where
 *   they all do
 */
export async function holdAgainstParts(
  parts: readonly ReleasedPart[],
  tables: readonly TableDefinition[],
  recount: Recount,
  mayLack: (table: TableDefinition) => boolean = () => false,
): Promise<ReadonlyMap<string, Period>> {
  const periods = [...new Map(parts.map(({ period }) => [period.id, period])).values()]
  const partOf = (period: Period, id: string) =>
    parts.find((one) => one.period.id === period.id && one.truth.shape.id === id)
  const unlike = new Map<string, Period>()
  for (const table of tables) {
    const lacking = periods.find((period) => partOf(period, table.id) === undefined)
    if (lacking !== undefined && !mayLack(table)) unlike.set(table.id, lacking)
  }
  const whole = tables.filter(({ id }) => !unlike.has(id))
  for (const period of whole.length === 0 ? [] : periods)
    for (const counted of await recount(period, { tables: whole })) {
      const { id } = counted.shape
      const part = partOf(period, id)
      if (part !== undefined && !unlike.has(id) && !isSame(part.truth, counted)) unlike.set(id, period)
    }
  return unlike
}

function isSame(truth: TabulatedTable, counted: TabulatedTable): boolean {
  if (sameButEvents(truth.shape) !== sameButEvents(counted.shape)) return false
  const again = new Map(counted.cells.map((cell) => [JSON.stringify(cell.coordinates), cell]))
  return truth.cells.every(({ coordinates, measures }) => {
    const cell = again.get(JSON.stringify(coordinates))
    return measures.every(({ value }, m) => cell?.measures[m]?.value === value)
  })
}
