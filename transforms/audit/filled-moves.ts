import type { ChangeDirection } from './change-direction.ts'
import type { LeafMove } from './change-points.ts'
import type { LeafClasses } from './leaf-classes.ts'
import type { LeafRows } from './leaf-rows.ts'
import { MovedRows, type Side } from './moved-rows.ts'

/** Steps that are tried for a row. */
const mostTried = 100

const sides = ['whole', 'part'] as const

/** What moves with one learner: a leaf has one more, or one less, on one side. */
interface Shift {
  readonly side: Side
  readonly leaf: number
  readonly by: 1 | -1
}
type Step = readonly Shift[]

/**
 * Fills a row with learners, few from here and few from there, until its change is as great as asked: each step puts some into
 * a leaf of the row and takes as many from another one, where no shown row tells the two apart, as far as the bounds of
 * all rows go by then.
 */
export class FilledMoves {
  readonly #rows: LeafRows
  readonly #direction: ChangeDirection
  readonly #classes: Readonly<Record<Side, LeafClasses>>
  /** How far rows have moved by now, and by how much a step moves them. */
  readonly #moved: MovedRows
  readonly #step: MovedRows
  /** By row: the last pair of leaves that was tried, if the second one holds it, negative where the first one does, too. */
  readonly #ofPair: Int32Array
  #pairs = 0
  #links: Links | null = null

  constructor(rows: LeafRows, direction: ChangeDirection, classes: Readonly<Record<Side, LeafClasses>>) {
    this.#rows = rows
    this.#direction = direction
    this.#classes = classes
    const size = direction.change.length
    this.#moved = new MovedRows(rows, size)
    this.#step = new MovedRows(rows, size)
    this.#ofPair = new Int32Array(size)
  }

  /** A move that should raise the change of a row by `need`; null where none is found. */
  fill(row: number, need: number): LeafMove | null {
    const move = { whole: new Map<number, number>(), part: new Map<number, number>() }
    let open = need
    let tried = 0
    for (const step of this.#steps(row)) {
      if (++tried > mostTried) break
      const learners = this.#take(step, open)
      if (learners === 0) continue
      for (const { side, leaf, by } of step) move[side].set(leaf, (move[side].get(leaf) ?? 0) + by * learners)
      open -= learners
      if (open === 0) break
    }
    this.#moved.clear()
    return open === 0 ? move : null
  }

