import { add, multiply, residue } from './prime-field.ts'
import type { SparseRows } from './sparse-rows.ts'

/**
 * Rows of a sparse matrix modulo the prime, each ascending by column, in one arena: a row that outgrows its place
 * moves to the end, and the arena is packed when less than half of it is in use.
 */
export class EliminationRows {
  readonly starts: Int32Array
  readonly lengths: Int32Array
  readonly right: Float64Array
  columns: Int32Array
  /** Residues. */
  values: Int32Array
  readonly #capacities: Int32Array
  #end: number
  #live: number
  #sumColumns = new Int32Array(64)
  #sumValues = new Int32Array(64)

  constructor(source: SparseRows) {
    const entries = source.starts[source.count]!
    this.starts = source.starts.slice(0, source.count)
    this.lengths = new Int32Array(source.count)
    this.right = Float64Array.from(source.right.subarray(0, source.count), residue)
    this.columns = new Int32Array(2 * entries)
    this.values = new Int32Array(2 * entries)
    for (let r = 0; r < source.count; r++) this.#copy(source, r)
    this.#capacities = this.lengths.slice()
    this.#end = entries
    this.#live = entries
  }

  /** Insertion sort: rows are short, and most come sorted. */
  #copy(source: SparseRows, r: number): void {
    const start = source.starts[r]!
    const end = source.starts[r + 1]!
    this.lengths[r] = end - start
    for (let e = start; e < end; e++) {
      const column = source.columns[e]!
      let at = e
      for (; at > start && this.columns[at - 1]! > column; at--) {
        this.columns[at] = this.columns[at - 1]!
        this.values[at] = this.values[at - 1]!
      }
      this.columns[at] = column
      this.values[at] = residue(source.coefficients[e]!)
    }
  }

  /** Where a row holds a column, in `columns` and `values`; −1 where it does not. */
  find(r: number, column: number): number {
    let low = this.starts[r]!
    let high = low + this.lengths[r]! - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      const at = this.columns[middle]!
      if (at === column) return middle
      if (at < column) low = middle + 1
      else high = middle - 1
    }
    return -1
  }

  /**
   * Adds a multiple of row `other` to row `r`.
   *
   * @param gained called with each column that row `r` gains
   * @param lost called with each column that it loses
   */
  addMultiple(
    r: number,
    factor: number,
    other: number,
    gained: (column: number) => void,
    lost: (column: number) => void,
  ): void {
    const most = this.lengths[r]! + this.lengths[other]!
    if (most > this.#sumColumns.length) {
      this.#sumColumns = new Int32Array(2 * most)
      this.#sumValues = new Int32Array(2 * most)
    }
    const { columns, values } = this
    const sumColumns = this.#sumColumns
    const sumValues = this.#sumValues
    let a = this.starts[r]!
    let b = this.starts[other]!
    const endA = a + this.lengths[r]!
    const endB = b + this.lengths[other]!
    let length = 0
    while (a < endA || b < endB) {
      const left = a < endA ? columns[a]! : Number.POSITIVE_INFINITY
      const right = b < endB ? columns[b]! : Number.POSITIVE_INFINITY
      let value: number
      if (left < right) value = values[a++]!
      else {
        const more = multiply(factor, values[b++]!)
        value = left === right ? add(values[a++]!, more) : more
        if (left !== right) gained(right)
        else if (value === 0) {
          lost(left)
          continue
        }
      }
      sumColumns[length] = Math.min(left, right)
      sumValues[length++] = value
    }
    this.#replace(r, length)
    this.right[r] = add(this.right[r]!, multiply(factor, this.right[other]!))
  }

  #replace(r: number, length: number): void {
    if (length > this.#capacities[r]!) {
      if (this.#end + length > this.columns.length) this.#pack(length)
      this.starts[r] = this.#end
      this.#capacities[r] = length
      this.#end += length
    }
    this.#live += length - this.lengths[r]!
    this.lengths[r] = length
    this.columns.set(this.#sumColumns.subarray(0, length), this.starts[r]!)
    this.values.set(this.#sumValues.subarray(0, length), this.starts[r]!)
  }

  /** Moves all rows together, into an arena that has room for as much again. */
  #pack(more: number): void {
    const size = Math.max(this.columns.length, 2 * (this.#live + more))
    const columns = new Int32Array(size)
    const values = new Int32Array(size)
    let end = 0
    for (let r = 0; r < this.starts.length; r++) {
      const start = this.starts[r]!
      const length = this.lengths[r]!
      columns.set(this.columns.subarray(start, start + length), end)
      values.set(this.values.subarray(start, start + length), end)
      this.starts[r] = end
      this.#capacities[r] = length
      end += length
    }
    this.columns = columns
    this.values = values
    this.#end = end
  }
}
