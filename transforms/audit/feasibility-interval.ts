import type { Highs } from 'highs'
import type { AuditBudget } from './audit-report.ts'
import type { HiddenComponent } from './components.ts'
import { type IntervalSearch, intervalSearch, type Target, type TargetInterval } from './interval-search.ts'
import { type LinearProgram, linearProgram } from './linear-program.ts'
import { moveApart, moveHalves } from './move-together.ts'

export interface ComponentIntervals {
  readonly intervals: readonly TargetInterval[]
  readonly linearPrograms: number
}

/** Columns beyond which a component is first searched by the interior point method. */
const large = 3000

/** Creates a program over the component, disposed of at the end. */
type Create = (method: 'simplex' | 'interior-point') => LinearProgram

/**
 * Finds for each target whether its feasibility interval suffices: its least and greatest value over all points
 * that satisfy the component's rows and bounds.
 *
 * Every point that the solver finds is a witness for all targets, so most are settled without a program of
 * their own: many move at once. Those left are taken one by one, which gives their exact interval.
 *
 * @param independent rows of the component's equations that span all of them
 * @param start a point known to satisfy the component; null where none is known
 */
export function componentIntervals(
  highs: Highs,
  component: HiddenComponent,
  independent: readonly number[],
  targets: readonly Target[],
  start: Float64Array | null,
  budget: AuditBudget,
): ComponentIntervals {
  const search = intervalSearch(component, targets)
  const programs: LinearProgram[] = []
  try {
    settleIntervals(component, targets, start, search, budget, (method) => {
      const seconds = (budget.deadline - budget.now()) / 1000
      const program = linearProgram(highs, component, independent, method, seconds)
      programs.push(program)
      return program
    })
  } catch {
    // A solver that fails, for lack of memory or otherwise, proves nothing: what is open stays unproven.
  } finally {
    for (const program of programs) program.dispose()
  }
  return { intervals: search.intervals(), linearPrograms: search.linearPrograms() }
}

function settleIntervals(
  component: HiddenComponent,
  targets: readonly Target[],
  start: Float64Array | null,
  search: IntervalSearch,
  budget: AuditBudget,
  create: Create,
): void {
  if (component.equations.count + component.inequalities.count === 0) {
    search.witness(component.lower)
    search.witness(component.upper)
    for (const target of targets) search.settle(target)
    return
  }
  if (budget.now() >= budget.deadline) return
  const isLarge = component.variables.length > large
  const first = create(isLarge ? 'interior-point' : 'simplex')
  const base = start ?? first.maximize(new Float64Array(component.variables.length))
  if (!(base instanceof Float64Array) || !search.witness(base)) return
  const radius = 2 * targets.reduce((most, { width, reach }) => Math.max(most, width, reach), 1)
  if (isLarge) moveHalves(first, component, search, budget)
  if (search.open().length === 0) return
  const simplex = isLarge ? create('simplex') : first
  if (!isLarge) moveApart(simplex, component, base, radius, search, budget)
  if (search.open().length === 0) return
  simplex.confine(component.lower, component.upper)
  search.run(simplex, [], () => 0)
  moveOneByOne(simplex, search, budget)
}

/** Finds the exact interval of each target that is still open, unless witnesses settle it meanwhile. */
function moveOneByOne(program: LinearProgram, search: IntervalSearch, budget: AuditBudget): void {
  for (const target of search.open()) {
    let exact = true
    for (const sign of [1, -1]) {
      if (search.suffices(target)) break
      if (budget.now() >= budget.deadline) return
      const outcome = search.run(program, [target], () => sign)
      if (outcome === 'unbounded' && sign === 1) search.unbounded(target)
      else if (outcome !== 'point') exact = false
    }
    if (exact) search.settle(target)
  }
}
