import type { ChangeDirection, ChangeSide } from './change-direction.ts'
import type { NetMoves } from './net-moves.ts'
import { haveCommonRow, type RowBits, rowBits } from './row-bits.ts'

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
  readonly #direction: ChangeDirection
  readonly #nets: NetMoves
  /** Rows that may not move on a side: they are shown, or another table has them. */
  readonly #held: { readonly whole: RowBits; readonly part: RowBits }
  /** That what was counted is possible to begin with. */
  readonly isSound: boolean
  /** What was asked last: who finds a move asks about it once more. */
  #last: { readonly row: number; readonly move: LeafMove; readonly raised: number } | null = null

  /** @param fixed by row: 1 where a move must not change anything, since another table has the row; null for no row */
  constructor(nets: NetMoves, direction: ChangeDirection, fixed: Uint8Array | null) {
    this.#direction = direction
    this.#nets = nets
    const held = ({ shown }: ChangeSide) =>
      rowBits(shown.length, (row) => shown[row] === 1 || fixed?.[row] === 1)
    this.#held = { whole: held(direction.whole), part: held(direction.part) }
    this.isSound =
      direction.change.every((learners, row) => learners >= direction.returned[row]!) &&
      [direction.whole, direction.part].every(({ truth, atLeast, atMost }) =>
        truth.every((learners, row) => learners >= Math.max(0, atLeast[row]!) && learners <= atMost[row]!),
      )
  }

  /** By how much a move raises the change of a row; −1 where it is not possible. */
  raises(row: number, move: LeafMove): number {
    if (!this.isSound) return -1
    const last = this.#last
    if (last?.move === move && last.row === row) return last.raised
    const raised = this.#raisedBy(row, move)
    this.#last = { row, move, raised }
    return raised
  }

  #raisedBy(row: number, move: LeafMove): number {
    const { rows, whole, part, bits } = this.#nets.of(move)
    if (haveCommonRow(bits.whole, this.#held.whole) || haveCommonRow(bits.part, this.#held.part)) return -1
    const { change, returned, whole: ofWhole, part: ofPart } = this.#direction
    let raised = 0
    for (let at = 0; at < rows.length; at++) {
      const moved = rows[at]!
      const [byWhole, byPart] = [whole[at]!, part[at]!]
      if (change[moved]! + byWhole - byPart < returned[moved]!) return -1
      if (!isPossible(ofWhole, moved, byWhole) || !isPossible(ofPart, moved, byPart)) return -1
      if (moved === row) raised = byWhole - byPart
    }
    return raised
  }
}

function isPossible({ truth, atLeast, atMost }: ChangeSide, row: number, by: number): boolean {
  if (by === 0) return true
  const moved = truth[row]! + by
  return moved >= Math.max(0, atLeast[row]!) && moved <= atMost[row]!
}
