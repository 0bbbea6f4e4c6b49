import type { TabulatedTable } from '../../schemas/cell.ts'
import type { Held } from '../../schemas/custody.ts'
import type { Period } from '../../schemas/period.ts'
import type { TableDefinition } from '../../schemas/table.ts'
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
 * @returns by table: the first base period that it was not counted for, or whose figures do not come out again; none where
 *   they all do
 */
export async function holdAgainstParts(
  parts: readonly ReleasedPart[],
  tables: readonly TableDefinition[],
  recount: Recount,
): Promise<ReadonlyMap<string, Period>> {
  const periods = [...new Map(parts.map(({ period }) => [period.id, period])).values()]
  const partOf = (period: Period, id: string) =>
    parts.find((one) => one.period.id === period.id && one.truth.shape.id === id)
  const unlike = new Map<string, Period>()
  for (const { id } of tables) {
    const lacking = periods.find((period) => partOf(period, id) === undefined)
    if (lacking !== undefined) unlike.set(id, lacking)
  }
  const whole = tables.filter(({ id }) => !unlike.has(id))
  for (const period of whole.length === 0 ? [] : periods)
    for (const counted of await recount(period, { tables: whole })) {
      const { id } = counted.shape
      if (!unlike.has(id) && !isSame(partOf(period, id)!.truth, counted)) unlike.set(id, period)
    }
  return unlike
}

function isSame(truth: TabulatedTable, counted: TabulatedTable): boolean {
  const again = new Map(counted.cells.map((cell) => [JSON.stringify(cell.coordinates), cell]))
  return truth.cells.every(({ coordinates, measures }) => {
    const cell = again.get(JSON.stringify(coordinates))
    return measures.every(({ value }, m) => cell?.measures[m]?.value === value)
  })
}
