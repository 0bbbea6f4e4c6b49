import type { SparseRows } from './sparse-rows.ts'

/**
 * Solves equations of one unknown, one after another, until every equation left has two or more.
 *
 * @param known by variable: its value, NaN where unknown
 * @param contradictions receives the variables of equations that are left without an unknown and do not hold
 * @returns by variable: its value where known or found, NaN elsewhere
 */
export function peel(equations: SparseRows, known: Float64Array, contradictions: number[]): Float64Array {
  const values = known.slice()
  const { starts, rowsOf } = rowsOfColumns(equations, known.length)
  const unknowns = new Int32Array(equations.count)
  const queue: number[] = []
  for (let r = 0; r < equations.count; r++) {
    for (let e = equations.starts[r]!; e < equations.starts[r + 1]!; e++) {
      if (Number.isNaN(values[equations.columns[e]!]!)) unknowns[r]!++
    }
    if (unknowns[r]! <= 1) queue.push(r)
  }
  for (let r = queue.pop(); r !== undefined; r = queue.pop()) {
    let rest = equations.right[r]!
    let open = -1
    for (let e = equations.starts[r]!; e < equations.starts[r + 1]!; e++) {
      const value = values[equations.columns[e]!]!
      if (Number.isNaN(value)) open = e
      else rest -= equations.coefficients[e]! * value
    }
    if (open < 0) {
      if (rest !== 0) contradictions.push(equations.about[r]!)
      continue
    }
    const column = equations.columns[open]!
    // Adding 0 turns −0 into 0.
    values[column] = rest / equations.coefficients[open]! + 0
    for (let o = starts[column]!; o < starts[column + 1]!; o++) {
      if (--unknowns[rowsOf[o]!]! <= 1) queue.push(rowsOf[o]!)
    }
  }
  return values
}

/** The rows in which each column occurs: `rowsOf[starts[column]]` to `rowsOf[starts[column + 1] - 1]`. */
export interface RowsOfColumns {
  readonly starts: Int32Array
  readonly rowsOf: Int32Array
}

export function rowsOfColumns(rows: SparseRows, columns: number): RowsOfColumns {
  const entries = rows.starts[rows.count]!
  const starts = new Int32Array(columns + 1)
  for (let e = 0; e < entries; e++) starts[rows.columns[e]! + 1]!++
  for (let column = 0; column < columns; column++) starts[column + 1]! += starts[column]!
  const next = starts.slice()
  const rowsOf = new Int32Array(entries)
  for (let r = 0; r < rows.count; r++) {
    for (let e = rows.starts[r]!; e < rows.starts[r + 1]!; e++) rowsOf[next[rows.columns[e]!]!++] = r
  }
  return { starts, rowsOf }
}
