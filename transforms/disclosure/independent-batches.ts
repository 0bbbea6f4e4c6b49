import type { DeviationRows } from './deviation-polytope.ts'

/** Rows of a polytope that each column occurs in. */
function rowsOfColumns({ columns, matrix, rowLower }: DeviationRows): readonly (readonly number[])[] {
  const rows: number[][] = Array.from(columns, () => [])
  for (let row = 0; row < rowLower.length; row++) {
    for (let entry = matrix.starts[row]!; entry < matrix.starts[row + 1]!; entry++) {
      rows[matrix.indices[entry]!]!.push(row)
    }
  }
  return rows
}

/** Splits columns, in their order, into few batches of columns that share no equation or inequality. */
export function independentBatches(
  polytope: DeviationRows,
  columns: readonly number[],
): readonly (readonly number[])[] {
  const rowsOf = rowsOfColumns(polytope)
  const batches: number[][] = []
  for (let left = columns; left.length > 0; ) {
    const taken = new Set<number>()
    const batch: number[] = []
    const rest: number[] = []
    for (const column of left) {
      const free = rowsOf[column]!.every((row) => !taken.has(row))
      if (free) for (const row of rowsOf[column]!) taken.add(row)
      ;(free ? batch : rest).push(column)
    }
    batches.push(batch)
    left = rest
  }
  return batches
}
