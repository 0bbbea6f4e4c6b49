import type { ChangeDirection } from './change-direction.ts'
import type { LeafMove } from './change-points.ts'
import type { NetMoves } from './net-moves.ts'
import { haveCommonRow, rowBits } from './row-bits.ts'

/**
 * Rows whose change is few in one direction since one day, and the moves that showed last that it may be more.
 *
 * A move stays possible whatever is shown besides, unless it moves that: so for another choice of what is shown, only those
 * rows are to be looked at again whose move does. Where others have to make up for who departed and may have come back, any
 * other choice is looked at again, since no shown row must tell them apart.
 */
export class AnsweredRows {
  readonly #nets: NetMoves
  readonly #side: 'whole' | 'part'
  readonly #asked: readonly number[]
  /** By row: the move; rows that are not asked have none. */
  readonly #moves: (LeafMove | null)[]
  /** By row: 1 where any other choice is looked at again; as the move says. */
  readonly #isLoose: Uint8Array
  /** What was shown as it stands now when it was last asked. */
  #shown: Uint8Array | null = null

  /**
   * @param untold by row: 1 where it may have changed though it was not counted who was in it; null for no row
   * @param isSound whether what was counted is possible, as far as a reader can tell; else no move is
   */
  constructor(
    nets: NetMoves,
    { way, change, returned, isTouched }: ChangeDirection,
    untold: Uint8Array | null,
    isSound: boolean,
    minimumContributors: number,
  ) {
    this.#nets = nets
    this.#side = way === 'joined' ? 'whole' : 'part'
    this.#asked = [...change.keys()].filter((row) => {
      if (change[row]! >= minimumContributors + returned[row]!) return untold?.[row] === 1 && !isSound
      return untold?.[row] === 1 || isTouched[row] === 1
    })
    this.#moves = Array.from(change, () => null)
    this.#isLoose = new Uint8Array(change.length)
  }

  /**
   * Rows of which no move is known that is possible now.
   *
   * @param shown by row: 1 where it is shown as it stands now
   */
  unanswered(shown: Uint8Array): readonly number[] {
    const before = this.#shown
    const added = rowBits(shown.length, (row) => before !== null && shown[row] === 1 && before[row] === 0)
    const isSame = before === null || shown.every((one, row) => one === before[row])
    this.#shown = shown
    return this.#asked.filter((row) => {
      const move = this.#moves[row]!
      if (move === null) return true
      const isKept =
        this.#isLoose[row] === 1 ? isSame : !haveCommonRow(this.#nets.of(move).bits[this.#side], added)
      if (!isKept) this.#moves[row] = null
      return !isKept
    })
  }

  /** @param isFirm whether the move suffices whoever came back, though nobody else makes up for them */
  answer(row: number, move: LeafMove, isFirm: boolean): void {
    this.#moves[row] = move
    this.#isLoose[row] = isFirm ? 0 : 1
  }
}
