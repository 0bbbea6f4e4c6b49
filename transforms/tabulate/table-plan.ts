import type { Code, Dimension, TableShape } from '../../schemas/cell.ts'
import type { FactName } from '../../schemas/fact.ts'
import type { Period } from '../../schemas/period.ts'
import type { Policy } from '../../schemas/policy.ts'
import type { Attribute } from '../generalize/attribute.ts'
import type { Catalogue, CourseLevel } from './catalogue.ts'

/** A dimension with what is needed to count along it. */
export type PlannedDimension =
  | {
      readonly kind: 'attribute'
      readonly dimension: Dimension
      readonly attribute: string
      readonly pinned: readonly Code[]
    }
  | { readonly kind: 'course'; readonly dimension: Dimension; readonly level: CourseLevel }
  | { readonly kind: 'day'; readonly dimension: Dimension }
  | {
      readonly kind: 'outcome'
      readonly dimension: Dimension
      readonly outcome: 'outcome' | 'result'
      /** Code of each packed value of the latest event: 2 · per cent + passed, or the index of a result's code. */
      readonly codeOf: (value: number) => string
    }

/** A table resolved for one period: its shape, and how to count it. */
export interface TablePlan {
  readonly fact: FactName
  readonly shape: TableShape
  readonly dimensions: readonly PlannedDimension[]
}

/** What a table is resolved against. */
export interface TableContext {
  readonly attributes: readonly Attribute[]
  readonly catalogue: Catalogue
  readonly period: Period
  readonly policy: Policy
}
