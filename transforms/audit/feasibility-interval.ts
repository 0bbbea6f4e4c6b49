import type { Highs } from 'highs'
import type { AuditBudget } from './audit-report.ts'
import type { HiddenComponent } from './components.ts'
import { holds, type LinearProgram, linearProgram, tolerance } from './linear-program.ts'
import { nextBatch } from './target-batch.ts'

/** What the feasibility interval of a column has to show. */
export interface Target {
  readonly column: number
  /** Least width of the interval; 0 where any will do. */
  readonly width: number
  /** Value that the interval's upper end must attain; 0 where any will do. */
  readonly reach: number
}

/**
 * What was found out about a target.
 *
 * - `reached`: its interval holds [low, up], which suffices.
 * - `short`: its interval is [low, up], which does not.
 * - `unproven`: the solver did not settle it in time, or at all.
 */
export interface TargetInterval {
  readonly target: Target
  readonly state: 'reached' | 'short' | 'unproven'
  readonly low: number
  readonly up: number
}

export interface ComponentIntervals {
  readonly intervals: readonly TargetInterval[]
  readonly linearPrograms: number
}

/** A batch is worth another one while it settles at least this share of its targets. */
const worthwhile = 0.1

/**
 * Finds for each target whether its feasibility interval suffices: its least and greatest value over all points
 * that satisfy the component's rows and bounds.
 *
 * Every point that the solver finds is a witness for all targets, so most are settled without a program of
 * their own. First, many targets that share no equation are moved at once, within a box about the first
 * witness; then those left one by one, without the box, which gives their exact interval.
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
  const search = startSearch(targets)
  if (component.equations.count + component.inequalities.count === 0) {
    search.witness(component.lower)
    search.witness(component.upper)
    return search.result((target) => !search.suffices(target))
  }
  if (start !== null && holds(component, start)) search.witness(start)
  if (start !== null && search.open().length === 0) return search.result(() => false)
  let program: LinearProgram | null = null
  const settled = new Set<Target>()
  try {
    const seconds = (budget.deadline - budget.now()) / 1000
    if (seconds <= 0) return search.result(() => false)
    program = linearProgram(highs, component, independent, seconds)
    const base = start ?? search.run(program, [], 1)
    if (base !== null && base !== 'unbounded') {
      const radius = 2 * targets.reduce((most, { width, reach }) => Math.max(most, width, reach), 1)
      program.confine(
        component.lower.map((bound, column) => Math.max(bound, base[column]! - radius)),
        component.upper.map((bound, column) => Math.min(bound, base[column]! + radius)),
      )
      moveTogether(program, component, search, budget)
      program.confine(component.lower, component.upper)
      moveOneByOne(program, search, settled, budget)
    }
  } catch {
    // A solver that fails, for lack of memory or otherwise, proves nothing: what is open stays unproven.
  } finally {
    program?.dispose()
  }
  return search.result((target) => settled.has(target))
}

interface Search {
  readonly witness: (point: Float64Array) => void
  readonly suffices: (target: Target) => boolean
  readonly open: () => readonly Target[]
  /** Maximizes (sign 1) or minimizes (sign −1) the sum of some columns and notes the witness. */
  readonly run: (
    program: LinearProgram,
    columns: readonly number[],
    sign: 1 | -1,
  ) => Float64Array | 'unbounded' | null
  /** Notes that nothing bounds a column from above. */
  readonly unbounded: (target: Target) => void
  readonly result: (isExact: (target: Target) => boolean) => ComponentIntervals
}

function startSearch(targets: readonly Target[]): Search {
  const low = new Map<Target, number>()
  const up = new Map<Target, number>()
  let linearPrograms = 0
  const lowOf = (target: Target) => low.get(target) ?? Number.POSITIVE_INFINITY
  const upOf = (target: Target) => up.get(target) ?? Number.NEGATIVE_INFINITY
  const suffices = (target: Target) =>
    upOf(target) - lowOf(target) >= target.width - tolerance && upOf(target) >= target.reach - tolerance
  const witness = (point: Float64Array) => {
    for (const target of targets) {
      low.set(target, Math.min(lowOf(target), point[target.column]!))
      up.set(target, Math.max(upOf(target), point[target.column]!))
    }
  }
  return {
    witness,
    suffices,
    open: () => targets.filter((target) => !suffices(target)),
    run: (program, columns, sign) => {
      linearPrograms++
      const point = program.extreme(columns, sign)
      if (point !== null && point !== 'unbounded') witness(point)
      return point
    },
    unbounded: (target) => up.set(target, Number.POSITIVE_INFINITY),
    result: (isExact) => ({
      intervals: targets.map((target) => ({
        target,
        state: suffices(target) ? 'reached' : isExact(target) ? 'short' : 'unproven',
        low: lowOf(target),
        up: upOf(target),
      })),
      linearPrograms,
    }),
  }
}

/** Moves many targets at once, up and down, while that settles enough of them. */
function moveTogether(
  program: LinearProgram,
  component: HiddenComponent,
  search: Search,
  budget: AuditBudget,
): void {
  for (let open = search.open(); open.length > 1; ) {
    const batch = nextBatch(component, open)
    for (const sign of [1, -1] as const) {
      if (budget.now() >= budget.deadline) return
      const columns = batch.filter((target) => !search.suffices(target)).map(({ column }) => column)
      if (columns.length > 0 && search.run(program, columns, sign) === null) return
    }
    const left = search.open()
    if (open.length - left.length < worthwhile * batch.length) return
    open = left
  }
}

/** Finds the exact interval of each target that is still open, unless witnesses settle it meanwhile. */
function moveOneByOne(
  program: LinearProgram,
  search: Search,
  settled: Set<Target>,
  budget: AuditBudget,
): void {
  for (const target of search.open()) {
    let exact = true
    for (const sign of [1, -1] as const) {
      if (search.suffices(target)) break
      if (budget.now() >= budget.deadline) return
      const point = search.run(program, [target.column], sign)
      if (point === 'unbounded' && sign === 1) search.unbounded(target)
      else if (point === null || point === 'unbounded') exact = false
    }
    if (exact) settled.add(target)
  }
}
