import type { Highs } from 'highs'
import type { ChangeDirection } from './change-direction.ts'
import { ChangePoints, type LeafMove } from './change-points.ts'
import { FilledMoves } from './filled-moves.ts'
import type { KnownMoves } from './known-moves.ts'
import { KnownClasses } from './leaf-classes.ts'
import type { LeafRows } from './leaf-rows.ts'
import { tolerance } from './linear-program.ts'
import { MoveProgram } from './move-program.ts'
import { NetMoves } from './net-moves.ts'
import { SpareChanges } from './spare-changes.ts'

/**
 * Looks for simple points that show how far a hidden change may reach, so that no linear program has to: learners are put
 * into leaf rows of the target, and taken from others, where no shown row tells the difference. Whatever it proposes,
 * `ChangePoints` checks; what it does not find is open.
 */
export class ChangeWitnesses {
  readonly #table: WitnessTable
  readonly #direction: ChangeDirection
  readonly #points: ChangePoints
  readonly #filled: FilledMoves
  readonly #spare: SpareChanges
  readonly #known: KnownMoves
  readonly #since: string

  /** @param since the earlier day, `YYYY-MM-DD` */
  constructor(table: WitnessTable, direction: ChangeDirection, known: KnownMoves, since: string) {
    const { rows, nets, fixed, classes } = table
    this.#table = table
    this.#direction = direction
    this.#points = new ChangePoints(nets, direction, fixed)
    const [whole, part] = [classes.of(direction.whole.shown), classes.of(direction.part.shown)]
    this.#filled = new FilledMoves(rows, direction, { whole, part })
    this.#spare = new SpareChanges(rows, nets, direction, part)
    this.#known = known
    this.#since = since
  }

  /** Whether what is taken as counted is possible, as far as a reader can tell. */
  get isSound(): boolean {
    return this.#points.isSound
  }

  /**
   * A move that shows that the change of a row may be `learners` or more, as far as a reader can tell, however many of those
   * who may have come back did; null where none is found.
   */
  moveTo(row: number, learners: number): LeafMove | null {
    if (!this.isSound) return null
    const need = learners - this.#direction.change[row]!
    const known = this.#known.of(row, this.#since).find((move) => this.#lacks(row, move, need) <= 0)
    if (known !== undefined) {
      this.#known.add(row, this.#since, known)
      return known
    }
    // What a move takes says who has to be made up for.
    for (let [wanted, tries] = [need, 0]; tries < 2; tries++) {
      const move = wanted > 0 ? this.#filled.fill(row, wanted) : unmoved
      const lacks = move === null ? Number.POSITIVE_INFINITY : this.#lacks(row, move, need)
      if (lacks === Number.POSITIVE_INFINITY) return null
      if (lacks <= 0) {
        this.#known.add(row, this.#since, move!)
        return move
      }
      wanted = Math.max(wanted, 0) + lacks
    }
    return null
  }

  /**
   * Of rows that simple points leave open, those that small linear programs do, too.
   *
   * @param learners as for `moveTo`
   * @param seconds that programs may run in all
   */
  openAfterPrograms(
    highs: Highs,
    rows: readonly number[],
    learners: number,
    seconds: number,
  ): OpenAfterPrograms {
    if (!this.isSound) return { open: rows, isShort: false }
    const { change, returned } = this.#direction
    const furthest = Math.max(...rows.map((row) => learners - change[row]! + returned[row]!))
    const { rows: leafRows, fixed } = this.#table
    const program = MoveProgram.of(highs, leafRows, this.#direction, fixed, 2 * furthest, seconds)
    if (program === null) return { open: rows, isShort: false }
    try {
      let open = rows
      const raise = (chosen: readonly number[]) => {
        const raised = program.raise(chosen)
        const move = raised?.move ?? null
        if (move !== null)
          open = open.filter((row) => {
            if (this.#lacks(row, move, learners - change[row]!) > 0) return true
            this.#known.add(row, this.#since, move)
            return false
          })
        return raised?.by ?? Number.POSITIVE_INFINITY
      }
      for (let before = Number.POSITIVE_INFINITY; 1 < open.length && open.length < before; ) {
        before = open.length
        raise(open)
      }
      let isShort = false
      let undecided = 0
      for (const row of open) {
        if (!open.includes(row)) continue
        const by = raise([row])
        if (!open.includes(row)) continue
        isShort = by < learners - change[row]! - tolerance
        if (isShort || ++undecided >= mostUndecided) break
      }
      return { open, isShort }
    } finally {
      program.dispose()
    }
  }

  /** Whether a move shows that, even if nobody else made up for those who may have come back. */
  isFirm(row: number, move: LeafMove, learners: number): boolean {
    const { change, returned } = this.#direction
    return this.#points.raises(row, move) >= learners - change[row]! + returned[row]!
  }

  /** How many more a move would have to raise a row by, whoever came back; Infinity where it is not possible. */
  #lacks(row: number, move: LeafMove, need: number): number {
    const raised = this.#points.raises(row, move)
    if (raised < 0) return Number.POSITIVE_INFINITY
    const { way, returned } = this.#direction
    if (raised < need) return need - raised
    return need + (way === 'joined' ? returned[row]! : this.#spare.missing(row, move)) - raised
  }
}

/** Rows of which programs decide nothing, after which the rest is left open. */
const mostUndecided = 3

export interface OpenAfterPrograms {
  readonly open: readonly number[]
  /** A program found that one of them cannot reach that far, at least not by moves of about that size. */
  readonly isShort: boolean
}

/** What does not depend on the day of a table in which changes are shown to reach. */
export interface WitnessTable {
  readonly rows: LeafRows
  readonly nets: NetMoves
  readonly fixed: Uint8Array | null
  readonly classes: KnownClasses
}

/** @param size number of rows */
export function witnessTable(rows: LeafRows, size: number, fixed: Uint8Array | null): WitnessTable {
  return { rows, nets: new NetMoves(rows, size), fixed, classes: new KnownClasses(rows, fixed) }
}

const unmoved: LeafMove = { whole: new Map(), part: new Map() }
