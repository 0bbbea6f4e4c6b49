import type { SuppressionReason, TabulatedTable } from '../../schemas/cell.ts'
import type { DominanceLimits } from '../../schemas/dominance.ts'
import { disclosesGroup, type OutcomeGroup } from './group-disclosure.ts'
import { codePosition, complementsOf, type MatrixDimension, matrixDimensions } from './table-matrix.ts'
import { hasFewContributors } from './threshold.ts'
import { upperProtectionLevel } from './upper-protection-level.ts'
import { isProtectedZero } from './zeros.ts'

export interface PrimaryLimits {
  readonly minimumContributors: number
  readonly outcomeDiversity: number
  readonly dominance: DominanceLimits
}

/** For one row: the rules that speak against each base measure, then against each complement. */
export type RowReasons = readonly (readonly SuppressionReason[])[]

/**
 * Names every figure that discloses on its own, in every row of a table.
 *
 * Complements (learners of `within` outside the measure) are judged like figures, since each published row
 * gives them away.
 *
 * @returns one entry a row, in the table's order
 */
export function judgePrimaries(table: TabulatedTable, limits: PrimaryLimits): readonly RowReasons[] {
  const dimensions = matrixDimensions(table.shape.dimensions)
  const outcomes = dimensions.filter(({ dimension }) => dimension.sensitive)
  const complements = complementsOf(table.shape)
  const judge = (contributors: number, groups: readonly OutcomeGroup[], zeros: 'protect' | 'publish') => {
    const few = hasFewContributors(contributors, limits.minimumContributors)
    const zero = isProtectedZero(contributors, zeros)
    const group = disclosesGroup(contributors, groups, limits.outcomeDiversity)
    if (!few && !zero && !group) return noReasons
    if (!zero && !group) return fewAlone
    const reasons: SuppressionReason[] = []
    if (few) reasons.push('threshold')
    if (zero) reasons.push('zero')
    if (group) reasons.push('group-disclosure')
    return reasons
  }
  const isGrouped = outcomes.length > 0 || complements.length > 0
  const [measure] = table.shape.baseMeasures
  if (!isGrouped && table.shape.baseMeasures.length === 1 && measure?.type === 'learners')
    return table.cells.map(({ measures }) => {
      const own = judge(measures[0]!.contributors, noGroups, table.shape.zeros)
      return own === noReasons ? nothingAlone : own === fewAlone ? fewLearnersAlone : [own]
    })
  return table.cells.map((cell, row) => {
    const groups = isGrouped
      ? cell.measures.map((_, measure) =>
          outcomes.flatMap((outcome) => outcomeGroup(table, row, outcome, measure)),
        )
      : null
    const rests = complements.map(({ whole, part }) => {
      const all = cell.measures[whole]!.contributors
      const some = cell.measures[part]!.contributors
      const group = { contributors: all, outsideLargest: Math.min(some, all - some) }
      groups?.[part]?.push(group)
      return judge(all - some, [group], 'publish')
    })
    const reasons = cell.measures.map((measure, i) => {
      const own = judge(measure.contributors, groups?.[i] ?? noGroups, table.shape.zeros)
      const above = upperProtectionLevel(table.shape.baseMeasures[i]!, measure, limits.dominance)
      return above > 0 ? [...own, 'dominance' as const] : own
    })
    return rests.length === 0 ? reasons : [...reasons, ...rests]
  })
}

const noReasons: readonly SuppressionReason[] = []
const fewAlone: readonly SuppressionReason[] = ['threshold']
const noGroups: readonly OutcomeGroup[] = []
/** Of a row with a single figure: lists that most rows share. */
const nothingAlone: RowReasons = [noReasons]
const fewLearnersAlone: RowReasons = [fewAlone]

/** The group that a row is one category of: the same row with the outcome at its total. */
export function outcomeGroup(
  { cells }: TabulatedTable,
  row: number,
  outcome: MatrixDimension,
  measure: number,
): readonly OutcomeGroup[] {
  const position = codePosition(row, outcome)
  if (position === 0) return []
  const total = row - position * outcome.stride
  const contributors = cells[total]!.measures[measure]!.contributors
  const largest = Math.max(
    ...outcome.children[0]!.map(
      (child) => cells[total + child * outcome.stride]!.measures[measure]!.contributors,
    ),
  )
  return [{ contributors, outsideLargest: contributors - largest }]
}
