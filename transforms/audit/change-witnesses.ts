import type { ChangeDirection } from './change-direction.ts'
import { ChangePoints, type LeafMove } from './change-points.ts'
import type { LeafRows } from './leaf-rows.ts'

/** Moves of each row that are remembered. */
const mostKnown = 6

/** Moves that raised the change of a row before, the last one first: they often do so for the next day, too. */
export class KnownMoves {
  readonly #moves = new Map<number, LeafMove[]>()

  of(row: number): readonly LeafMove[] {
    return this.#moves.get(row) ?? []
  }

  add(row: number, move: LeafMove): void {
    const others = (this.#moves.get(row) ?? []).filter((other) => other !== move)
    this.#moves.set(row, [move, ...others].slice(0, mostKnown))
  }
}

/**
 * Looks for simple points that show how far a hidden change may reach, so that no linear program has to: learners are put
 * into leaf rows of the target, and taken from others, where no shown row tells the difference. Whatever it proposes,
 * `ChangePoints` checks; what it does not find is open.
 */
export class ChangeWitnesses {
  readonly #rows: LeafRows
  readonly #direction: ChangeDirection
  readonly #points: ChangePoints
  readonly #whole: LeafClasses
  readonly #part: LeafClasses
  readonly #known: KnownMoves

  constructor({ rows, fixed, classes }: WitnessTable, direction: ChangeDirection, known: KnownMoves) {
    this.#rows = rows
    this.#direction = direction
    this.#points = new ChangePoints(rows, direction, fixed)
    this.#whole = classes.of(direction.whole.shown)
    this.#part = classes.of(direction.part.shown)
    this.#known = known
  }

  /** Whether the change of a row is shown to be `learners` or more, as far as a reader can tell. */
  reaches(row: number, learners: number): boolean {
    const need = learners - this.#direction.change[row]!
    for (const [at, move] of this.#known.of(row).entries()) {
      if (this.#points.raises(row, move) < need) continue
      if (at > 0) this.#known.add(row, move)
      return true
    }
    for (const move of this.#moves(row, need)) {
      if (this.#points.raises(row, move) < need) continue
      this.#known.add(row, move)
      return true
    }
    return false
  }

  *#moves(row: number, need: number): Generator<LeafMove> {
    const inside = new Set(this.#rows.below[row]!)
    for (const to of inside) {
      const [ofWhole, ofPart] = [this.#whole.of[to]!, this.#part.of[to]!]
      // No shown row holds the leaf: nobody knows how many more are in it, or were.
      if (ofWhole === this.#whole.free) yield { whole: new Map([[to, need]]), part: new Map() }
      if (ofPart === this.#part.free) yield { whole: new Map(), part: new Map([[to, -need]]) }
      const near = this.#donors(this.#whole.members[ofWhole]!, inside, need)
      if (near !== null) yield { whole: signed(near, to, need), part: new Map() }
      const before = this.#donors(this.#part.members[ofPart]!, inside, need)
      if (before !== null) yield { whole: new Map(), part: negative(signed(before, to, need)) }
    }
    for (const to of inside) yield* this.#chains(to, inside, need)
  }

  /** By way of a third leaf, which keeps its change: it and the target look alike on one side, it and who gives on the other. */
  *#chains(to: number, inside: ReadonlySet<number>, need: number): Generator<LeafMove> {
    for (const between of this.#whole.members[this.#whole.of[to]!]!) {
      if (between === to) continue
      const other = this.#part.of[between]!
      if (other === this.#part.free)
        yield { whole: pair(to, between, need), part: new Map([[between, -need]]) }
      const donors = this.#donors(this.#part.members[other]!, inside, need)
      if (donors !== null)
        yield { whole: pair(to, between, need), part: negative(signed(donors, between, need)) }
    }
    for (const between of this.#part.members[this.#part.of[to]!]!) {
      if (between === to) continue
      const other = this.#whole.of[between]!
      const part = pair(between, to, need)
      if (other === this.#whole.free) yield { whole: new Map([[between, need]]), part }
      const donors = this.#donors(this.#whole.members[other]!, inside, need)
      if (donors !== null) yield { whole: signed(donors, between, need), part }
    }
  }

  /** Leaves outside of the target whose changes together hold as many learners, and how many each gives; null for none. */
  #donors(
    members: readonly number[],
    inside: ReadonlySet<number>,
    need: number,
  ): readonly (readonly [leaf: number, learners: number])[] | null {
    const { change } = this.#direction
    const donors: [number, number][] = []
    let open = need
    for (const leaf of members) {
      const has = change[this.#rows.leaves[leaf]!]!
      if (has === 0 || inside.has(leaf)) continue
      const gives = Math.min(has, open)
      donors.push([leaf, gives])
      open -= gives
      if (open === 0) return donors
    }
    return null
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

/** Leaves that no shown row tells apart. */
interface LeafClasses {
  /** By leaf: its class. */
  readonly of: Int32Array
  readonly members: readonly (readonly number[])[]
  /** The class of leaves that no shown row holds; −1 where there are none. */
  readonly free: number
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

function pair(to: number, from: number, learners: number): Map<number, number> {
  return new Map([
    [to, learners],
    [from, -learners],
  ])
}

function signed(
  donors: readonly (readonly [leaf: number, learners: number])[],
  to: number,
  need: number,
): Map<number, number> {
  const move = new Map(donors.map(([leaf, gives]) => [leaf, -gives]))
  move.set(to, (move.get(to) ?? 0) + need)
  return move
}

function negative(move: ReadonlyMap<number, number>): Map<number, number> {
  return new Map([...move].map(([leaf, by]) => [leaf, -by]))
}