  /** Steps that each raise the change of a row by one, the simplest first. */
  *#steps(row: number): Generator<Step> {
    const inside = this.#rows.below[row]!
    const isInside = new Uint8Array(this.#rows.leaves.length)
    for (const leaf of inside) isInside[leaf] = 1
    const { whole, part } = this.#classes
    const gives = (leaf: number) => {
      const row = this.#rows.leaves[leaf]!
      return isInside[leaf] === 0 && this.#direction.change[row]! > this.#direction.returned[row]!
    }
    // No shown row holds the leaf: nobody knows how many are in it.
    for (const to of inside) {
      if (whole.of[to] === whole.free) yield [{ side: 'whole', leaf: to, by: 1 }]
      if (part.of[to] === part.free) yield [{ side: 'part', leaf: to, by: -1 }]
    }
    for (const to of inside) {
      if (this.#inPart(to) > 0)
        for (const from of part.members[part.of[to]!]!)
          if (gives(from))
            yield [
              { side: 'part', leaf: to, by: -1 },
              { side: 'part', leaf: from, by: 1 },
            ]
      for (const from of whole.members[whole.of[to]!]!)
        if (gives(from))
          yield [
            { side: 'whole', leaf: to, by: 1 },
            { side: 'whole', leaf: from, by: -1 },
          ]
    }
    // By way of a third leaf, which keeps its change: no row tells it from the target on the one side, and from who gives
    // on the other.
    this.#links ??= this.#linkClasses()
    const links = this.#links
    for (const to of inside) {
      for (const [other, between] of links.whole.get(whole.of[to]!) ?? []) {
        if (between === to) continue
        const first: Step = [
          { side: 'whole', leaf: to, by: 1 },
          { side: 'whole', leaf: between, by: -1 },
          { side: 'part', leaf: between, by: -1 },
        ]
        if (other === part.free) yield first
        for (const from of part.members[other]!)
          if (from !== between && gives(from)) yield [...first, { side: 'part', leaf: from, by: 1 }]
      }
      if (this.#inPart(to) === 0) continue
      for (const [other, between] of links.part.get(part.of[to]!) ?? []) {
        if (between === to) continue
        const first: Step = [
          { side: 'part', leaf: to, by: -1 },
          { side: 'part', leaf: between, by: 1 },
          { side: 'whole', leaf: between, by: 1 },
        ]
        if (other === whole.free) yield first
        for (const from of whole.members[other]!)
          if (from !== between && gives(from)) yield [...first, { side: 'whole', leaf: from, by: -1 }]
      }
    }
  }

  /** Takes a step as often as bounds allow, and says how often. */
  #take(step: Step, most: number): number {
    const [first, second] = step
    const learners =
      step.length === 2 ? this.#timesOfPair(first!, second!, most) : this.#timesOfStep(step, most)
    if (learners > 0) for (const { side, leaf, by } of step) this.#moved.add(side, leaf, by * learners)
    return learners
  }

  /** The same for a leaf that gives to another one of its side, as nearly all steps do: rows that hold both do not move. */
  #timesOfPair(to: Shift, from: Shift, most: number): number {
    const { side } = to
    const [own, others] = [this.#rows.above[to.leaf]!, this.#rows.above[from.leaf]!]
    const ofPair = this.#ofPair
    const pair = ++this.#pairs
    for (let at = 0; at < others.length; at++) ofPair[others[at]!] = pair
    let times = most
    for (let at = 0; at < own.length && times > 0; at++) {
      const row = own[at]!
      if (ofPair[row] === pair) ofPair[row] = -pair
      else times = Math.min(times, this.#roomOf(row, side, to.by))
    }
    for (let at = 0; at < others.length && times > 0; at++)
      if (ofPair[others[at]!] === pair) times = Math.min(times, this.#roomOf(others[at]!, side, from.by))
    return times
  }

  #timesOfStep(step: Step, most: number): number {
    for (const { side, leaf, by } of step) this.#step.add(side, leaf, by)
    const touched = this.#step.touched()
    let learners = most
    for (let at = 0; at < touched.length && learners > 0; at++)
      learners = Math.min(learners, this.#room(touched[at]!))
    this.#step.clear()
    return learners
  }

  /** How often a row may move by one on one side. */
  #roomOf(row: number, side: Side, by: 1 | -1): number {
    const room = this.#roomOfSide(row, side, by)
    if ((side === 'whole') === by > 0) return Math.max(0, room)
    return Math.max(0, Math.min(room, Math.floor(this.#changeNow(row))))
  }

  /** How often the step at hand may be taken before a row leaves its bounds. */
  #room(row: number): number {
    let room = Number.POSITIVE_INFINITY
    for (const side of sides) {
      const by = this.#step[side][row]!
      if (by === 0) continue
      room = Math.min(room, this.#roomOfSide(row, side, by))
    }
    const by = this.#step.whole[row]! - this.#step.part[row]!
    if (by >= 0) return Math.max(0, room)
    return Math.max(0, Math.min(room, Math.floor(this.#changeNow(row) / -by)))
  }

  #roomOfSide(row: number, side: Side, by: number): number {
    const { truth, shown, atLeast, atMost } = this.#direction[side]
    if (shown[row] === 1) return 0
    const now = truth[row]! + this.#moved[side][row]!
    const slack = by > 0 ? atMost[row]! - now : now - Math.max(0, atLeast[row]!)
    return Math.floor(slack / Math.abs(by))
  }

  /** The change of a row by now, less those who may only seem to be of it. */
  #changeNow(row: number): number {
    const { change, returned } = this.#direction
    return change[row]! - returned[row]! + this.#moved.whole[row]! - this.#moved.part[row]!
  }

  #inPart(leaf: number): number {
    return this.#direction.part.truth[this.#rows.leaves[leaf]!]!
  }

  /** By class of one side and class of the other: the leaf of both that has the most learners to give. */
  #linkClasses(): Links {
    const { whole, part } = this.#classes
    const [ofWhole, ofPart]: [MutableLinks, MutableLinks] = [new Map(), new Map()]
    const note = (links: MutableLinks, of: number, other: number, leaf: number) => {
      const known = links.get(of) ?? new Map<number, number>()
      const best = known.get(other)
      if (best === undefined || this.#inPart(leaf) > this.#inPart(best)) known.set(other, leaf)
      links.set(of, known)
    }
    for (let leaf = 0; leaf < this.#rows.leaves.length; leaf++) {
      note(ofWhole, whole.of[leaf]!, part.of[leaf]!, leaf)
      note(ofPart, part.of[leaf]!, whole.of[leaf]!, leaf)
    }
    return { whole: ofWhole, part: ofPart }
  }
}

type MutableLinks = Map<number, Map<number, number>>
interface Links {
  readonly whole: ReadonlyMap<number, ReadonlyMap<number, number>>
  readonly part: ReadonlyMap<number, ReadonlyMap<number, number>>
}
