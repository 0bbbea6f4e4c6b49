import { type LeafLearners, type Move, noReturns, type Returns } from '../../schemas/change.ts'
import { type LeafRows, leafRows } from './leaf-rows.ts'
import type { TableGeometry } from './table-geometry.ts'

/** What changes of a table are counted by: made once for all days. */
export interface ChangeGeometry {
  readonly geometry: TableGeometry
  readonly rows: LeafRows
}

export function changeGeometry(geometry: TableGeometry): ChangeGeometry {
  return { geometry, rows: leafRows(geometry) }
}

/**
 * Counts who entered and who left rows of one table, row by row from the moves between its leaf rows; and how many of them
 * may only seem to have, since they were forgotten and came back.
 */
export class ChangeCounts {
  readonly #rows: LeafRows
  readonly #moves: readonly Move[]
  /** By leaf row: moves from it to another one. Only these do not add up. Null until somebody asks. */
  #movers: ReadonlyMap<number, readonly Move[]> | null = null
  /** By row: who was in no row before, and who is in none now. Sums over leaf rows, so that they add up. */
  readonly joined: Float64Array
  readonly departed: Float64Array
  /** By row: who came from another leaf row, and who went to one; sums likewise, moves within a row among them. */
  readonly movedIn: Float64Array
  readonly movedOut: Float64Array
  readonly #size: number
  /** By row: who moved between leaf rows of it. Null until somebody asks. */
  #withinRows: Float64Array | null = null
  /** By row: of who joined, and of who departed, those who may have come back. */
  readonly #back: Readonly<Record<'joined' | 'departed', Float64Array>>
  readonly #mostBack: number
  /** The same, but no more than can have come back in all. */
  readonly returned: Readonly<Record<'joined' | 'departed', Float64Array>>

  constructor({ geometry, rows }: ChangeGeometry, moves: readonly Move[], returns: Returns = noReturns) {
    this.#rows = rows
    this.#moves = moves
    const zeros = () => new Float64Array(geometry.size)
    const leaf = { joined: zeros(), departed: zeros(), movedIn: zeros(), movedOut: zeros() }
    for (const { from, to, learners } of moves) {
      if (to >= 0) leaf[from < 0 ? 'joined' : 'movedIn'][to]! += learners
      if (from >= 0) leaf[to < 0 ? 'departed' : 'movedOut'][from]! += learners
    }
    this.joined = this.#summed(leaf.joined)
    this.departed = this.#summed(leaf.departed)
    this.movedIn = this.#summed(leaf.movedIn)
    this.movedOut = this.#summed(leaf.movedOut)
    const back = (learners: readonly LeafLearners[]) => {
      const ofLeaf = zeros()
      for (const one of learners) ofLeaf[one.row]! += one.learners
      return this.#summed(ofLeaf)
    }
    this.#back = { joined: back(returns.joined), departed: back(returns.departed) }
    this.#mostBack = returns.most
    const atMost = (sums: Float64Array) => sums.map((learners) => Math.min(learners, returns.most))
    this.returned = { joined: atMost(this.#back.joined), departed: atMost(this.#back.departed) }
    this.#size = geometry.size
  }

  /** Learners who entered, and who left, a row: movers within it do neither. */
  entered(row: number): number {
    return this.joined[row]! + this.movedIn[row]! - this.#within(row)
  }

  left(row: number): number {
    return this.departed[row]! + this.movedOut[row]! - this.#within(row)
  }

  #within(row: number): number {
    this.#withinRows ??= movedWithin(this.#rows, this.#moves, this.#size)
    return this.#withinRows[row]!
  }

  /** How many of those who entered a set of rows without common leaves, and left it, may have done neither. */
  stayed(rows: readonly number[]): number {
    const sum = (of: Float64Array) => rows.reduce((total, row) => total + of[row]!, 0)
    return Math.min(sum(this.#back.joined), sum(this.#back.departed), this.#mostBack)
  }

  /**
   * Whether it may be that 1 to `limit` − 1 learners entered, or left, a set of rows without common leaves.
   *
   * @param limit `minimumContributors`
   */
  isFew(rows: readonly number[], limit: number): boolean {
    const sum = (of: (row: number) => number) => rows.reduce((total, row) => total + of(row), 0)
    const entered = sum((row) => this.entered(row))
    const left = sum((row) => this.left(row))
    const stayed = this.stayed(rows)
    // Who joined a row was in no other one.
    const isSettled =
      (entered === 0 || sum((row) => this.joined[row]!) - stayed >= limit) &&
      (left === 0 || sum((row) => this.departed[row]!) - stayed >= limit)
    if (isSettled) return false
    const between = rows.length > 1 ? this.#between(rows) : 0
    const few = (learners: number) => learners > 0 && learners - stayed < limit
    return few(entered - between) || few(left - between)
  }

  /** Who moved from one of some rows to another of them. */
  #between(rows: readonly number[]): number {
    this.#movers ??= moversFrom(this.#moves)
    const holder = new Map<number, number>()
    for (const row of rows)
      for (const leaf of this.#rows.below[row]!) holder.set(this.#rows.leaves[leaf]!, row)
    let learners = 0
    for (const [leaf, row] of holder)
      for (const move of this.#movers.get(leaf) ?? []) {
        const to = holder.get(move.to)
        if (to !== undefined && to !== row) learners += move.learners
      }
    return learners
  }

  #summed(leaf: Float64Array): Float64Array {
    const sums = new Float64Array(leaf.length)
    this.#rows.leaves.forEach((row, position) => {
      if (leaf[row] === 0) return
      for (const above of this.#rows.above[position]!) sums[above]! += leaf[row]!
    })
    return sums
  }
}

/** By row: who moved between leaf rows of it. */
function movedWithin({ above, positions }: LeafRows, moves: readonly Move[], size: number): Float64Array {
  const within = new Float64Array(size)
  const holdsFrom = new Uint8Array(size)
  for (const { from, to, learners } of moves) {
    if (from < 0 || to < 0) continue
    const around = above[positions[from]!]!
    for (const row of around) holdsFrom[row] = 1
    for (const row of above[positions[to]!]!) if (holdsFrom[row] === 1) within[row]! += learners
    for (const row of around) holdsFrom[row] = 0
  }
  return within
}

function moversFrom(moves: readonly Move[]): ReadonlyMap<number, readonly Move[]> {
  const movers = new Map<number, Move[]>()
  for (const move of moves) {
    if (move.from < 0 || move.to < 0) continue
    const others = movers.get(move.from)
    if (others === undefined) movers.set(move.from, [move])
    else others.push(move)
  }
  return movers
}
