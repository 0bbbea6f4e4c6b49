import type { Highs } from 'highs'
import type { AuditBudget } from './audit-report.ts'
import type { HiddenComponent } from './components.ts'
import { type IntervalSearch, intervalSearch, type Target, type TargetInterval } from './interval-search.ts'
import { type LinearProgram, linearProgram } from './linear-program.ts'
import { boxAbout, type Patch, patchAround } from './patch.ts'
import { type RowsOfColumns, rowsOfColumns } from './peel.ts'

export interface ComponentIntervals {
  readonly intervals: readonly TargetInterval[]
  readonly linearPrograms: number
}

/** Columns that a program handles at once without taking long; larger components are searched in patches first. */
const patchSize = 800

/** A batch is worth another one while it settles at least this share of its targets. */
const worthwhile = 0.1

/**
 * Finds for each target whether its feasibility interval suffices: its least and greatest value over all points
 * that satisfy the component's rows and bounds.
 *
 * Every point that the solver finds is a witness for all targets, so most are settled without a program of
 * their own. In a large component, the neighbourhood of each open target moves while all else stands still.
 * Then many targets that share no equation move at once, within a box about the first witness. Those left are
 * taken one by one, without box, which gives their exact interval.
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
  const create = (of: HiddenComponent, rows: readonly number[]): LinearProgram => {
    const program = linearProgram(highs, of, rows, (budget.deadline - budget.now()) / 1000)
    programs.push(program)
    return program
  }
  try {
    settleIntervals(component, independent, targets, start, search, budget, create)
  } catch {
    // A solver that fails, for lack of memory or otherwise, proves nothing: what is open stays unproven.
  } finally {
    for (const program of programs) program.dispose()
  }
  return { intervals: search.intervals(), linearPrograms: search.linearPrograms() }
}

function settleIntervals(
  component: HiddenComponent,
  independent: readonly number[],
  targets: readonly Target[],
  start: Float64Array | null,
  search: IntervalSearch,
  budget: AuditBudget,
  create: (of: HiddenComponent, rows: readonly number[]) => LinearProgram,
): void {
  if (component.equations.count + component.inequalities.count === 0) {
    search.witness(component.lower)
    search.witness(component.upper)
    for (const target of targets) search.settle(target)
    return
  }
  if (budget.now() >= budget.deadline) return
  const whole = start === null ? create(component, independent) : null
  const base = start ?? whole?.extreme([], 1)
  if (!(base instanceof Float64Array) || !search.witness(base)) return
  const radius = 2 * targets.reduce((most, { width, reach }) => Math.max(most, width, reach), 1)
  const equations = rowsOfColumns(component.equations, component.variables.length)

  if (component.variables.length > patchSize) {
    const rows = { equations, inequalities: rowsOfColumns(component.inequalities, component.variables.length) }
    for (const target of search.open()) {
      if (search.suffices(target)) continue
      if (budget.now() >= budget.deadline) return
      const patch = patchAround(component, rows, target.column, base, radius, patchSize)
      const program = create(patch.component, [...patch.component.equations.about.subarray(0, patch.component.equations.count).keys()])
      const within = inPatch(program, patch, base)
      moveTogether(within, equations, () => search.open().filter(({ column }) => patch.localOf[column]! >= 0), search, budget)
      for (const sign of [1, -1] as const) if (!search.suffices(target)) search.run(within, [target.column], sign)
      program.dispose()
    }
  }
  if (search.open().length === 0) return
  const program = whole ?? create(component, independent)
  const box = boxAbout(component, base, radius)
  program.confine(box.lower, box.upper)
  moveTogether(program, equations, search.open, search, budget)
  program.confine(component.lower, component.upper)
  moveOneByOne(program, search, budget)
}

/** A patch's program as one over the whole component, all outside standing where `base` has it. */
function inPatch(program: LinearProgram, { columns, localOf }: Patch, base: Float64Array): LinearProgram {
  return {
    ...program,
    extreme: (chosen, sign) => {
      const point = program.extreme(chosen.map((column) => localOf[column]!), sign)
      if (!(point instanceof Float64Array)) return point
      const all = base.slice()
      columns.forEach((column, local) => {
        all[column] = point[local]!
      })
      return all
    },
  }
}

/** Moves many targets at once, up and down, while that settles enough of them. */
function moveTogether(
  program: LinearProgram,
  equations: RowsOfColumns,
  openTargets: () => readonly Target[],
  search: IntervalSearch,
  budget: AuditBudget,
): void {
  for (let open = openTargets(); open.length > 1; ) {
    const batch = apart(equations, open)
    for (const sign of [1, -1] as const) {
      if (budget.now() >= budget.deadline) return
      const columns = batch.filter((target) => !search.suffices(target)).map(({ column }) => column)
      if (columns.length > 0 && search.run(program, columns, sign) !== 'point') return
    }
    const left = openTargets()
    if (open.length - left.length < worthwhile * batch.length) return
    open = left
  }
}

/** As many of the targets as share no equation with one another, taken in their order. */
function apart({ starts, rowsOf }: RowsOfColumns, targets: readonly Target[]): readonly Target[] {
  const taken = new Set<number>()
  return targets.filter(({ column }) => {
    const rows = rowsOf.subarray(starts[column]!, starts[column + 1]!)
    if (rows.some((row) => taken.has(row))) return false
    for (const row of rows) taken.add(row)
    return true
  })
}

/** Finds the exact interval of each target that is still open, unless witnesses settle it meanwhile. */
function moveOneByOne(program: LinearProgram, search: IntervalSearch, budget: AuditBudget): void {
  for (const target of search.open()) {
    let exact = true
    for (const sign of [1, -1] as const) {
      if (search.suffices(target)) break
      if (budget.now() >= budget.deadline) return
      const outcome = search.run(program, [target.column], sign)
      if (outcome === 'unbounded' && sign === 1) search.unbounded(target)
      else if (outcome !== 'point') exact = false
    }
    if (exact) search.settle(target)
  }
}
