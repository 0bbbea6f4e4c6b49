/**
 * Linear forms Σ coefficient·x with a right-hand side, stored one after another. Coefficients are small whole
 * numbers.
 *
 * Row r has the entries `starts[r]` to `starts[r + 1]` of `columns` and `coefficients`; it is about the
 * variable `about[r]`, and `group[r]` says which rows can stand for each other.
 */
export class SparseRows {
  starts = new Int32Array(64)
  about = new Int32Array(64)
  group = new Int32Array(64)
  right = new Float64Array(64)
  columns = new Int32Array(256)
  coefficients = new Int8Array(256)
  count = 0

  /** The same rows, with methods. */
  static of(rows: Omit<SparseRows, 'begin' | 'entry' | 'at'>): SparseRows {
    return Object.assign(new SparseRows(), rows)
  }

  /** Starts a new, empty row. */
  begin(about: number, group: number, right = 0): void {
    const r = this.count
    if (r + 2 > this.starts.length) {
      const length = 2 * this.starts.length
      this.starts = copyInto(new Int32Array(length), this.starts)
      this.about = copyInto(new Int32Array(length), this.about)
      this.group = copyInto(new Int32Array(length), this.group)
      this.right = copyInto(new Float64Array(length), this.right)
    }
    this.about[r] = about
    this.group[r] = group
    this.right[r] = right
    this.starts[r + 1] = this.starts[r]!
    this.count++
  }

  /** Adds an entry to the row begun last. */
  entry(column: number, coefficient: number): void {
    const end = this.starts[this.count]!
    if (end === this.columns.length) {
      this.columns = copyInto(new Int32Array(2 * end), this.columns)
      this.coefficients = copyInto(new Int8Array(2 * end), this.coefficients)
    }
    this.columns[end] = column
    this.coefficients[end] = coefficient
    this.starts[this.count] = end + 1
  }

  /** Σ coefficient·x of row `r` at a point. */
  at(r: number, point: Float64Array): number {
    let sum = 0
    for (let e = this.starts[r]!; e < this.starts[r + 1]!; e++) {
      sum += this.coefficients[e]! * point[this.columns[e]!]!
    }
    return sum
  }
}

function copyInto<T extends Int32Array | Float64Array | Int8Array>(longer: T, shorter: T): T {
  longer.set(shorter)
  return longer
}
