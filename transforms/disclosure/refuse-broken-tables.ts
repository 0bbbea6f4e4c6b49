import type { MeasureCell, TabulatedTable } from '../../schemas/cell.ts'
import { WithheldError } from '../../schemas/failure.ts'
import { addsUp, codePosition, matrixDimensions } from './table-matrix.ts'

/**
 * Refuses tables that the protection could not reason about: it takes every equation to hold for what was
 * counted, and every figure to say on how many learners it rests.
 *
 * @throws {WithheldError} naming the table, and the rule that its cells break
 */
export function refuseBrokenTables(tables: readonly TabulatedTable[]): void {
  for (const table of tables) {
    const { shape, cells } = table
    for (const { measures, contributors } of cells) {
      if (
        !isCount(contributors) ||
        measures.length !== shape.baseMeasures.length ||
        !measures.every(isCounted)
      )
        throw new WithheldError(`every figure needs whole numbers of value and contributors: ${shape.id}`)
    }
    if (!addsUpEverywhere(table)) throw new WithheldError(`a total must be the sum of its parts: ${shape.id}`)
  }
}

function isCount(number: number): boolean {
  return Number.isSafeInteger(number) && number >= 0
}

function isCounted({ value, contributors }: MeasureCell): boolean {
  return isCount(value) && isCount(contributors)
}

function addsUpEverywhere({ shape, cells }: TabulatedTable): boolean {
  for (const axis of matrixDimensions(shape.dimensions)) {
    const measures = shape.baseMeasures.flatMap((measure, m) => (addsUp(measure, axis.dimension) ? [m] : []))
    for (let row = 0; row < cells.length; row++) {
      const position = codePosition(row, axis)
      const children = axis.children[position]!
      if (children.length === 0) continue
      for (const m of measures) {
        let sum = 0
        for (const child of children) sum += cells[row + (child - position) * axis.stride]!.measures[m]!.value
        if (sum !== cells[row]!.measures[m]!.value) return false
      }
    }
  }
  return true
}
