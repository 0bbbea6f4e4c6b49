import { type DeviationRows, deviationPolytope } from './deviation-polytope.ts'
import type { GrowingPattern } from './growing-pattern.ts'
import type { Deviations } from './kept-witnesses.ts'

/**
 * What it takes to widen the primaries of one region, all else being at the truth: plain data, so that any thread can
 * do it. All arrays but `targets` are by column of the rows.
 */
export interface RegionTask {
  readonly rows: DeviationRows
  /** 1 if hidden. */
  readonly isHidden: Uint8Array
  /** Columns of one unit are hidden together. */
  readonly unitOf: Int32Array
  /** Price of a unit of deviation; 0 where hidden. */
  readonly costs: Float64Array
  /** Width that each interval needs; 0 unless it is that of a primary. */
  readonly required: Float64Array
  /** Least and greatest deviation that points found before have shown. */
  readonly least: Float64Array
  readonly greatest: Float64Array
  /** Columns of primaries that are to be proven wide. */
  readonly targets: readonly number[]
  /** Those of them that are to be widened where they are narrow. */
  readonly repairable: ReadonlySet<number>
  /** Steps that the solver may take; see WorkBudget. */
  readonly work: number
}

export interface RegionAnswer {
  /** Units hidden besides. */
  readonly hidden: readonly number[]
  /** By column, as in the task. */
  readonly least: Float64Array
  readonly greatest: Float64Array
  /** Every point found, in this order. */
  readonly points: readonly Deviations[]
  readonly linearPrograms: number
  readonly work: number
}

/** Does tasks, here or on other threads, none of which waits for another. What is answered does not depend on it. */
export interface RegionRunner {
  /**
   * @returns in the order of the tasks
   * @throws where the solver fails
   */
  readonly answer: (tasks: readonly RegionTask[]) => Promise<readonly RegionAnswer[]>
}

/** A region of a pattern, and what is to be done there. */
export interface Visit {
  /** Quantities that may deviate, hidden or not. */
  readonly region: readonly number[]
  /** Primaries of the region. */
  readonly targets: readonly number[]
  /** Whether a target that is narrow within the region is to be widened there. */
  readonly isRepairable: (quantity: number) => boolean
}

/** @param work steps that the solver may take */
export function regionTask(
  pattern: GrowingPattern,
  { region, targets, isRepairable }: Visit,
  work: number,
): RegionTask {
  const { system, index, proven } = pattern
  const { columns, columnOf, lower, above, matrix, rowLower, rowUpper } = deviationPolytope(
    system,
    index,
    region,
  )
  const columnsOf = (quantities: readonly number[]) => quantities.map((q) => columnOf[q]!)
  return {
    rows: { columns, lower, above, matrix, rowLower, rowUpper },
    isHidden: Uint8Array.from(columns, (q) => (pattern.isHidden(q) ? 1 : 0)),
    unitOf: columns.map((q) => system.quantities[q]!.unit),
    costs: Float64Array.from(columns, (q) => pattern.costOf(q)),
    required: Float64Array.from(columns, (q) => proven.required[q]!),
    least: Float64Array.from(columns, (q) => proven.least[q]!),
    greatest: Float64Array.from(columns, (q) => proven.greatest[q]!),
    targets: columnsOf(targets),
    repairable: new Set(columnsOf(targets.filter(isRepairable))),
    work,
  }
}

/** Grows a pattern by what was found out in a region of it, and notes what that proves. */
export function takeAnswer(pattern: GrowingPattern, { rows }: RegionTask, answer: RegionAnswer): void {
  for (const unit of answer.hidden) pattern.hidden[unit] = 1
  for (const point of answer.points) pattern.witnesses.note(point)
  rows.columns.forEach((q, column) => {
    pattern.proven.see(q, answer.least[column]!)
    pattern.proven.see(q, answer.greatest[column]!)
  })
}
