import type { LeafMove } from './change-points.ts'
import type { LeafRows } from './leaf-rows.ts'
import { MovedRows } from './moved-rows.ts'
import { type RowBits, rowBits } from './row-bits.ts'

/** By how much rows move when some leaves do: those alone that do at all. */
export interface NetMove {
  readonly rows: Int32Array
  /** In the order of `rows`. */
  readonly whole: Float64Array
  readonly part: Float64Array
  /** Rows that move on a side. */
  readonly bits: { readonly whole: RowBits; readonly part: RowBits }
}

/** Adds up moves over all rows of a table, each once: the same one is tried for many days and choices. */
export class NetMoves {
  readonly #moved: MovedRows
  readonly #known = new WeakMap<LeafMove, NetMove>()

  /** @param size number of rows */
  constructor(rows: LeafRows, size: number) {
    this.#moved = new MovedRows(rows, size)
  }

  of(move: LeafMove): NetMove {
    const known = this.#known.get(move)
    if (known !== undefined) return known
    const moved = this.#moved
    for (const [leaf, learners] of move.whole) moved.add('whole', leaf, learners)
    for (const [leaf, learners] of move.part) moved.add('part', leaf, learners)
    const rows = moved.touched().filter((row) => moved.whole[row] !== 0 || moved.part[row] !== 0)
    const [whole, part] = [new Float64Array(rows.length), new Float64Array(rows.length)]
    for (let at = 0; at < rows.length; at++) {
      whole[at] = moved.whole[rows[at]!]!
      part[at] = moved.part[rows[at]!]!
    }
    const moves = (side: Float64Array) => rowBits(side.length, (row) => side[row] !== 0)
    const net = { rows, whole, part, bits: { whole: moves(moved.whole), part: moves(moved.part) } }
    moved.clear()
    this.#known.set(move, net)
    return net
  }
}
