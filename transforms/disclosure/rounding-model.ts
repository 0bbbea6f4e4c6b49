import type { SparseMatrixInput } from 'highs'
import type { AppliedRounding } from '../../schemas/rounding.ts'
import type { LinkedTables } from './linked-tables.ts'
import type { Inequality } from './table-equations.ts'

/** Quantities that are rounded together, given those that are rounded already, and all that relates them. */
export interface RoundingPart {
  /** Without those rounded already. */
  readonly quantities: readonly number[]
  readonly equations: readonly Inequality[]
  readonly inequalities: readonly Inequality[]
}

/** Bounds and cost of each column, in bases. */
interface Columns {
  readonly lower: number[]
  readonly upper: number[]
  readonly cost: number[]
  /** 1 where only whole numbers will do. */
  readonly integer: number[]
}

/**
 * The additive roundings of a part as a linear program.
 *
 * A column says what a quantity takes beyond its lower neighbour among the multiples, in bases: 0 or 1 where it is
 * published, anything from 0 where it is hidden. With `within: 2` each published figure has two more columns, one
 * base up and one down, dearer than any rounding to a neighbour. The cost is the sum of distances from the truth.
 */
export interface RoundingModel extends Readonly<Columns> {
  readonly matrix: SparseMatrixInput
  readonly rowLower: readonly number[]
  /** Infinity where a row is an inequality. */
  readonly rowUpper: readonly number[]
  /** Calls back with each published figure and the multiple, in bases, that a point rounds it to. */
  readonly read: (point: Float64Array, round: (quantity: number, multiple: number) => void) => void
}

/**
 * @param hidden by unit: 1 where it is hidden
 * @param multiples by quantity, in bases; NaN where it is not rounded yet
 */
export function roundingModel(
  system: LinkedTables,
  hidden: Uint8Array,
  part: RoundingPart,
  multiples: Float64Array,
  { base, within }: Pick<AppliedRounding, 'base' | 'within'>,
): RoundingModel {
  const columns: Columns = { lower: [], upper: [], cost: [], integer: [] }
  const column = (lower: number, upper: number, cost: number, integer: 0 | 1): void => {
    columns.lower.push(lower)
    columns.upper.push(upper)
    columns.cost.push(cost)
    columns.integer.push(integer)
  }
  const columnOf = new Map(part.quantities.map((q, i) => [q, i]))
  const figures: number[] = []
  for (const q of part.quantities) {
    const { value, unit, follows } = system.quantities[q]!
    const rest = value % base
    if (hidden[unit] === 1) column(0, Number.POSITIVE_INFINITY, 0, 0)
    // Learners outside a measure follow from its rounding; that there are some must still show.
    else if (follows !== null) column(value > 0 ? 1 : 0, Number.POSITIVE_INFINITY, 0, 0)
    else {
      figures.push(q)
      column(0, rest === 0 ? 0 : 1, base - 2 * rest, 1)
    }
  }
  const floors = new Map(figures.map((q) => [q, Math.floor(system.quantities[q]!.value / base)]))
  const further = new Map<number, number>()
  for (const q of within === 2 ? figures : []) {
    further.set(q, columns.lower.length)
    // A zero stays zero, and nothing else is rounded to zero from further off.
    column(0, system.quantities[q]!.value === 0 ? 0 : 1, 3 * base, 1)
    column(0, floors.get(q)! <= 1 ? 0 : 1, 3 * base, 1)
  }
  const read: RoundingModel['read'] = (point, round) => {
    for (const q of figures) {
      const at = further.get(q)
      const more = at === undefined ? 0 : point[at]! - point[at + 1]!
      round(q, Math.round(floors.get(q)! + point[columnOf.get(q)!]! + more))
    }
  }
  const rows = rowsOf(part, columnOf, further, (q) => floors.get(q) ?? (multiples[q]! || 0), columns)
  return { ...columns, ...rows, read }
}

/**
 * The relations over the columns; what is fixed moves right.
 *
 * @param further by quantity: its column one base up, which the one down follows
 * @param fixedOf what a quantity has besides its columns, in bases
 */
function rowsOf(
  { equations, inequalities }: RoundingPart,
  columnOf: ReadonlyMap<number, number>,
  further: ReadonlyMap<number, number>,
  fixedOf: (quantity: number) => number,
  { lower }: Columns,
): Pick<RoundingModel, 'matrix' | 'rowLower' | 'rowUpper'> {
  const starts = [0]
  const indices: number[] = []
  const values: number[] = []
  const rowLower: number[] = []
  const rowUpper: number[] = []
  const append = ({ quantities, coefficients }: Inequality, upper: number): void => {
    let fixed = 0
    quantities.forEach((q, i) => {
      const coefficient = coefficients[i]!
      fixed += coefficient * fixedOf(q)
      const own = columnOf.get(q)
      if (own === undefined) return
      indices.push(own)
      values.push(coefficient)
      const up = further.get(q)
      if (up === undefined) return
      indices.push(up, up + 1)
      values.push(coefficient, -coefficient)
    })
    starts.push(indices.length)
    rowLower.push(0 - fixed)
    rowUpper.push(upper - fixed)
  }
  for (const equation of equations) append(equation, 0)
  for (const inequality of inequalities) append(inequality, Number.POSITIVE_INFINITY)
  return {
    matrix: { format: 'csr', numRows: rowLower.length, numCols: lower.length, starts, indices, values },
    rowLower,
    rowUpper,
  }
}
