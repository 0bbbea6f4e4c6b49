import type { Code, Dimension, TableShape } from '../../schemas/cell.ts'
import type { FactName } from '../../schemas/fact.ts'
import type { CourseLevel } from './catalogue.ts'

/** A dimension with what is needed to count along it. */
export type PlannedDimension =
  | { readonly kind: 'attribute'; readonly dimension: Dimension; readonly attribute: string; readonly pinned: readonly Code[] }
  | { readonly kind: 'course'; readonly dimension: Dimension; readonly level: CourseLevel }
  | { readonly kind: 'day'; readonly dimension: Dimension }
  | {
      readonly kind: 'outcome'
      readonly dimension: Dimension
      readonly outcome: 'outcome' | 'score_band' | 'result'
      /** Code of each value that the latest event may have. */
      readonly codeOf: (value: number) => string
    }

/** A table resolved for one period: its shape, and how to count it. */
export interface TablePlan {
  readonly fact: FactName
  readonly shape: TableShape
  readonly dimensions: readonly PlannedDimension[]
}
