import type { TabulatedTable } from '../../schemas/cell.ts'
import { WithheldError } from '../../schemas/failure.ts'
import type { Period } from '../../schemas/period.ts'
import type { ReleasedPart } from './released-parts.ts'

/**
 * Holds what was kept of learners against what was counted for the releases of the base periods: a table that was not
 * rolled up yet when one of them was released, or contributions that were tampered with, would give a wrong sum.
 *
 * @param recount counts the tables of a base period again from what was kept
 * @throws {WithheldError} if a figure of a base period does not come out again
 */
export async function holdAgainstParts(
  parts: readonly ReleasedPart[],
  longer: readonly TabulatedTable[],
  recount: (period: Period) => Promise<readonly TabulatedTable[]>,
): Promise<void> {
  const periods = new Map(parts.map(({ period }) => [period.id, period]))
  for (const period of periods.values()) {
    const again = await recount(period)
    for (const { shape } of longer) {
      const part = parts.find((one) => one.period.id === period.id && one.truth.shape.id === shape.id)
      const counted = again.find((one) => one.shape.id === shape.id)
      if (part === undefined || counted === undefined || !isSame(part.truth, counted))
        throw new WithheldError(
          `a table can be rolled up only over base periods that were released with it, since it is rolled up. Provided value: table ${shape.id}, ${period.id}`,
        )
    }
  }
}

function isSame(truth: TabulatedTable, counted: TabulatedTable): boolean {
  const again = new Map(counted.cells.map((cell) => [JSON.stringify(cell.coordinates), cell]))
  return truth.cells.every(({ coordinates, measures }) => {
    const cell = again.get(JSON.stringify(coordinates))
    return measures.every(({ value }, m) => cell?.measures[m]?.value === value)
  })
}
