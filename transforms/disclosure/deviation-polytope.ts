import type { SparseMatrixInput } from 'highs'
import type { LinkedTables } from './linked-tables.ts'
import type { Equation, Inequality } from './table-equations.ts'

/**
 * What hidden quantities may be, as deviations from the truth: those that are not columns deviate by 0.
 */
export interface DeviationRows {
  /** Quantities that may deviate, ascending. */
  readonly columns: Int32Array
  /** Least deviation of each column, as a reader sees it: 0 less the truth, or 1 less. */
  readonly lower: Float64Array
  /** Upward deviation that each column must be able to have: its `protection`. */
  readonly above: Float64Array
  readonly matrix: SparseMatrixInput
  readonly rowLower: Float64Array
  readonly rowUpper: Float64Array
}

/** The same, and where it comes from. */
export interface DeviationPolytope extends DeviationRows {
  /** For each quantity its column, −1 for none. */
  readonly columnOf: Int32Array
  /** For each row: what it says, with the quantities that are not columns. */
  readonly relations: readonly (Equation | Inequality)[]
}

/** For each quantity: the families of equations and the inequalities that it occurs in. */
export interface RelationIndex {
  readonly families: readonly (readonly number[])[]
  readonly inequalities: readonly (readonly number[])[]
}

export function indexRelations(system: LinkedTables): RelationIndex {
  const families: number[][] = system.quantities.map(() => [])
  const inequalities: number[][] = system.quantities.map(() => [])
  system.families.forEach((family, f) => {
    const members = new Set(family.flatMap((equation) => system.equations[equation]!.quantities))
    for (const q of members) families[q]!.push(f)
  })
  system.inequalities.forEach(({ quantities }, i) => {
    for (const q of quantities) inequalities[q]!.push(i)
  })
  return { families, inequalities }
}

/** All quantities that share an equation or inequality with one, itself included; may repeat. */
export function relatedQuantities(
  system: LinkedTables,
  index: RelationIndex,
  quantity: number,
): readonly number[] {
  return [
    ...index.families[quantity]!.flatMap((f) =>
      system.families[f]!.flatMap((equation) => system.equations[equation]!.quantities),
    ),
    ...index.inequalities[quantity]!.flatMap((i) => system.inequalities[i]!.quantities),
  ]
}

/**
 * Writes down the equations and inequalities among some quantities. Of the equations with one parent the
 * shortest suffices: each cell above the leaves is then expressed by finer ones once.
 */
export function deviationPolytope(
  system: LinkedTables,
  index: RelationIndex,
  members: readonly number[],
): DeviationPolytope {
  const columns = Int32Array.from(members).sort()
  const columnOf = new Int32Array(system.quantities.length).fill(-1)
  columns.forEach((q, column) => {
    columnOf[q] = column
  })
  const starts = [0]
  const indices: number[] = []
  const values: number[] = []
  const rowLower: number[] = []
  const rowUpper: number[] = []
  const relations: (Equation | Inequality)[] = []
  const append = (relation: Equation | Inequality, lower: number, upper: number): void => {
    relation.quantities.forEach((q, i) => {
      if (columnOf[q]! < 0) return
      indices.push(columnOf[q]!)
      values.push(relation.coefficients[i]!)
    })
    starts.push(indices.length)
    rowLower.push(lower)
    rowUpper.push(upper)
    relations.push(relation)
  }
  const length = (equation: number) =>
    system.equations[equation]!.quantities.reduce((sum, q) => sum + (columnOf[q]! < 0 ? 0 : 1), 0)
  const families = new Set([...columns].flatMap((q) => index.families[q]!))
  for (const family of [...families].sort((a, b) => a - b)) {
    const shortest = system.families[family]!.map((equation) => ({ equation, length: length(equation) }))
    shortest.sort((a, b) => a.length - b.length || a.equation - b.equation)
    const { equation, length: live } = shortest[0]!
    if (live > 0) append(system.equations[equation]!, 0, 0)
  }
  const inequalities = new Set([...columns].flatMap((q) => index.inequalities[q]!))
  for (const i of [...inequalities].sort((a, b) => a - b)) {
    const inequality = system.inequalities[i]!
    const slack = inequality.quantities.reduce(
      (sum, q, term) => sum + inequality.coefficients[term]! * system.quantities[q]!.value,
      0,
    )
    append(inequality, -slack, Number.POSITIVE_INFINITY)
  }
  return {
    columns,
    columnOf,
    lower: Float64Array.from(columns, (q) => system.quantities[q]!.lower - system.quantities[q]!.value),
    above: Float64Array.from(columns, (q) => system.quantities[q]!.protection),
    matrix: { format: 'csr', numRows: rowLower.length, numCols: columns.length, starts, indices, values },
    rowLower: Float64Array.from(rowLower),
    rowUpper: Float64Array.from(rowUpper),
    relations,
  }
}
