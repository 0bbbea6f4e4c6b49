import type { LeafRows } from './leaf-rows.ts'

export type Side = 'whole' | 'part'

/** By how many learners rows move when leaves of either side do. One is kept for many moves: all zeros between two. */
export class MovedRows {
  readonly whole: Float64Array
  readonly part: Float64Array
  readonly #above: LeafRows['above']
  /** Rows that the move at hand touches, in the first places, and by row whether it is one of them. */
  readonly #touched: Int32Array
  readonly #isTouched: Uint8Array
  #count = 0

  /** @param size number of rows */
  constructor({ above }: LeafRows, size: number) {
    this.whole = new Float64Array(size)
    this.part = new Float64Array(size)
    this.#above = above
    this.#touched = new Int32Array(size)
    this.#isTouched = new Uint8Array(size)
  }

  /** Moves a leaf, and with it all rows that hold it. */
  add(side: Side, leaf: number, learners: number): void {
    const to = this[side]
    const rows = this.#above[leaf]!
    for (let at = 0; at < rows.length; at++) {
      const above = rows[at]!
      to[above]! += learners
      if (this.#isTouched[above] === 1) continue
      this.#isTouched[above] = 1
      this.#touched[this.#count++] = above
    }
  }

  /** Rows that were touched, until the next change. */
  touched(): Int32Array {
    return this.#touched.subarray(0, this.#count)
  }

  clear(): void {
    for (let at = 0; at < this.#count; at++) {
      const row = this.#touched[at]!
      this.whole[row] = 0
      this.part[row] = 0
      this.#isTouched[row] = 0
    }
    this.#count = 0
  }
}
