import type { TableShape, TabulatedTable } from '../../schemas/cell.ts'
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
    const width = shape.baseMeasures.length
    const values = new Float64Array(cells.length * width)
    for (let row = 0; row < cells.length; row++) {
      const { measures, contributors } = cells[row]!
      let isWhole = isCount(contributors) && measures.length === width
      for (let m = 0; isWhole && m < width; m++) {
        values[row * width + m] = measures[m]!.value
        isWhole = isCount(measures[m]!.value) && isCount(measures[m]!.contributors)
      }
      if (!isWhole)
        throw new WithheldError(`every figure needs whole numbers of value and contributors: ${shape.id}`)
    }
    if (!addsUpEverywhere(shape, values))
      throw new WithheldError(`a total must be the sum of its parts: ${shape.id}`)
  }
}

function isCount(number: number): boolean {
  return Number.isSafeInteger(number) && number >= 0
}

/** @param values of base measure m in row r at r × measures + m */
function addsUpEverywhere({ dimensions, baseMeasures }: TableShape, values: Float64Array): boolean {
  const width = baseMeasures.length
  for (const axis of matrixDimensions(dimensions)) {
    const measures = baseMeasures.flatMap((measure, m) => (addsUp(measure, axis.dimension) ? [m] : []))
    for (let row = 0; row * width < values.length; row++) {
      const position = codePosition(row, axis)
      const children = axis.children[position]!
      if (children.length === 0) continue
      const first = row - position * axis.stride
      for (const m of measures) {
        let sum = 0
        for (const child of children) sum += values[(first + child * axis.stride) * width + m]!
        if (sum !== values[row * width + m]) return false
      }
    }
  }
  return true
}
