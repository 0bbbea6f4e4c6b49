import type { AuditBudget } from './audit-report.ts'
import type { HiddenComponent } from './components.ts'
import type { IntervalSearch, Target } from './interval-search.ts'
import { scrambled } from './kernel.ts'
import type { LinearProgram } from './linear-program.ts'
import { rowsOfColumns } from './peel.ts'

/** A round is worth another one while it settles at least this share of what it moved. */
const worthwhile = 0.05

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
  budget: AuditBudget,
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
      if (budget.now() >= budget.deadline) return
      const moving = batch.filter(
        (target) => !search.suffices(target) && !(sign < 0 && search.isLeast(target)),
      )
      if (moving.length > 0 && search.run(program, moving, () => sign) !== 'point') return
    }
    const left = search.open()
    if (open.length - left.length < worthwhile * batch.length) return
    open = left
  }
}

/**
 * Moves all targets at once, one half up and the other down, then the other way, each no further than it has
 * to, and some rather than others, lest all of them stop half-way; then other halves, while that settles enough
 * of them. Targets that cannot, or need not, go down are free while they are not moved up.
 *
 * @param program interior point
 */
export function moveHalves(
  program: LinearProgram,
  component: HiddenComponent,
  search: IntervalSearch,
  budget: AuditBudget,
): void {
  let round = 0
  for (let open = search.open(); open.length > 1; round++) {
    const weights = new Map<Target, number>()
    for (const target of open) {
      const drawn = scrambled(target.column, round)
      weights.set(target, (drawn % 1024 < 512 ? 1 : -1) * (1 + (drawn % 1000) / 1000))
    }
    for (const way of [1, -1]) {
      if (budget.now() >= budget.deadline) return
      const lower = component.lower.slice()
      const upper = component.upper.slice()
      const costs = new Map<Target, number>()
      for (const target of search.open()) {
        const { column, width } = target
        const weight = width === 0 ? Math.abs(weights.get(target)!) : way * weights.get(target)!
        const goal = search.goal(target)
        if (weight > 0) upper[column] = Math.min(upper[column]!, goal.up)
        else if (search.isLeast(target)) continue
        else lower[column] = Math.max(lower[column]!, goal.low)
        costs.set(target, weight)
      }
      program.confine(lower, upper)
      if (search.run(program, [...costs.keys()], (target) => costs.get(target)!) !== 'point') return
    }
    const left = search.open()
    if (open.length - left.length < worthwhile * open.length) return
    open = left
  }
}

/** The bounds of a component, drawn in so that no column leaves a point by more than the radius. */
export function boxAbout({ lower, upper }: HiddenComponent, base: Float64Array, radius: number) {
  return {
    lower: lower.map((bound, column) => Math.max(bound, base[column]! - radius)),
    upper: upper.map((bound, column) => Math.min(bound, base[column]! + radius)),
  }
}
