import type { ChangeDirection } from './change-direction.ts'
import { ChangePoints, type LeafMove } from './change-points.ts'
import { FilledMoves } from './filled-moves.ts'
import type { KnownMoves } from './known-moves.ts'
import { KnownClasses } from './leaf-classes.ts'
import type { LeafRows } from './leaf-rows.ts'
import { SpareChanges } from './spare-changes.ts'

/**
 * Looks for simple points that show how far a hidden change may reach, so that no linear program has to: learners are put
 * into leaf rows of the target, and taken from others, where no shown row tells the difference. Whatever it proposes,
 * `ChangePoints` checks; what it does not find is open.
 */
export class ChangeWitnesses {
  readonly #direction: ChangeDirection
  readonly #points: ChangePoints
  readonly #filled: FilledMoves
  readonly #spare: SpareChanges
  readonly #known: KnownMoves
  readonly #since: string

  /** @param since the earlier day, `YYYY-MM-DD` */
  constructor(
    { rows, fixed, classes }: WitnessTable,
    direction: ChangeDirection,
    known: KnownMoves,
    since: string,
  ) {
    this.#direction = direction
    this.#points = new ChangePoints(rows, direction, fixed)
    const [whole, part] = [classes.of(direction.whole.shown), classes.of(direction.part.shown)]
    this.#filled = new FilledMoves(rows, direction, { whole, part })
    this.#spare = new SpareChanges(rows, direction, part)
    this.#known = known
    this.#since = since
  }

  /** Whether what is taken as counted is possible, as far as a reader can tell. */
  get isSound(): boolean {
    return this.#points.isSound
  }

  /**
   * Whether the change of a row is shown to be `learners` or more, as far as a reader can tell, however many of those who
   * may have come back did.
   */
  reaches(row: number, learners: number): boolean {
    const need = learners - this.#direction.change[row]!
    for (const [at, move] of this.#known.of(row, this.#since).entries()) {
      if (this.#lacks(row, move, need) > 0) continue
      if (at > 0) this.#known.add(row, this.#since, move)
      return true
    }
    if (!this.isSound) return false
    // What a move takes says who has to be made up for.
    for (let [wanted, tries] = [need, 0]; tries < 2; tries++) {
      const move = wanted > 0 ? this.#filled.fill(row, wanted) : unmoved
      const lacks = move === null ? Number.POSITIVE_INFINITY : this.#lacks(row, move, need)
      if (lacks === Number.POSITIVE_INFINITY) return false
      if (lacks <= 0) {
        this.#known.add(row, this.#since, move!)
        return true
      }
      wanted = Math.max(wanted, 0) + lacks
    }
    return false
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

/** What does not depend on the day of a table in which changes are shown to reach. */
export interface WitnessTable {
  readonly rows: LeafRows
  readonly fixed: Uint8Array | null
  readonly classes: KnownClasses
}

export function witnessTable(rows: LeafRows, fixed: Uint8Array | null): WitnessTable {
  return { rows, fixed, classes: new KnownClasses(rows, fixed) }
}

const unmoved: LeafMove = { whole: new Map(), part: new Map() }
