import type { ChangeDirection } from './change-direction.ts'
import { ChangePoints, type LeafMove } from './change-points.ts'
import type { KnownMoves } from './known-moves.ts'
import type { LeafRows } from './leaf-rows.ts'

/** Moves that are tried for a row. */
const mostTried = 200

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
  readonly #since: string
  #found: Links | null = null

  /** @param since the earlier day, `YYYY-MM-DD` */
  constructor(
    { rows, fixed, classes }: WitnessTable,
    direction: ChangeDirection,
    known: KnownMoves,
    since: string,
  ) {
    this.#rows = rows
    this.#direction = direction
    this.#points = new ChangePoints(rows, direction, fixed)
    this.#whole = classes.of(direction.whole.shown)
    this.#part = classes.of(direction.part.shown)
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
    let tried = 0
    for (const move of this.#moves(row, need)) {
      if (++tried > mostTried) return false
      if (this.#points.raises(row, move) < need) continue
      this.#known.add(row, this.#since, move)
      return true
    }
    return false
  }

  *#moves(row: number, need: number): Generator<LeafMove> {
    const inside = new Set(this.#rows.below[row]!)
    const none = new Map<number, number>()
    const donors = (side: LeafClasses) =>
      remembered((of: number) => this.#donors(side.members[of]!, inside, need))
    const [ofWhole, ofPart] = [donors(this.#whole), donors(this.#part)]
    // Whoever is put into a leaf now may be put into any; of those who were there before, there must be enough.
    const into = firstOfClass(this.#whole, inside, () => 0)
    const outOf = firstOfClass(this.#part, inside, (leaf) => this.#learners(leaf).part)
    for (const [of, to] of into) {
      // No shown row holds the leaf: nobody knows how many are in it.
      if (of === this.#whole.free) yield { whole: new Map([[to, need]]), part: none }
      const near = ofWhole(of)
      if (near !== null) yield { whole: signed(near, to, need), part: none }
    }
    for (const [of, to] of outOf) {
      if (of === this.#part.free) yield { whole: none, part: new Map([[to, -need]]) }
      const near = ofPart(of)
      if (near !== null) yield { whole: none, part: negative(signed(near, to, need)) }
    }
    // By way of a third leaf, which keeps its change: no row tells it from the target on the one side, and from who gives
    // on the other.
    for (const [of, to] of into)
      for (const [other, between] of this.#links.whole.get(of) ?? []) {
        if (between === to) continue
        const whole = pair(to, between, need)
        if (other === this.#part.free) yield { whole, part: new Map([[between, -need]]) }
        const far = ofPart(other)
        if (far !== null) yield { whole, part: negative(signed(far, between, need)) }
      }
    for (const [of, to] of outOf)
      for (const [other, between] of this.#links.part.get(of) ?? []) {
        if (between === to) continue
        const part = pair(between, to, need)
        if (other === this.#whole.free) yield { whole: new Map([[between, need]]), part }
        const far = ofWhole(other)
        if (far !== null) yield { whole: signed(far, between, need), part }
      }
  }

  get #links(): Links {
    this.#found ??= this.#linkClasses()
    return this.#found
  }

  #learners(leaf: number): { readonly whole: number; readonly part: number } {
    const row = this.#rows.leaves[leaf]!
    return { whole: this.#direction.whole.truth[row]!, part: this.#direction.part.truth[row]! }
  }

  /** By class of one side and class of the other: the leaf of both that has the most learners to give. */
  #linkClasses(): Links {
    const [whole, part]: [MutableLinks, MutableLinks] = [new Map(), new Map()]
    const most = (leaf: number) => {
      const learners = this.#learners(leaf)
      return Math.min(learners.whole, learners.part)
    }
    const note = (links: MutableLinks, of: number, other: number, leaf: number) => {
      const known = links.get(of) ?? new Map<number, number>()
      const best = known.get(other)
      if (best === undefined || most(leaf) > most(best)) known.set(other, leaf)
      links.set(of, known)
    }
    for (let leaf = 0; leaf < this.#rows.leaves.length; leaf++) {
      note(whole, this.#whole.of[leaf]!, this.#part.of[leaf]!, leaf)
      note(part, this.#part.of[leaf]!, this.#whole.of[leaf]!, leaf)
    }
    return { whole, part }
  }

  /** Leaves outside of the target whose changes together hold as many learners, and how many each gives; null for none. */
  #donors(members: readonly number[], inside: ReadonlySet<number>, need: number): Donors | null {
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

type Donors = readonly (readonly [leaf: number, learners: number])[]
type MutableLinks = Map<number, Map<number, number>>
interface Links {
  readonly whole: ReadonlyMap<number, ReadonlyMap<number, number>>
  readonly part: ReadonlyMap<number, ReadonlyMap<number, number>>
}

/** Of the leaves of a target, one for each class: the one that has most. */
function firstOfClass(
  { of }: LeafClasses,
  inside: ReadonlySet<number>,
  has: (leaf: number) => number,
): ReadonlyMap<number, number> {
  const first = new Map<number, number>()
  for (const leaf of inside) {
    const best = first.get(of[leaf]!)
    if (best === undefined || has(leaf) > has(best)) first.set(of[leaf]!, leaf)
  }
  return first
}

function remembered<T>(find: (of: number) => T): (of: number) => T {
  const found = new Map<number, { readonly value: T }>()
  return (of) => {
    const known = found.get(of) ?? { value: find(of) }
    found.set(of, known)
    return known.value
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

function signed(donors: Donors, to: number, need: number): Map<number, number> {
  const move = new Map(donors.map(([leaf, gives]) => [leaf, -gives]))
  move.set(to, (move.get(to) ?? 0) + need)
  return move
}

function negative(move: ReadonlyMap<number, number>): Map<number, number> {
  return new Map([...move].map(([leaf, by]) => [leaf, -by]))
}
