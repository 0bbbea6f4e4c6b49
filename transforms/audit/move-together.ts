import type { HiddenComponent } from './components.ts'
import type { IntervalSearch, Target } from './interval-search.ts'
import type { Deadline } from './interval-task.ts'
import { scrambled } from './kernel.ts'
import type { LinearProgram } from './linear-program.ts'
import { rowsOfColumns } from './peel.ts'

/** A round is worth another one while it settles at least this share of what it moved. */
export const worthwhile = 0.05

/**
 * Moves targets that share no equation, up and down, while that settles enough of them. Each program starts
 * from the last basis, and the box stays the same.
 *
 * @param program simplex
 * @param base a point of the component
 * @param radius that no column leaves `base` by
 */
export function moveApart(
  program: LinearProgram,
  component: HiddenComponent,
  base: Float64Array,
  radius: number,
  search: IntervalSearch,
  within: Deadline,
): void {
  const { starts, rowsOf } = rowsOfColumns(component.equations, component.variables.length)
  const { lower, upper } = boxAbout(component, base, radius)
  program.confine(lower, upper)
  for (let open = search.open(); open.length > 1; ) {
    const taken = new Uint8Array(component.equations.count)
    const batch = open.filter(({ column }) => {
      const rows = rowsOf.subarray(starts[column]!, starts[column + 1]!)
      if (rows.some((row) => taken[row] === 1)) return false
      for (const row of rows) taken[row] = 1
      return true
    })
    for (const sign of [1, -1]) {
      if (within.now() >= within.deadline) return
      const moving = batch.filter(
        (target) => !search.suffices(target) && !(sign < 0 && search.isLeast(target)),
      )
      if (moving.length > 0 && !search.run(program, moving, () => sign)) return
    }
    const left = search.open()
    if (open.length - left.length < worthwhile * batch.length) return
    open = left
  }
}

/**
 * Moves all open targets at once, one half up and the other down, each no further than it has to, and some rather
 * than others, lest all of them stop half-way. Targets that cannot, or need not, go down are free while they are
 * not moved up.
 *
 * @param program interior point
 * @param round draws the halves
 * @param way which half goes up
 * @returns whether that gave a point
 */
export function moveHalf(
  program: LinearProgram,
  component: HiddenComponent,
  search: IntervalSearch,
  round: number,
  way: 1 | -1,
): boolean {
  const lower = component.lower.slice()
  const upper = component.upper.slice()
  const costs = new Map<Target, number>()
  for (const target of search.open()) {
    const { column, width } = target
    const drawn = scrambled(column, round)
    const size = 1 + (drawn % 1000) / 1000
    const weight = width === 0 ? size : way * (drawn % 1024 < 512 ? size : -size)
    const goal = search.goal(target)
    if (weight > 0) upper[column] = Math.min(upper[column]!, goal.up)
    else if (search.isLeast(target)) continue
    else lower[column] = Math.max(lower[column]!, goal.low)
    costs.set(target, weight)
  }
  program.confine(lower, upper)
  return search.run(program, [...costs.keys()], (target) => costs.get(target)!)
}

/** The bounds of a component, drawn in so that no column leaves a point by more than the radius. */
export function boxAbout({ lower, upper }: HiddenComponent, base: Float64Array, radius: number) {
  return {
    lower: lower.map((bound, column) => Math.max(bound, base[column]! - radius)),
    upper: upper.map((bound, column) => Math.min(bound, base[column]! + radius)),
  }
}
