import type { AuditBudget } from './audit-report.ts'
import { EliminationRows } from './elimination-rows.ts'
import { inverse, multiply, prime } from './prime-field.ts'
import type { SparseRows } from './sparse-rows.ts'

/** A matrix in echelon form: no row holds the pivot of one that comes before it in `order`. */
export interface Echelon {
  /** As they were when their pivots were chosen; those that came to nothing are empty. */
  readonly rows: EliminationRows
  /** Rows that have a pivot, in order of elimination. */
  readonly order: readonly number[]
  /** By row: its pivot; −1 where it has none. */
  readonly pivots: Int32Array
  /** False where a combination of rows reads 0 = something else. */
  readonly consistent: boolean
}

/**
 * Brings sparse rows into echelon form modulo the prime. Columns of a single row go first, since they cost
 * nothing; then always the shortest row, at the column that the fewest rows hold (after Markowitz 1957).
 *
 * @returns null where the time ran out
 */
export function eliminate(source: SparseRows, columns: number, budget: AuditBudget): Echelon | null {
  const rows = new EliminationRows(source)
  const holders = new Holders(rows, source, columns)
  const queue = new ShortestFirst(rows.lengths)
  const pivots = new Int32Array(source.count).fill(-1)
  const isActive = holders.isActive
  const order: number[] = []
  let consistent = true
  const retire = (r: number, pivot: number) => {
    pivots[r] = pivot
    order.push(r)
    holders.retire(r)
  }
  for (let steps = 0; ; steps++) {
    if (steps % 64 === 0 && budget.now() >= budget.deadline) return null
    const column = holders.lonely.pop()
    if (column !== undefined) {
      const r = holders.counts[column] === 1 ? holders.next(column, -1) : -1
      if (r >= 0) retire(r, column)
      continue
    }
    const r = queue.take(isActive)
    if (r < 0) return { rows, order, pivots, consistent }
    if (rows.lengths[r] === 0) {
      if (rows.right[r] !== 0) consistent = false
      isActive[r] = 0
      continue
    }
    const pivot = holders.rarest(r)
    const scale = inverse(rows.values[rows.find(r, pivot)]!)
    for (let other = holders.next(pivot, r); other >= 0; other = holders.next(pivot, r)) {
      const factor = prime - multiply(rows.values[rows.find(other, pivot)]!, scale)
      holders.subtractFrom(other, factor, r)
      queue.put(other)
    }
    retire(r, pivot)
  }
}

/** Which active rows hold each column: exact counts, and lists that may name rows which no longer do. */
class Holders {
  readonly isActive: Uint8Array
  /** By column. */
  readonly counts: Int32Array
  /** Columns that came to be held by one row, and may be held by more again. */
  readonly lonely: number[] = []
  readonly #rows: EliminationRows
  readonly #lists: number[][]

  constructor(rows: EliminationRows, source: SparseRows, columns: number) {
    this.#rows = rows
    this.isActive = new Uint8Array(source.count).fill(1)
    this.counts = new Int32Array(columns)
    this.#lists = Array.from({ length: columns }, () => [])
    for (let r = 0; r < source.count; r++) {
      for (let e = source.starts[r]!; e < source.starts[r + 1]!; e++) this.#gain(source.columns[e]!, r)
    }
    for (let column = 0; column < columns; column++) if (this.counts[column] === 1) this.lonely.push(column)
  }

  #gain(column: number, r: number): void {
    this.counts[column]!++
    this.#lists[column]!.push(r)
  }

  #lose(column: number): void {
    if (--this.counts[column]! === 1) this.lonely.push(column)
  }

  /** An active row, other than `but`, that holds the column; −1 where there is none. Forgets rows that do not. */
  next(column: number, but: number): number {
    const list = this.#lists[column]!
    for (let r = list.pop(); r !== undefined; r = list.pop()) {
      if (r !== but && this.isActive[r] === 1 && this.#rows.find(r, column) >= 0) return r
    }
    return -1
  }

  /** The column of a row that the fewest rows hold. */
  rarest(r: number): number {
    const { starts, lengths, columns } = this.#rows
    let pivot = columns[starts[r]!]!
    for (let e = starts[r]! + 1; e < starts[r]! + lengths[r]!; e++) {
      if (this.counts[columns[e]!]! < this.counts[pivot]!) pivot = columns[e]!
    }
    return pivot
  }

  subtractFrom(other: number, factor: number, r: number): void {
    this.#rows.addMultiple(
      other,
      factor,
      r,
      (column) => this.#gain(column, other),
      (column) => this.#lose(column),
    )
  }

  retire(r: number): void {
    this.isActive[r] = 0
    const { starts, lengths, columns } = this.#rows
    for (let e = starts[r]!; e < starts[r]! + lengths[r]!; e++) this.#lose(columns[e]!)
  }
}

/** Rows by length; an entry counts only while its row still has that length. */
class ShortestFirst {
  readonly #lengths: Int32Array
  readonly #byLength: number[][] = []
  #least = 0

  constructor(lengths: Int32Array) {
    this.#lengths = lengths
    for (let r = 0; r < lengths.length; r++) this.put(r)
  }

  put(r: number): void {
    const length = this.#lengths[r]!
    while (this.#byLength.length <= length) this.#byLength.push([])
    this.#byLength[length]!.push(r)
    this.#least = Math.min(this.#least, length)
  }

  /** @returns −1 where none is left; the row stays until it is no longer active */
  take(isActive: Uint8Array): number {
    for (; this.#least < this.#byLength.length; this.#least++) {
      const queue = this.#byLength[this.#least]!
      for (let r = queue.pop(); r !== undefined; r = queue.pop()) {
        if (isActive[r] === 1 && this.#lengths[r] === this.#least) return r
      }
    }
    return -1
  }
}
