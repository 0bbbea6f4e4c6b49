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
  readonly #nets: NetMoves
  readonly #rooms: Rooms
  /** Rows that may not move on a side: they are shown, or another table has them. */
  readonly #held: { readonly whole: RowBits; readonly part: RowBits }
  /** That what was counted is possible to begin with. */
  readonly isSound: boolean
  /** What was asked last: who finds a move asks about it once more. */
  #last: { readonly row: number; readonly move: LeafMove; readonly raised: number } | null = null

  /** @param fixed by row: 1 where a move must not change anything, since another table has the row; null for no row */
  constructor(nets: NetMoves, direction: ChangeDirection, fixed: Uint8Array | null) {
    this.#nets = nets
    this.#rooms = roomsOf(direction)
    const held = ({ shown }: ChangeSide) =>
      rowBits(shown.length, (row) => shown[row] === 1 || fixed?.[row] === 1)
    this.#held = { whole: held(direction.whole), part: held(direction.part) }
    this.isSound = haveRoom(this.#rooms)
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
    const { change, wholeUp, wholeDown, partUp, partDown } = this.#rooms
    let raised = 0
    for (let at = 0; at < rows.length; at++) {
      const moved = rows[at]!
      const [byWhole, byPart] = [whole[at]!, part[at]!]
      if (byPart - byWhole > change[moved]!) return -1
      if (byWhole > wholeUp[moved]! || -byWhole > wholeDown[moved]!) return -1
      if (byPart > partUp[moved]! || -byPart > partDown[moved]!) return -1
      if (moved === row) raised = byWhole - byPart
    }
    return raised
  }
}

/** By row: how far its change may fall, and either side rise and fall, from what was counted. */
type Rooms = Readonly<Record<'change' | 'wholeUp' | 'wholeDown' | 'partUp' | 'partDown', Float64Array>>

/** None is negative where what was counted is possible: a row that does not move always has room then. */
function roomsOf({ change, returned, whole, part }: ChangeDirection): Rooms {
  const zeros = () => new Float64Array(change.length)
  const rooms = { change: zeros(), wholeUp: zeros(), wholeDown: zeros(), partUp: zeros(), partDown: zeros() }
  for (let row = 0; row < change.length; row++) {
    rooms.change[row] = change[row]! - returned[row]!
    rooms.wholeUp[row] = whole.atMost[row]! - whole.truth[row]!
    rooms.wholeDown[row] = whole.truth[row]! - Math.max(0, whole.atLeast[row]!)
    rooms.partUp[row] = part.atMost[row]! - part.truth[row]!
    rooms.partDown[row] = part.truth[row]! - Math.max(0, part.atLeast[row]!)
  }
  return rooms
}

function haveRoom(rooms: Rooms): boolean {
  return Object.values(rooms).every((room) => {
    for (let row = 0; row < room.length; row++) if (!(room[row]! >= 0)) return false
    return true
  })
}
