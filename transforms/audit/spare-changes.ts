import type { ChangeDirection } from './change-direction.ts'
import type { LeafMove } from './change-points.ts'
import type { LeafClasses } from './leaf-classes.ts'
import type { LeafRows } from './leaf-rows.ts'
import { MovedRows } from './moved-rows.ts'

/**
 * Tells by how much a row's change, as a move makes it, may be less, since some of those who departed were forgotten and came
 * back, so that they did not.
 *
 * A reader cannot tell who departed from a leaf from who departed from another one, unless a row that is shown now does. So for
 * each who did not, another one may have, as long as in their class of leaves as many departed from outside the row, as the
 * move has it, as may have come back there: then whoever came back, the rest makes up for them. Leaves that no row shown now
 * holds need nobody to make up for them. Where too few are left in a class, the row's change may be less by those in it.
 */
export class SpareChanges {
  readonly #rows: LeafRows
  readonly #direction: ChangeDirection
  readonly #classes: LeafClasses
  readonly #moved: MovedRows
  /** By class: how many of those who departed from its leaves may have come back; 0 for the free one. */
  readonly #needs: Float64Array
  /** The same of all. */
  readonly #most: number

  /** @param classes of leaves that no row of the part tells apart */
  constructor(rows: LeafRows, direction: ChangeDirection, classes: LeafClasses) {
    this.#rows = rows
    this.#direction = direction
    this.#classes = classes
    this.#moved = new MovedRows(rows, direction.change.length)
    this.#most = direction.returned.reduce((most, one) => Math.max(most, one), 0)
    this.#needs = Float64Array.from(classes.members, (leaves, own) =>
      own === classes.free ? 0 : this.#back(leaves),
    )
  }

  /** Of a move that is possible; Infinity where some of those whom it takes from other rows may have come back. */
  missing(row: number, { whole, part }: LeafMove): number {
    for (const [leaf, learners] of whole) this.#moved.add('whole', leaf, learners)
    for (const [leaf, learners] of part) this.#moved.add('part', leaf, learners)
    const inside = new Set(this.#rows.below[row])
    const missing = this.#needs.reduce(
      (sum, need, own) => (need === 0 ? sum : sum + this.#missingOf(own, need, inside)),
      0,
    )
    this.#moved.clear()
    return missing === Number.POSITIVE_INFINITY ? missing : Math.min(missing, this.#most)
  }

  #missingOf(own: number, need: number, inside: ReadonlySet<number>): number {
    const members = this.#classes.members[own]!
    const others = members.filter((leaf) => !inside.has(leaf))
    const spare = others.reduce((sum, leaf) => sum + (this.#hasRoom(leaf) ? this.#left(leaf) : 0), 0)
    if (spare >= need) return 0
    const areUntouched = others.every((leaf) => this.#left(leaf) >= this.#back([leaf]))
    return areUntouched ? this.#back(members.filter((leaf) => inside.has(leaf))) : Number.POSITIVE_INFINITY
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
    return this.#direction.change[row]! + this.#moved.whole[row]! - this.#moved.part[row]!
  }

  /** Whether as many may have stayed in a leaf besides as may have come back in all. */
  #hasRoom(leaf: number): boolean {
    const { shown, atMost, truth } = this.#direction.part
    return this.#rows.above[leaf]!.every(
      (row) => shown[row] === 1 || truth[row]! + this.#moved.part[row]! + this.#most <= atMost[row]!,
    )
  }
}
