import type { AuditBudget } from './audit-report.ts'
import { add, inverse, multiply, residue } from './prime-field.ts'
import type { SparseRows } from './sparse-rows.ts'

/** An equation when its pivot was chosen: no later pivot row holds that column. */
export interface PivotRow {
  /** Row of the matrix that it comes from. */
  readonly row: number
  readonly pivot: number
  readonly columns: readonly number[]
  /** Residues, by position in `columns`. */
  readonly values: readonly number[]
}

export interface Echelon {
  /** In order of elimination. */
  readonly pivots: readonly PivotRow[]
  /** False where a combination of rows reads 0 = something else. */
  readonly consistent: boolean
}

type Row = Map<number, number>

/**
 * Brings sparse rows into echelon form modulo the prime. Columns of a single row go first, since they cost
 * nothing; then always the shortest row, at the column that the fewest rows hold (after Markowitz 1957).
 *
 * @returns null where the time ran out
 */
export function eliminate(rows: SparseRows, columns: number, budget: AuditBudget): Echelon | null {
  const active: (Row | null)[] = []
  const right: number[] = []
  const holders: Set<number>[] = Array.from({ length: columns }, () => new Set())
  const byLength: number[][] = []
  const enqueue = (r: number) => {
    const length = active[r]!.size
    while (byLength.length <= length) byLength.push([])
    byLength[length]!.push(r)
  }
  for (let r = 0; r < rows.count; r++) {
    const row: Row = new Map()
    for (let e = rows.starts[r]!; e < rows.starts[r + 1]!; e++) {
      row.set(rows.columns[e]!, residue(rows.coefficients[e]!))
      holders[rows.columns[e]!]!.add(r)
    }
    active.push(row)
    right.push(residue(rows.right[r]!))
    enqueue(r)
  }
  const lonely: number[] = []
  for (let column = 0; column < columns; column++) if (holders[column]!.size === 1) lonely.push(column)

  const pivots: PivotRow[] = []
  let consistent = true
  const retire = (r: number, pivot: number) => {
    const row = active[r]!
    active[r] = null
    for (const column of row.keys()) {
      holders[column]!.delete(r)
      if (holders[column]!.size === 1) lonely.push(column)
    }
    pivots.push({ row: r, pivot, columns: [...row.keys()], values: [...row.values()] })
  }

  for (let steps = 0; ; steps++) {
    if (steps % 64 === 0 && budget.now() >= budget.deadline) return null
    const column = lonely.pop()
    if (column !== undefined) {
      const [r] = holders[column]!
      if (r !== undefined) retire(r, column)
      continue
    }
    const r = shortest(byLength, active)
    if (r === undefined) return { pivots, consistent }
    const row = active[r]!
    if (row.size === 0) {
      if (right[r] !== 0) consistent = false
      active[r] = null
      continue
    }
    let pivot = -1
    for (const candidate of row.keys()) {
      if (pivot < 0 || holders[candidate]!.size < holders[pivot]!.size) pivot = candidate
    }
    const scale = inverse(row.get(pivot)!)
    for (const other of [...holders[pivot]!]) {
      if (other === r) continue
      const target = active[other]!
      const factor = residue(-multiply(target.get(pivot)!, scale))
      for (const [at, value] of row) {
        const sum = add(target.get(at) ?? 0, multiply(factor, value))
        if (sum === 0) {
          target.delete(at)
          holders[at]!.delete(other)
          if (holders[at]!.size === 1) lonely.push(at)
        } else {
          target.set(at, sum)
          holders[at]!.add(other)
        }
      }
      right[other] = add(right[other]!, multiply(factor, right[r]!))
      enqueue(other)
    }
    retire(r, pivot)
  }
}

/** Takes the shortest active row from the queues; an entry counts only while its row still has that length. */
function shortest(byLength: readonly number[][], active: readonly (Row | null)[]): number | undefined {
  for (const [length, queue] of byLength.entries()) {
    while (queue.length > 0) {
      const r = queue[queue.length - 1]!
      if (active[r]?.size === length) return r
      queue.pop()
    }
  }
  return undefined
}
