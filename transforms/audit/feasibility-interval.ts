import type { Highs } from 'highs'
import type { AuditBudget } from './audit-report.ts'
import type { HiddenComponent } from './components.ts'
import { IntervalSearch, type Target, type TargetInterval } from './interval-search.ts'
import { type LinearProgram, linearProgram, type SolverMethod } from './linear-program.ts'
import { boxAbout, moveApart, moveHalves } from './move-together.ts'
import { regionCutter } from './region.ts'

export interface ComponentIntervals {
  readonly intervals: readonly TargetInterval[]
  readonly linearPrograms: number
}

/** Columns beyond which a component is searched by the interior point method and by regions first. */
const large = 1500

/** Work on one component beyond which the rest is unproven: some minutes; the largest cube takes a tenth of it. */
const componentWork = 1e10

/** Columns of the regions that are searched, one size after another, while targets are open. */
const regionSizes = [600, 2000]

/**
 * Narrowest targets of a large component that are settled before its regions are searched: where most fall short,
 * regions would prove little, and the verdict is no.
 */
const probes = 12

/** One attack on one component. */
interface Attack {
  readonly component: HiddenComponent
  /** Rows of the component's equations that span all of them. */
  readonly independent: readonly number[]
  readonly search: IntervalSearch
  readonly budget: AuditBudget
  /** Targets shown to fall short after which the rest is left unproven: the verdict is no already. */
  readonly shortLimit: number
  /** Creates a program, disposed of when `use` returns. */
  readonly solve: <T>(
    method: SolverMethod,
    component: HiddenComponent,
    independent: readonly number[],
    use: (program: LinearProgram) => T,
  ) => T
}

/**
 * Finds for each target whether its feasibility interval suffices: its least and greatest value over all points
 * that satisfy the component's rows and bounds.
 *
 * Every point that the solver finds is a witness for all targets once it is checked against all rows and bounds. A
 * point with all but a region held in place is a point of the whole, so large components are searched by many
 * targets at once, then region by region; only what is left takes programs over the whole, which give its exact
 * interval.
 *
 * @param independent rows of the component's equations that span all of them
 * @param start a point known to satisfy the component; null where none is known
 * @param shortLimit targets shown to fall short after which the rest is left unproven
 */
export function componentIntervals(
  highs: Highs,
  component: HiddenComponent,
  independent: readonly number[],
  targets: readonly Target[],
  start: Float64Array | null,
  budget: AuditBudget,
  shortLimit = Number.POSITIVE_INFINITY,
): ComponentIntervals {
  const search = new IntervalSearch(component, targets)
  let work = 0
  const mostWork = budget.work ?? componentWork
  const bounded: AuditBudget = {
    ...budget,
    now: () => (work > mostWork ? Number.POSITIVE_INFINITY : budget.now()),
  }
  const solve: Attack['solve'] = (method, of, rows, use) => {
    const seconds = (budget.deadline - budget.now()) / 1000
    const program = linearProgram(highs, of, rows, method, seconds, (spent) => {
      work += spent
    })
    try {
      return use(program)
    } finally {
      program.dispose()
    }
  }
  try {
    settleIntervals({ component, independent, search, budget: bounded, shortLimit, solve }, start)
  } catch {
    // A solver that fails, for lack of memory or otherwise, proves nothing: what is open stays unproven.
  }
  return { intervals: search.intervals(), linearPrograms: search.linearPrograms }
}

function settleIntervals(attack: Attack, start: Float64Array | null): void {
  const { component, independent, search, budget, shortLimit, solve } = attack
  if (component.equations.count + component.inequalities.count === 0) {
    search.witness(component.lower)
    search.witness(component.upper)
    for (const target of search.targets) search.settle(target)
    return
  }
  if (budget.now() >= budget.deadline) return
  const isLarge = component.variables.length > large
  const radius = 2 * search.targets.reduce((most, { width, reach }) => Math.max(most, width, reach), 1)
  const base = solve(isLarge ? 'interior-point' : 'simplex', component, independent, (program) => {
    const found = start ?? program.maximize(new Float64Array(component.variables.length))
    if (!(found instanceof Float64Array) || !search.witness(found)) return null
    if (isLarge) moveHalves(program, component, search, budget)
    else {
      moveApart(program, component, found, radius, search, budget)
      program.confine(component.lower, component.upper)
      moveOneByOne(program, search, budget, shortLimit)
    }
    return found
  })
  if (base === null || !isLarge || shortLimit <= 0 || search.open().length === 0) return
  solve('simplex', component, independent, (program) => {
    if (search.run(program, [], () => 0) !== 'point') return
    const probed = Math.min(shortLimit, probes)
    moveOneByOne(program, search, budget, shortLimit, probed)
    if (search.short() < probed / 2) {
      for (const size of regionSizes) searchRegions(attack, base, size, radius)
    }
    moveOneByOne(program, search, budget, shortLimit)
  })
}

/** Moves open targets one by one within regions about them, each target in one region. */
function searchRegions(
  { component, independent, search, budget, solve }: Attack,
  base: Float64Array,
  size: number,
  radius: number,
): void {
  if (search.open().length === 0) return
  const cutter = regionCutter(component, independent, base)
  const isTried = new Uint8Array(component.variables.length)
  for (const seed of search.open()) {
    if (budget.now() >= budget.deadline) return
    if (isTried[seed.column] === 1 || search.suffices(seed)) continue
    isTried[seed.column] = 1
    const region = cutter.about(seed.column, size)
    if (region === null) continue
    const local = search.within(region)
    const { variables } = region.component
    const inner = variables.subarray(0, variables.length / 2)
    for (const column of inner) isTried[column] = 1
    const center = Float64Array.from(variables, (column) => base[column]!)
    solve('simplex', region.component, region.independent, (program) => {
      const { lower, upper } = boxAbout(region.component, center, radius)
      program.confine(lower, upper)
      for (const target of local.open()) {
        if (target.column >= inner.length) continue
        for (const sign of [1, -1]) {
          if (local.suffices(target) || budget.now() >= budget.deadline) break
          if (sign > 0 || !local.isLeast(target)) local.run(program, [target], () => sign)
        }
      }
    })
    search.linearPrograms += local.linearPrograms
  }
}

/**
 * Finds the exact interval of each target that is still open, unless witnesses settle it meanwhile; those that
 * are narrowest so far go first, and after enough that fall short the rest is left.
 */
function moveOneByOne(
  program: LinearProgram,
  search: IntervalSearch,
  budget: AuditBudget,
  shortLimit: number,
  most = Number.POSITIVE_INFINITY,
): void {
  const open = [...search.open()].sort((a, b) => search.width(a) - search.width(b))
  for (const target of open.slice(0, most)) {
    if (search.short() >= shortLimit) return
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
