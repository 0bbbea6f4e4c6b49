import type { TabulatedTable } from '../../schemas/cell.ts'
import type { Period } from '../../schemas/period.ts'
import type { ReleasedPart } from './released-parts.ts'

/**
 * Holds what was kept of learners against what was counted for the releases of the base periods: a table that was not
 * rolled up yet when one of them was released, or contributions that were tampered with, would give a wrong sum.
 *
 * @param parts tables of base periods
 * @param recount counts tables of a base period again from what was kept
 * @returns by table: the first base period whose figures do not come out again; none where they all do
 */
export async function holdAgainstParts(
  parts: readonly ReleasedPart[],
  longer: readonly TabulatedTable[],
  recount: (period: Period) => Promise<readonly TabulatedTable[]>,
): Promise<ReadonlyMap<string, Period>> {
  const unlike = new Map<string, Period>()
  const periods = new Map(parts.map(({ period }) => [period.id, period]))
  for (const period of periods.values()) {
    const again = await recount(period)
    for (const { id } of longer.map(({ shape }) => shape)) {
      const part = parts.find((one) => one.period.id === period.id && one.truth.shape.id === id)
      const counted = again.find(({ shape }) => shape.id === id)
      const isAlike = part !== undefined && counted !== undefined && isSame(part.truth, counted)
      if (!isAlike && !unlike.has(id)) unlike.set(id, period)
    }
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
