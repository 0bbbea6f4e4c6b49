import type { ChangeDirection } from './change-direction.ts'
import { ChangePoints } from './change-points.ts'
import { FilledMoves, type LeafClasses } from './filled-moves.ts'
import type { KnownMoves } from './known-moves.ts'
import type { LeafRows } from './leaf-rows.ts'

/**
 * Looks for simple points that show how far a hidden change may reach, so that no linear program has to: learners are put
 * into leaf rows of the target, and taken from others, where no shown row tells the difference. Whatever it proposes,
 * `ChangePoints` checks; what it does not find is open.
 */
export class ChangeWitnesses {
  readonly #direction: ChangeDirection
  readonly #points: ChangePoints
  readonly #filled: FilledMoves
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
    this.#known = known
    this.#since = since
  }

  /** Whether what is taken as counted is possible, as far as a reader can tell. */
  get isSound(): boolean {
    return this.#points.isSound
  }

  /** Whether the change of a row is shown to be `learners` or more, as far as a reader can tell. */
  reaches(row: number, learners: number): boolean {
    const need = learners - this.#direction.change[row]!
    for (const [at, move] of this.#known.of(row, this.#since).entries()) {
      if (this.#points.raises(row, move) < need) continue
      if (at > 0) this.#known.add(row, this.#since, move)
      return true
    }
    if (!this.isSound) return false
    const move = this.#filled.fill(row, need)
    if (move === null || this.#points.raises(row, move) < need) return false
    this.#known.add(row, this.#since, move)
    return true
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

/** Classes of leaves by what is shown, the last few of them kept. */
export class KnownClasses {
  readonly #rows: LeafRows
  readonly #fixed: Uint8Array | null
  #last: readonly { readonly shown: Uint8Array; readonly classes: LeafClasses }[] = []

  constructor(rows: LeafRows, fixed: Uint8Array | null) {
    this.#rows = rows
    this.#fixed = fixed
  }

  of(shown: Uint8Array): LeafClasses {
    const known = this.#last.find((one) => one.shown.every((is, row) => is === shown[row]))
    if (known !== undefined) return known.classes
    const classes = leafClasses(this.#rows, shown, this.#fixed)
    this.#last = [{ shown: shown.slice(), classes }, ...this.#last].slice(0, 2)
    return classes
  }
}

function leafClasses({ above }: LeafRows, shown: Uint8Array, fixed: Uint8Array | null): LeafClasses {
  const index = new Map<string, number>()
  const members: number[][] = []
  const of = Int32Array.from(above, (rows, leaf) => {
    const signature = rows.filter((row) => shown[row] === 1 || fixed?.[row] === 1).join(' ')
    const found = index.get(signature) ?? members.length
    if (found === members.length) {
      index.set(signature, found)
      members.push([])
    }
    members[found]!.push(leaf)
    return found
  })
  return { of, members, free: index.get('') ?? -1 }
}
