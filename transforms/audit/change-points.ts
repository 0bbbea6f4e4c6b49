import type { ChangeDirection, ChangeSide } from './change-direction.ts'
import type { LeafRows } from './leaf-rows.ts'

/** How far leaf rows move from what was counted; whole numbers by position among the leaves, all others stay. */
export interface LeafMove {
  readonly whole: ReadonlyMap<number, number>
  readonly part: ReadonlyMap<number, number>
}

/**
 * Tells whether what was counted stays a possible truth when some leaf rows move: every shown figure stays as it is, and no
 * row leaves the bounds that a reader knows. In whole numbers, so that nothing is taken on a tolerance.
 */
export class ChangePoints {
  readonly #rows: LeafRows
  readonly #direction: ChangeDirection
  readonly #fixed: Uint8Array | null
  /** By row, all zeros between two moves. */
  readonly #moved: { readonly whole: Float64Array; readonly part: Float64Array }
  /** Rows that the move at hand touches, in the first places, and by row whether it is one of them. */
  readonly #touched: Int32Array
  readonly #isTouched: Uint8Array
  /** That what was counted is possible to begin with. */
  readonly isSound: boolean

  /** @param fixed by row: 1 where a move must not change anything, since another table has the row; null for no row */
  constructor(rows: LeafRows, direction: ChangeDirection, fixed: Uint8Array | null) {
    this.#rows = rows
    this.#direction = direction
    this.#fixed = fixed
    const size = direction.change.length
    this.#moved = { whole: new Float64Array(size), part: new Float64Array(size) }
    this.#touched = new Int32Array(size)
    this.#isTouched = new Uint8Array(size)
    this.isSound =
      direction.change.every((learners) => learners >= 0) &&
      [direction.whole, direction.part].every(({ truth, atLeast, atMost }) =>
        truth.every((learners, row) => learners >= Math.max(0, atLeast[row]!) && learners <= atMost[row]!),
      )
  }

  /** By how much a move raises the change of a row; −1 where it is not possible. */
  raises(row: number, { whole, part }: LeafMove): number {
    if (!this.isSound) return -1
    let touched = this.#add(this.#moved.whole, whole, 0)
    touched = this.#add(this.#moved.part, part, touched)
    let holds = true
    for (let at = 0; at < touched && holds; at++) holds = this.#holds(this.#touched[at]!)
    const raised = this.#moved.whole[row]! - this.#moved.part[row]!
    for (let at = 0; at < touched; at++) {
      const above = this.#touched[at]!
      this.#moved.whole[above] = 0
      this.#moved.part[above] = 0
      this.#isTouched[above] = 0
    }
    return holds ? raised : -1
  }

  /** Adds what leaves move by to all rows that hold them. Returns how many rows are touched by then. */
  #add(to: Float64Array, by: ReadonlyMap<number, number>, from: number): number {
    let touched = from
    for (const [leaf, learners] of by) {
      const rows = this.#rows.above[leaf]!
      for (let at = 0; at < rows.length; at++) {
        const above = rows[at]!
        to[above]! += learners
        if (this.#isTouched[above] === 1) continue
        this.#isTouched[above] = 1
        this.#touched[touched++] = above
      }
    }
    return touched
  }

  #holds(row: number): boolean {
    const { whole, part, change } = this.#direction
    const [byWhole, byPart] = [this.#moved.whole[row]!, this.#moved.part[row]!]
    if (this.#fixed?.[row] === 1 && (byWhole !== 0 || byPart !== 0)) return false
    return (
      isPossible(whole, row, byWhole) && isPossible(part, row, byPart) && change[row]! + byWhole - byPart >= 0
    )
  }
}

function isPossible({ truth, shown, atLeast, atMost }: ChangeSide, row: number, by: number): boolean {
  if (by === 0) return true
  const moved = truth[row]! + by
  return shown[row] === 0 && moved >= Math.max(0, atLeast[row]!) && moved <= atMost[row]!
}
