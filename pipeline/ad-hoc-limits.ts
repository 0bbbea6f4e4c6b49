import { createHash } from 'node:crypto'
import type { TabulatedTable } from '../schemas/cell.ts'
import type { Effort } from '../schemas/policy.ts'
import type { AuditParameters } from '../schemas/release.ts'
import type { DerivedLimits } from '../transforms/disclosure/apply-pattern.ts'
import type { ProtectionLimits } from '../transforms/disclosure/protect-tables.ts'

/** What is asked of a table of counts that belongs to no project. */
export interface AdHocOptions {
  readonly minimumContributors: number
  /** 1 means rank-only: exact recovery is prevented, intervals are not looked at. */
  readonly intervalWidth: number
  /** What a reader grants a hidden count where zeros are published: 0 as in the literature, or 1. */
  readonly hiddenAtLeast: 0 | 1
  readonly singletons: boolean
  readonly effort: Effort
  /** What complementary suppression keeps small: hidden cells, or the learners in them. */
  readonly loss: 'cells' | 'contributors'
}

/** A table of counts has no percentages, no outcomes, and among learners who each count once nobody dominates. */
const inapplicable = {
  percentageBase: 20,
  outcomeDiversity: 1,
  dominance: { p: 10, coalition: 2, concentration: null, minutesPerLearner: 6000 },
  relativeWidth: 0,
}

/** The limits of the suppression, and those that its audit holds it to. */
export function adHocLimits(
  table: TabulatedTable,
  { minimumContributors, intervalWidth, hiddenAtLeast, singletons, effort, loss }: AdHocOptions,
): { readonly limits: ProtectionLimits & DerivedLimits; readonly parameters: AuditParameters } {
  const common = { ...inapplicable, minimumContributors, intervalWidth }
  return {
    limits: {
      ...common,
      hiddenAtLeast,
      singletons,
      effort,
      loss,
      preferences: [],
      tieBreakKey: tieBreakKey(table),
    },
    parameters: common,
  }
}

/** Stable for the same cells in any order, and not to be guessed by who does not have them. */
function tieBreakKey({ shape, cells }: TabulatedTable): string {
  const codes = shape.dimensions.map(({ name, codes: list }) => [name, ...list.map(({ code }) => code)])
  const counts = Float64Array.from(cells, ({ contributors }) => contributors)
  return createHash('sha256').update(JSON.stringify(codes)).update(counts).digest('hex')
}
