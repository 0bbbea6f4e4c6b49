import type { Highs } from 'highs'
import type { HiddenComponent } from './components.ts'
import type { Target } from './interval-search.ts'
import { SparseRows } from './sparse-rows.ts'

/** When work has to be done by; both in milliseconds of one clock. */
export interface Deadline {
  readonly now: () => number
  readonly deadline: number
}

/** What witnesses have shown, by target: its interval holds [low, up], if low ≤ up, and is that where settled. */
export interface ShownRanges {
  readonly low: Float64Array
  readonly up: Float64Array
  readonly settled: Uint8Array
}

/**
 * A stretch of the search in one component. Targets are named by their position.
 *
 * - `whole`: all that a small component takes; nothing is shown yet.
 * - `base`: the first point, which is part of the answer.
 * - `half`: one program that moves all open targets, some up and the others down.
 * - `regions`: the chosen targets, in regions of `size` columns about them.
 * - `single`: the chosen targets one by one over the whole component, in this order.
 */
export type Stretch =
  | { readonly kind: 'whole'; readonly start: Float64Array | null; readonly shortLimit: number }
  | { readonly kind: 'base' }
  | { readonly kind: 'half'; readonly round: number; readonly way: 1 | -1 }
  | {
      readonly kind: 'regions'
      readonly chosen: readonly number[]
      readonly base: Float64Array
      readonly size: number
    }
  | { readonly kind: 'single'; readonly chosen: readonly number[]; readonly shortLimit: number }

/** A stretch with all that it takes: plain data, so that any thread can do it. */
export interface IntervalTask {
  readonly component: HiddenComponent
  /** Rows of the component's equations that span all of them. */
  readonly independent: readonly number[]
  readonly targets: readonly Target[]
  /** What is shown already; null for nothing. */
  readonly shown: ShownRanges | null
  readonly stretch: Stretch
  /** Steps of the solver times rows that may be taken; beyond, what is open stays open. */
  readonly work: number
  /** Whether the answer has the points that settled targets. */
  readonly keepsPoints?: boolean
}

export interface IntervalAnswer {
  readonly shown: ShownRanges
  readonly linearPrograms: number
  /** Steps of the solver times rows that were taken: the same on every machine. */
  readonly work: number
  /** A program of the stretch gave no point: what it was to show is open. */
  readonly failed: boolean
  /** The solver threw: it must not be used again. */
  readonly broken: boolean
  /** What `base` asked for; null where none was found. */
  readonly point: Float64Array | null
  /** Points over the whole component that settled targets; none unless they are asked for. */
  readonly points: readonly Float64Array[]
}

/** Does tasks, here or on other threads. */
export interface TaskRunner {
  /** @returns null where no answer came by the deadline, or none at all; it never rejects */
  readonly answer: (task: IntervalTask, within: Deadline) => Promise<IntervalAnswer | null>
}

/** A solver on this thread. */
export interface SolverHere extends TaskRunner {
  /** Lets somebody use it; null where it cannot be loaded, or threw. It never rejects. */
  readonly use: <T>(work: (highs: Highs) => T) => Promise<T | null>
}

/** A task as it was before it went to another thread: copies between threads lose their methods. */
export function received(task: IntervalTask): IntervalTask {
  const { equations, inequalities, ...columns } = task.component
  return {
    ...task,
    component: {
      ...columns,
      equations: SparseRows.of(equations),
      inequalities: SparseRows.of(inequalities),
    },
  }
}
