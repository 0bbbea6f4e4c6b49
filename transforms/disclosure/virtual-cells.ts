import type { SuppressionReason } from '../../schemas/cell.ts'
import { disclosesGroup, type OutcomeGroup } from './group-disclosure.ts'
import { type NamedForm, namedForm } from './linear-form.ts'
import type { PrimaryLimits } from './primary-suppression.ts'
import { codePosition, type MatrixDimension, matrixDimensions } from './table-matrix.ts'
import { hasFewContributors } from './threshold.ts'
import { type Difference, type Terms, type VirtualSource, virtualDifferences } from './virtual-differences.ts'

/**
 * A difference of quantities that counts learners or events itself, so that it is never negative: published
 * nowhere, and known to a reader exactly when it follows from what is published.
 */
export interface VirtualCell extends NamedForm {
  readonly value: number
  /** Why it discloses on its own; empty where it does not. */
  readonly reasons: readonly SuppressionReason[]
}

/**
 * Forms and judges all virtual cells of a release. Over event dimensions, where distinct learners do not add up:
 *
 * - parent less child: learners of the parent who are not in the child;
 * - children less parent: how often learners are in more than one child, which is at most as many learners.
 *
 * And wherever one population is nested in another: whole less part. A virtual cell discloses with 1 to k − 1
 * learners, and where a group of them shares a sensitive attribute, or a whole the outcome that its part is.
 *
 * @returns each difference once, sorted by name
 */
export function virtualCells(source: VirtualSource, limits: PrimaryLimits): readonly VirtualCell[] {
  const countOf = (terms: Terms): number =>
    terms.reduce((sum, [q, coefficient]) => sum + coefficient * source.quantities[q]!.value, 0)
  const cells = new Map<string, VirtualCell>()
  source.tables.forEach(({ shape }, t) => {
    const sensitive = matrixDimensions(shape.dimensions).filter(
      ({ dimension }) => dimension.sensitive && dimension.kind === 'attribute',
    )
    for (const difference of virtualDifferences(source, t)) {
      const at = (row: number): number | null => {
        const terms = difference.termsAt(row)
        return terms === null ? null : countOf(terms)
      }
      for (const row of difference.rows) {
        const terms = difference.termsAt(row)
        if (terms === null || !isDifference(terms)) continue
        const groups = [
          ...sensitive.flatMap((axis) => attributeGroup(at, row, axis)),
          ...outcomeGroup(difference, row, countOf),
        ]
        const { name, form } = namedForm(
          terms.map(([q]) => q),
          terms.map(([, coefficient]) => coefficient),
        )
        const value = countOf(terms)
        const reasons = new Set(cells.get(name)?.reasons)
        if (hasFewContributors(value, limits.minimumContributors)) reasons.add('threshold')
        if (disclosesGroup(value, groups, limits.outcomeDiversity)) reasons.add('group-disclosure')
        cells.set(name, { name, form, value, reasons: [...reasons].sort() })
      }
    }
  })
  return [...cells.keys()].sort().map((name) => cells.get(name)!)
}

/** False where a code stands for the same learners as its parent, so that nothing is left. */
function isDifference(terms: Terms): boolean {
  return new Set(terms.map(([q]) => q)).size === terms.length
}

/** The learners of whom a row has one value of a sensitive attribute. */
function attributeGroup(
  at: (row: number) => number | null,
  row: number,
  axis: MatrixDimension,
): readonly OutcomeGroup[] {
  const position = codePosition(row, axis)
  if (position === 0) return []
  const total = row - position * axis.stride
  const contributors = at(total)
  const categories = axis.children[0]!.map((child) => at(total + child * axis.stride) ?? 0)
  return contributors === null
    ? []
    : [{ contributors, outsideLargest: contributors - Math.max(...categories) }]
}

/** All learners of a row, of whom its part has an outcome. */
function outcomeGroup(
  { outcomeAt }: Difference,
  row: number,
  countOf: (terms: Terms) => number,
): readonly OutcomeGroup[] {
  const sorted = outcomeAt?.(row) ?? null
  if (sorted === null) return []
  const [contributors, part] = sorted.map(countOf) as [number, number]
  return [{ contributors, outsideLargest: Math.min(part, contributors - part) }]
}
