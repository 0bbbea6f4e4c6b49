import type { OverEvents } from './fact.ts'
import type { Labels } from './labels.ts'

/** One entry of a dimension's code list. */
export interface Code {
  readonly code: string
  /** Code of the entry that contains it; null for the total. */
  readonly parent: string | null
  /** Steps from the total, whose level is 0. */
  readonly level: number
  readonly labels: Labels
}

/**
 * One dimension of a table.
 *
 * - `attribute`: a fact about the learner, the same for all of a learner's events. All measures add up over it.
 * - `outcome`: sorts the learners of a cell by their latest event in it. All measures add up over it.
 * - `event`: course, lesson, day. Only measures with `overEvents: 'additive'` add up over it.
 */
export interface Dimension {
  readonly name: string
  readonly title: Labels
  readonly kind: 'attribute' | 'outcome' | 'event'
  /** Nobody may be shown to have one of its values. */
  readonly sensitive: boolean
  /** The total first, every parent before its children. */
  readonly codes: readonly Code[]
}

/**
 * A figure that is counted or summed. Base measures of a row share one status.
 *
 * `counts` names what is counted, whatever the table: two cells with the same `counts` and the same
 * coordinates (totals left out) are one cell.
 */
export interface BaseMeasure {
  readonly name: string
  readonly title: Labels
  readonly type: 'learners' | 'events' | 'sum'
  readonly counts: string
  readonly overEvents: OverEvents
  /** Base measures of the same table, by name, that are never smaller than this one in any row. */
  readonly atMost: readonly string[]
  /**
   * Name of the base measure whose contributors include this one's, where both count learners: their
   * difference is a group of learners, too (assessed, but not passed).
   */
  readonly within: string | null
  /** Indicator that its events satisfy; null where all events count. */
  readonly where: string | null
  /** Quantity that is summed; null for counts. */
  readonly quantity: string | null
  /**
   * Where it counts one of two categories of an outcome: that category's code, and the code of the rest. The
   * figure is then the cell with that code of every table that has the outcome as a dimension, and `within`
   * less the figure is the cell with the other code.
   */
  readonly part: { readonly dimension: string; readonly code: string; readonly rest: string } | null
}

/** A figure computed from what the base measures rest on; published only where their row is. */
export type DerivedMeasure =
  | {
      readonly name: string
      readonly title: Labels
      readonly type: 'ratio'
      readonly numerator: string
      readonly denominator: string
    }
  | {
      readonly name: string
      readonly title: Labels
      readonly type: 'mean'
      readonly score: string
      readonly decimals: number
    }
  | { readonly name: string; readonly title: Labels; readonly type: 'median'; readonly score: string }

/** What a table is, before any figure: its definition with all code lists resolved. */
export interface TableShape {
  readonly id: string
  readonly title: Labels
  readonly fact: string
  /** `YYYY-MM` and the like. */
  readonly period: string
  /**
   * Day of the rows that are shown as they stand, `YYYY-MM-DD`. Of a stock: the last day of the period; of a revised
   * flow: the day that it was counted again; absent in the first version of a flow.
   */
  readonly asOf?: string
  /**
   * Where several periods are judged together: name of the dimension whose codes are periods, the longest first. No
   * release has it.
   */
  readonly periodDimension?: string
  readonly dimensions: readonly Dimension[]
  readonly baseMeasures: readonly BaseMeasure[]
  readonly derivedMeasures: readonly DerivedMeasure[]
  readonly zeros: 'protect' | 'publish'
  readonly cellBudget: number
}

/** What one base measure of a cell rests on. */
export interface MeasureCell {
  /** Learners or events, or the sum in whole units. */
  readonly value: number
  /** Distinct learners behind the value. */
  readonly contributors: number
  /** The largest contributions of single learners, descending; only for sums and events. */
  readonly largest: readonly number[]
}

/**
 * One row of a table's complete matrix before protection. Cells merge over attributes: sums add, histograms
 * add, the largest contributions of the whole are among those of the parts.
 */
export interface Cell {
  /** A code for each dimension, in the table's order. */
  readonly coordinates: readonly string[]
  /** Distinct learners behind the row. */
  readonly contributors: number
  /** One for each base measure, in the table's order. */
  readonly measures: readonly MeasureCell[]
  /** For each sensitive outcome: learners by category. */
  readonly outcomes: Readonly<Record<string, Readonly<Record<string, number>>>>
  /** For each score: learners by whole per cent, 101 counts. */
  readonly scores: Readonly<Record<string, readonly number[]>>
}

/** A table with a cell for every combination of its codes, in the order of `cellIndex`. */
export interface TabulatedTable {
  readonly shape: TableShape
  readonly cells: readonly Cell[]
}

/** Why a row is hidden, in the terms of the literature. Restricted: never published. */
export type SuppressionReason =
  | 'threshold'
  | 'zero'
  | 'group-disclosure'
  | 'dominance'
  /** Showing the row as it stands now would show how few learners changed it, or that none did. */
  | 'change'
  /** A release that is out hides it. */
  | 'released'
  | 'complementary'

/** What the disclosure control decided about one row. */
export interface RowJudgement {
  readonly status: 'published' | 'primary' | 'complementary'
  /** Every rule that speaks against publishing it. */
  readonly reasons: readonly SuppressionReason[]
}

/** The pattern for one table: one judgement a cell, in the cells' order. */
export interface SuppressionPattern {
  readonly table: string
  readonly rows: readonly RowJudgement[]
}

/** `A` published, `c` confidential, `z` not applicable, `x` not available. */
export type Status = 'A' | 'c' | 'z' | 'x'

/** A figure as a reader sees it: the value is null exactly when the status is not `A`. */
export interface Figure {
  /** Whole units; a mean is scaled by 10^decimals. */
  readonly value: number | null
  readonly status: Status
}

export interface PublishedRow {
  readonly coordinates: readonly string[]
  /** The day that the figures are of, null where they are hidden; absent where the table has no `asOf`. */
  readonly asOf?: string | null
  /** Base measures, then derived ones, in the table's order. */
  readonly figures: readonly Figure[]
  /** Whether no release has the row, so that its being hidden does not tell that it holds anybody. */
  readonly isUntold?: boolean
  /** Whether there was nothing to count in its period, as everybody knows: its zeros are no release's. */
  readonly isNotYet?: boolean
}

/** A table as a recipient gets it: the complete matrix, hidden figures nulled. */
export interface PublishedTable {
  readonly shape: TableShape
  readonly rows: readonly PublishedRow[]
}

/** Number of cells of the complete matrix. */
export function matrixSize(dimensions: readonly Dimension[]): number {
  return dimensions.reduce((product, dimension) => product * dimension.codes.length, 1)
}

/**
 * All coordinates of the complete matrix, in the order of every table's cells and rows: the codes of the
 * first dimension vary slowest, each in the order of its code list.
 */
export function* matrixCoordinates(
  dimensions: readonly { readonly codes: readonly { readonly code: string }[] }[],
): Generator<readonly string[]> {
  const [first, ...rest] = dimensions
  if (first === undefined) {
    yield []
    return
  }
  for (const { code } of first.codes) for (const tail of matrixCoordinates(rest)) yield [code, ...tail]
}
