import type { ChangeDirection } from './change-direction.ts'
import type { LeafMove } from './change-points.ts'
import type { LeafClasses } from './leaf-classes.ts'
import type { LeafRows } from './leaf-rows.ts'
import { MovedRows } from './moved-rows.ts'

/**
 * Tells whether a row's change may be as great as a move makes it even if some of those who departed from it were forgotten and
 * came back, so that they did not.
 *
 * Each of them may have departed as far as a reader can tell, if another one from outside the row did not instead, whom no
 * row that is shown now tells apart. So there must be others, and room for them. Where no row that is shown now holds the
 * leaf, there is nothing to be made up for.
 */
export class SpareChanges {
  readonly #rows: LeafRows
  readonly #direction: ChangeDirection
  readonly #classes: LeafClasses
  /** How far rows have moved, with those who did not depart instead. */
  readonly #moved: MovedRows

  /** @param classes of leaves that no row of the part tells apart */
  constructor(rows: LeafRows, direction: ChangeDirection, classes: LeafClasses) {
    this.#rows = rows
    this.#direction = direction
    this.#classes = classes
    this.#moved = new MovedRows(rows, direction.change.length)
  }

  /** Of a move that is possible. Who joined stays known by earlier figures: of them nothing is said. */
  suffice(row: number, { whole, part }: LeafMove): boolean {
    if (this.#direction.way === 'joined') return false
    for (const [leaf, learners] of whole) this.#moved.add('whole', leaf, learners)
    for (const [leaf, learners] of part) this.#moved.add('part', leaf, learners)
    const inside = new Set(this.#rows.below[row])
    const needs = new Map<number, number>()
    for (const leaf of inside) {
      const own = this.#classes.of[leaf]!
      const back = this.#direction.returned[this.#rows.leaves[leaf]!]!
      if (back > 0 && own !== this.#classes.free) needs.set(own, (needs.get(own) ?? 0) + back)
    }
    const most = this.#direction.returned[row]!
    const suffices = [...needs].every(([own, need]) => this.#find(own, inside, Math.min(need, most)) === 0)
    this.#moved.clear()
    return suffices
  }

  /** Takes others of a class who did not depart, and says how many are missing. */
  #find(own: number, inside: ReadonlySet<number>, need: number): number {
    let open = need
    for (const leaf of this.#classes.members[own]!) {
      if (open === 0) return 0
      if (inside.has(leaf)) continue
      const found = Math.min(open, this.#room(leaf))
      if (found <= 0) continue
      this.#moved.add('part', leaf, found)
      open -= found
    }
    return open
  }

  #room(leaf: number): number {
    const { part, change, returned } = this.#direction
    const { whole: byWhole, part: byPart } = this.#moved
    let room = Number.POSITIVE_INFINITY
    for (const above of this.#rows.above[leaf]!) {
      room = Math.min(room, change[above]! - returned[above]! + byWhole[above]! - byPart[above]!)
      if (part.shown[above] === 0)
        room = Math.min(room, part.atMost[above]! - part.truth[above]! - byPart[above]!)
    }
    return room
  }
}
