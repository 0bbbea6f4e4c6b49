import type { Highs } from 'highs'
import type { ChangeDirection, ChangeSide } from './change-direction.ts'
import type { LeafMove } from './change-points.ts'
import type { HiddenComponent } from './components.ts'
import type { LeafRows } from './leaf-rows.ts'
import { type LinearProgram, linearProgram, tolerance } from './linear-program.ts'
import { SparseRows } from './sparse-rows.ts'

/** Leaf rows beyond which programs over all of them take longer than those over what is hidden. */
const mostLeaves = 1000

/**
 * What a learner who moves costs, in learners that a change is raised by: of many points the one with few moves is mostly in
 * whole numbers. An exchange that no sum over any of three dimensions shows takes eight moves on a side, so it must cost little.
 */
const perMove = 0.02

/** How far changes can be raised, and a move that does; null where the one that was found is not in whole numbers. */
export interface Raised {
  readonly by: number
  readonly move: LeafMove | null
}

/** Columns of a leaf: it has more, or fewer, on either side. */
const parts = [
  { side: 'whole', by: 1 },
  { side: 'whole', by: -1 },
  { side: 'part', by: 1 },
  { side: 'part', by: -1 },
] as const

/**
 * Linear programs over moves of leaf rows, which raise changes of rows as far as what a reader knows of all rows allows. To
 * move nothing is possible, so the simplex method begins there, and needs few steps: a tenth of the time of a program over
 * the figures themselves. What it proposes is checked elsewhere, in whole numbers.
 */
export class MoveProgram {
  readonly #rows: LeafRows
  readonly #program: LinearProgram
  readonly #columns: number

  private constructor(rows: LeafRows, program: LinearProgram, columns: number) {
    this.#rows = rows
    this.#program = program
    this.#columns = columns
  }

  /**
   * @param direction possible as it was counted
   * @param fixed by row: 1 where nothing must change, since another table has the row; null for no row
   * @param radius how far one leaf may move, in learners
   * @param seconds that programs may run in all
   * @returns null where the table is too large
   */
  static of(
    highs: Highs,
    rows: LeafRows,
    direction: ChangeDirection,
    fixed: Uint8Array | null,
    radius: number,
    seconds: number,
  ): MoveProgram | null {
    if (rows.leaves.length > mostLeaves) return null
    const component = moves(rows, direction, fixed, radius)
    const every = Array.from({ length: component.equations.count }, (_, r) => r)
    const program = linearProgram(highs, component, every, 'primal-simplex', seconds)
    return new MoveProgram(rows, program, component.variables.length)
  }

  /** Raises the changes of some rows as far as is worth the moves, all of them added up; null where the solver does not finish. */
  raise(rows: readonly number[]): Raised | null {
    const costs = new Float64Array(this.#columns)
    for (const row of rows)
      for (const leaf of this.#rows.below[row]!)
        parts.forEach(({ side, by }, i) => {
          costs[leaf * parts.length + i]! += side === 'whole' ? by : -by
        })
    const point = this.#program.maximize(costs.map((cost) => cost - perMove))
    if (point === null) return null
    const by = costs.reduce((sum, cost, column) => sum + cost * point[column]!, 0)
    const move = { whole: new Map<number, number>(), part: new Map<number, number>() }
    for (let column = 0; column < point.length; column++) {
      const learners = Math.round(point[column]!)
      if (Math.abs(point[column]! - learners) > tolerance) return { by, move: null }
      if (learners === 0) continue
      const { side, by: sign } = parts[column % parts.length]!
      const leaf = Math.floor(column / parts.length)
      move[side].set(leaf, (move[side].get(leaf) ?? 0) + sign * learners)
    }
    return { by, move }
  }

  dispose(): void {
    this.#program.dispose()
  }
}

/** All moves that keep what a reader knows: rows that are known do not move, others stay within their bounds. */
function moves(
  { leaves, below, positions }: LeafRows,
  direction: ChangeDirection,
  fixed: Uint8Array | null,
  radius: number,
): HiddenComponent {
  const { change, returned } = direction
  const equations = new SparseRows()
  const inequalities = new SparseRows()
  const isKnown = ({ shown }: ChangeSide, row: number) => shown[row] === 1 || fixed?.[row] === 1
  const room = (side: ChangeSide, row: number, by: 1 | -1) =>
    by > 0 ? side.atMost[row]! - side.truth[row]! : side.truth[row]! - Math.max(0, side.atLeast[row]!)
  const upper = Float64Array.from({ length: leaves.length * parts.length }, (_, column) => {
    const row = leaves[Math.floor(column / parts.length)]!
    const { side, by } = parts[column % parts.length]!
    return isKnown(direction[side], row) ? 0 : Math.max(0, Math.min(radius, room(direction[side], row, by)))
  })
  const addSide = (to: SparseRows, row: number, side: 'whole' | 'part', sign: 1 | -1) => {
    for (const leaf of below[row]!)
      parts.forEach((part, i) => {
        if (part.side === side) to.entry(leaf * parts.length + i, sign * part.by)
      })
  }
  for (let row = 0; row < change.length; row++) {
    if (positions[row]! >= 0) {
      inequalities.begin(row, row)
      addSide(inequalities, row, 'whole', 1)
      addSide(inequalities, row, 'part', -1)
      inequalities.right[inequalities.count - 1] = returned[row]! - change[row]!
      continue
    }
    for (const side of ['whole', 'part'] as const) {
      const own = direction[side]
      if (isKnown(own, row)) {
        equations.begin(row, row)
        addSide(equations, row, side, 1)
        equations.right[equations.count - 1] = 0
        continue
      }
      // Of what leaves are held to anyway, nothing is said again.
      for (const by of [1, -1] as const) {
        const most = by < 0 && own.atLeast[row]! <= 0 ? Number.POSITIVE_INFINITY : room(own, row, by)
        if (most === Number.POSITIVE_INFINITY) continue
        inequalities.begin(row, row)
        addSide(inequalities, row, side, by > 0 ? -1 : 1)
        inequalities.right[inequalities.count - 1] = -most
      }
    }
  }
  const lower = new Float64Array(upper.length)
  const variables = Int32Array.from(upper, (_, column) => column)
  return { variables, lower, upper, equations, inequalities }
}
