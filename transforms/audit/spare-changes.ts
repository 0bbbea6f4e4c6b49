import type { ChangeDirection } from './change-direction.ts'
import type { LeafMove } from './change-points.ts'
import type { LeafClasses } from './leaf-classes.ts'
import type { LeafRows } from './leaf-rows.ts'
import type { NetMoves } from './net-moves.ts'

/**
 * Tells by how much a row's change, as a move makes it, may be less, since some of those who departed were forgotten and came
 * back, so that they did not.
 *
 * A reader cannot tell who departed from a leaf from who departed from another one, unless a row that is shown now does. So for
 * each who did not depart from the row, another one may have, as long as in their class of leaves as many departed from outside it, as the
 * move has it, as may have come back there: then whoever came back, the rest makes up for them. Leaves that no row shown now
 * holds need nobody to make up for them. Where too few are left in a class, the row's change may be less by those in it.
 */
export class SpareChanges {
  readonly #rows: LeafRows
  readonly #direction: ChangeDirection
  readonly #classes: LeafClasses
  readonly #nets: NetMoves
  /** By row: by how much the move at hand moves either side; all zeros between two. */
  readonly #whole: Float64Array
  readonly #part: Float64Array
  /** How many may have come back in all. */
  readonly #most: number

  /** @param classes of leaves that no row of the part tells apart */
  constructor(rows: LeafRows, nets: NetMoves, direction: ChangeDirection, classes: LeafClasses) {
    this.#rows = rows
    this.#nets = nets
    this.#direction = direction
    this.#classes = classes
    this.#whole = new Float64Array(direction.change.length)
    this.#part = new Float64Array(direction.change.length)
    this.#most = direction.returned.reduce((most, one) => Math.max(most, one), 0)
  }

  /** Of a move that is possible. */
  missing(row: number, move: LeafMove): number {
    if (this.#direction.returned[row] === 0) return 0
    const { rows, whole, part } = this.#nets.of(move)
    rows.forEach((moved, at) => {
      this.#whole[moved] = whole[at]!
      this.#part[moved] = part[at]!
    })
    const inside = new Map<number, number[]>()
    for (const leaf of this.#rows.below[row]!) {
      const own = this.#classes.of[leaf]!
      if (own === this.#classes.free) continue
      const others = inside.get(own)
      if (others === undefined) inside.set(own, [leaf])
      else others.push(leaf)
    }
    const missing = [...inside].reduce((sum, [own, leaves]) => sum + this.#missingOf(own, leaves), 0)
    for (const moved of rows) {
      this.#whole[moved] = 0
      this.#part[moved] = 0
    }
    return Math.min(missing, this.#most)
  }

  #missingOf(own: number, inside: readonly number[]): number {
    const back = this.#back(inside)
    if (back === 0) return 0
    const members = this.#classes.members[own]!
    const held = new Set(inside)
    const spare = members.reduce(
      (sum, leaf) => sum + (!held.has(leaf) && this.#hasRoom(leaf) ? this.#left(leaf) : 0),
      0,
    )
    return spare >= this.#back(members) ? 0 : back
  }

  #back(leaves: readonly number[]): number {
    const { returned } = this.#direction
    return Math.min(
      this.#most,
      leaves.reduce((sum, leaf) => sum + returned[this.#rows.leaves[leaf]!]!, 0),
    )
  }

  /** How many departed from a leaf, as the move has it. */
  #left(leaf: number): number {
    const row = this.#rows.leaves[leaf]!
    return this.#direction.change[row]! + this.#whole[row]! - this.#part[row]!
  }

  /** Whether as many may have stayed in a leaf besides as may have come back in all. */
  #hasRoom(leaf: number): boolean {
    const { shown, atMost, truth } = this.#direction.part
    return this.#rows.above[leaf]!.every(
      (row) => shown[row] === 1 || truth[row]! + this.#part[row]! + this.#most <= atMost[row]!,
    )
  }
}
