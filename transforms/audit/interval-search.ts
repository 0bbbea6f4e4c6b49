import type { HiddenComponent } from './components.ts'
import { holds, type LinearProgram, tolerance } from './linear-program.ts'

/** What the feasibility interval of a column has to show. */
export interface Target {
  readonly column: number
  /** Least width of the interval; 0 where any will do. */
  readonly width: number
  /** Value that the interval's upper end must attain; 0 where any will do. */
  readonly reach: number
  /** Whether an interval that holds 0 will do, too, wherever it ends. */
  readonly mayBeEmpty?: boolean
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

/** The ranges that witnesses have shown so far. A witness is a point of the component; it counts for all targets. */
export interface IntervalSearch {
  /** Notes a point, if it satisfies the component; says whether it does. */
  readonly witness: (point: Float64Array) => boolean
  readonly suffices: (target: Target) => boolean
  /** Targets whose range does not suffice yet. */
  readonly open: () => readonly Target[]
  /** Maximizes Σ weight·column over some targets and notes the witness. */
  readonly run: (
    program: LinearProgram,
    targets: readonly Target[],
    weightOf: (target: Target) => number,
  ) => 'point' | 'unbounded' | 'failed'
  /** Where a target would suffice if only its upper, or only its lower, end moved. */
  readonly goal: (target: Target) => { readonly low: number; readonly up: number }
  /** Notes that nothing bounds a target from above. */
  readonly unbounded: (target: Target) => void
  /** Notes that the range of a target is its interval. */
  readonly settle: (target: Target) => void
  readonly intervals: () => readonly TargetInterval[]
  readonly linearPrograms: () => number
}

export function intervalSearch(component: HiddenComponent, targets: readonly Target[]): IntervalSearch {
  const low = new Map<Target, number>()
  const up = new Map<Target, number>()
  const settled = new Set<Target>()
  let linearPrograms = 0
  const lowOf = (target: Target) => low.get(target) ?? Number.POSITIVE_INFINITY
  const upOf = (target: Target) => up.get(target) ?? Number.NEGATIVE_INFINITY
  const suffices = (target: Target) =>
    upOf(target) - lowOf(target) >= target.width - tolerance &&
    (upOf(target) >= target.reach - tolerance || (target.mayBeEmpty === true && lowOf(target) <= tolerance))
  const witness = (point: Float64Array) => {
    if (!holds(component, point)) return false
    for (const target of targets) {
      low.set(target, Math.min(lowOf(target), point[target.column]!))
      up.set(target, Math.max(upOf(target), point[target.column]!))
    }
    return true
  }
  const stateOf = (target: Target) =>
    suffices(target) ? 'reached' : settled.has(target) ? 'short' : 'unproven'
  return {
    witness,
    suffices,
    open: () => targets.filter((target) => !suffices(target)),
    goal: (target) => ({
      low: target.width > 0 ? upOf(target) - target.width : Number.NEGATIVE_INFINITY,
      up: Math.max(lowOf(target) + target.width, target.reach),
    }),
    run: (program, chosen, weightOf) => {
      linearPrograms++
      const costs = new Float64Array(component.variables.length)
      for (const target of chosen) costs[target.column] = weightOf(target)
      const point = program.maximize(costs)
      if (point === null) return 'failed'
      if (point === 'unbounded') return 'unbounded'
      return witness(point) ? 'point' : 'failed'
    },
    unbounded: (target) => up.set(target, Number.POSITIVE_INFINITY),
    settle: (target) => settled.add(target),
    intervals: () =>
      targets.map((target) => ({ target, state: stateOf(target), low: lowOf(target), up: upOf(target) })),
    linearPrograms: () => linearPrograms,
  }
}
