import type { Move } from '../../schemas/change.ts'
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
 * Counts who entered and who left rows of one table, row by row from the moves between its leaf rows.
 */
export class ChangeCounts {
  readonly #rows: LeafRows
  /** By leaf row: moves from it to another one. Only these do not add up. */
  readonly #movers = new Map<number, Move[]>()
  /** By row: who was in no row before, and who is in none now. Sums over leaf rows, so that they add up. */
  readonly joined: Float64Array
  readonly departed: Float64Array
  /** By row: who came from another leaf row, and who went to one; sums likewise, moves within a row among them. */
  readonly movedIn: Float64Array
  readonly movedOut: Float64Array
  /** By row: who moved between leaf rows of it. */
  readonly #within: Float64Array

  constructor({ geometry, rows }: ChangeGeometry, moves: readonly Move[]) {
    this.#rows = rows
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
    this.#within = zeros()
    for (const move of moves) {
      const { from, to, learners } = move
      if (from < 0 || to < 0) continue
      const others = this.#movers.get(from)
      if (others === undefined) this.#movers.set(from, [move])
      else others.push(move)
      for (const row of rows.above[rows.positions[from]!]!)
        if (this.#holds(row, to)) this.#within[row]! += learners
    }
  }

  /** Learners who entered, and who left, a row: movers within it do neither. */
  entered(row: number): number {
    return this.joined[row]! + this.movedIn[row]! - this.#within[row]!
  }

  left(row: number): number {
    return this.departed[row]! + this.movedOut[row]! - this.#within[row]!
  }

  /**
   * Whether 1 to `limit` − 1 learners entered, or left, a set of rows without common leaves.
   *
   * @param limit `minimumContributors`
   */
  isFew(rows: readonly number[], limit: number): boolean {
    const sum = (of: (row: number) => number) => rows.reduce((total, row) => total + of(row), 0)
    const entered = sum((row) => this.entered(row))
    const left = sum((row) => this.left(row))
    // Who joined a row was in no other one.
    const isSettled =
      (entered === 0 || sum((row) => this.joined[row]!) >= limit) &&
      (left === 0 || sum((row) => this.departed[row]!) >= limit)
    if (isSettled) return false
    const between = rows.length > 1 ? this.#between(rows) : 0
    const few = (learners: number) => learners > 0 && learners < limit
    return few(entered - between) || few(left - between)
  }

  /** Who moved from one of some rows to another of them. */
  #between(rows: readonly number[]): number {
    let learners = 0
    for (const row of rows)
      for (const leaf of this.#rows.below[row]!)
        for (const move of this.#movers.get(this.#rows.leaves[leaf]!) ?? [])
          if (!this.#holds(row, move.to) && rows.some((other) => this.#holds(other, move.to)))
            learners += move.learners
    return learners
  }

  #holds(row: number, leaf: number): boolean {
    return this.#rows.above[this.#rows.positions[leaf]!]!.includes(row)
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
