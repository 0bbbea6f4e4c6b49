import type { SuppressionReason, TabulatedTable } from '../../schemas/cell.ts'
import { disclosesGroup } from './group-disclosure.ts'
import { judgePrimaries, outcomeGroup, type PrimaryLimits } from './primary-suppression.ts'
import { complementsOf, matrixDimensions } from './table-matrix.ts'

/** A rule that speaks against publishing a figure, with its numbers. */
export interface BrokenRule {
  readonly rule: SuppressionReason
  /** Base measure, or `assessed without passed` for what follows by subtraction. */
  readonly figure: string
  readonly contributors: number
  readonly clause: string
}

interface JudgedGroup {
  readonly by: string
  readonly contributors: number
  readonly outsideLargest: number
}

/** Every rule that one row of a table breaks, figure by figure, in the words and numbers of the rule. */
export function brokenRules(
  table: TabulatedTable,
  row: number,
  limits: PrimaryLimits,
): readonly BrokenRule[] {
  const { shape, cells } = table
  const { measures } = cells[row]!
  const complements = complementsOf(shape)
  const names = shape.baseMeasures.map(({ name }) => name)
  const figures = [
    ...measures.map(({ contributors, value, largest }, i) => ({
      figure: names[i]!,
      contributors,
      value,
      largest,
      groups: groupsOf(table, row, i),
    })),
    ...complements.map(({ whole, part }) => ({
      figure: `${names[whole]} without ${names[part]}`,
      contributors: measures[whole]!.contributors - measures[part]!.contributors,
      value: measures[whole]!.value - measures[part]!.value,
      largest: [],
      groups: groupsOf(table, row, part).slice(-1),
    })),
  ]
  const reasons = judgePrimaries(table, limits)[row]!
  return figures.flatMap(({ figure, contributors, value, largest, groups }, i) =>
    reasons[i]!.map((rule): BrokenRule => {
      const broken = groups.filter((group) => disclosesGroup(contributors, [group], limits.outcomeDiversity))
      const clauses: Partial<Record<SuppressionReason, string>> = {
        threshold: `${contributors} ${contributors === 1 ? 'contributor' : 'contributors'}, fewer than ${limits.minimumContributors}`,
        zero: 'nobody, and the table protects empty cells',
        'group-disclosure': broken.map((group) => groupClause(contributors, group, limits)).join('; '),
      }
      const clause =
        clauses[rule] ?? `${contributors} contributors of ${value}, the largest ${largest.join(', ')}`
      return { rule, figure, contributors, clause }
    }),
  )
}

/** The groups of which a figure of the row is one category; last, where there is one, that of its complement. */
function groupsOf(table: TabulatedTable, row: number, measure: number): readonly JudgedGroup[] {
  const { shape, cells } = table
  const outcomes = matrixDimensions(shape.dimensions).filter(({ dimension }) => dimension.sensitive)
  const sorted = outcomes.flatMap((outcome) =>
    outcomeGroup(table, row, outcome, measure).map((group) => ({ by: outcome.dimension.name, ...group })),
  )
  const split = complementsOf(shape).filter(({ part }) => part === measure)
  const { measures } = cells[row]!
  return [
    ...sorted,
    ...split.map(({ whole, part }) => {
      const all = measures[whole]!.contributors
      const some = measures[part]!.contributors
      const by = `${shape.baseMeasures[part]!.name} or not`
      return { by, contributors: all, outsideLargest: Math.min(some, all - some) }
    }),
  ]
}

function groupClause(contributors: number, group: JudgedGroup, { outcomeDiversity }: PrimaryLimits): string {
  const whom = `of the ${group.contributors} contributors sorted by ${group.by}, ${contributors} are of this category`
  return contributors === 0
    ? whom
    : `${whom} and ${group.outsideLargest} outside the largest one, both fewer than ${outcomeDiversity}`
}
