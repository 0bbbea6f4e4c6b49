import type { LeafMove } from './change-points.ts'
import type { Direction } from './days-between.ts'

/** Moves of each row that are remembered: of each day, and of whatever day. */
const mostKnown = { ofDay: 3, ofAny: 6 }

/**
 * Moves that raised the change of a row before. What did so for the same day is likely to do so again, whatever else is
 * shown by now; and what did so for one day often does for the next.
 */
export class KnownMoves {
  readonly #ofAny = new Map<number, readonly LeafMove[]>()
  readonly #ofDay = new Map<string, Map<number, readonly LeafMove[]>>()

  /** @param since the day, `YYYY-MM-DD` */
  of(row: number, since: string): readonly LeafMove[] {
    const own = this.#ofDay.get(since)?.get(row) ?? []
    return [...own, ...(this.#ofAny.get(row) ?? []).filter((move) => !own.includes(move))]
  }

  add(row: number, since: string, move: LeafMove): void {
    const own = this.#ofDay.get(since) ?? new Map<number, readonly LeafMove[]>()
    this.#ofDay.set(since, own)
    note(own, row, move, mostKnown.ofDay)
    note(this.#ofAny, row, move, mostKnown.ofAny)
  }
}

function note(moves: Map<number, readonly LeafMove[]>, row: number, move: LeafMove, most: number): void {
  const known = moves.get(row) ?? []
  if (known[0] === move) return
  const others = known.filter((other) => other !== move)
  moves.set(row, [move, ...others].slice(0, most))
}

/**
 * Moves that whoever chose the updates has found, by table id and direction. Nothing is taken from them: each is tried on the
 * audit's own figures and bounds, in whole numbers.
 */
export type OfferedMoves = ReadonlyMap<string, Readonly<Record<Direction, KnownMoves>>>
