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
  /** How many of its learners may be counted twice. */
  readonly doubtful: number
  /** Learners that there must be behind it. */
  readonly fewest: number
  /** Why it discloses on its own; empty where it does not. */
  readonly reasons: readonly SuppressionReason[]
  /** Quantities, and names of virtual cells, that count the very same learners. */
  readonly sameLearners: { readonly quantities: readonly number[]; readonly names: readonly string[] }
}

/**
 * Forms and judges all virtual cells of a release. Over event dimensions, where distinct learners do not add up:
 *
 * - parent less child: learners of the parent who are not in the child;
 * - children less parent: how often learners are in more than one child, which is at most as many learners.
 *
 * And wherever one population is nested in another: whole less part. A virtual cell discloses with 1 to k − 1
 * learners, where of the whole some may be counted twice with or without them, and where a group of them shares a sensitive attribute, or a whole the outcome that its part is.
 *
 * @returns each difference once, sorted by name
 */
export function virtualCells(source: VirtualSource, limits: PrimaryLimits): readonly VirtualCell[] {
  const countOf = (terms: Terms): number =>
    terms.reduce((sum, [q, coefficient]) => sum + coefficient * source.quantities[q]!.value, 0)
  const cells = new Map<string, VirtualCell>()
  source.tables.forEach(({ shape }, t) => {
    const attributes = matrixDimensions(shape.dimensions).filter(
      ({ dimension }) => dimension.kind === 'attribute',
    )
    const sensitive = attributes.filter(({ dimension }) => dimension.sensitive)
    const broaderRows = broaderRowsOf(attributes)
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
        const { name, form } = formOf(terms)
        const value = countOf(terms)
        const reasons = new Set(cells.get(name)?.reasons)
        const population = difference.populationAt(row)
        const doubtful = Math.max(
          cells.get(name)?.doubtful ?? 0,
          population === null ? 0 : source.doubtful[population]!,
        )
        if (hasFewContributors(value, limits.minimumContributors + doubtful)) reasons.add('threshold')
        if (disclosesGroup(value, groups, limits.outcomeDiversity)) reasons.add('group-disclosure')
        const same = { quantities: new Set<number>(), names: new Set<string>() }
        if (reasons.has('threshold') && (difference.counts === 'learners' || value === 1)) {
          if (population !== null && source.quantities[population]!.contributors === value)
            same.quantities.add(population)
          for (const broader of broaderRows(row)) {
            const around = difference.termsAt(broader)
            if (around !== null && countOf(around) === value) same.names.add(formOf(around).name)
          }
        }
        const known = cells.get(name)?.sameLearners
        cells.set(name, {
          name,
          form,
          value,
          doubtful,
          // Who is in all m children is counted m − 1 times.
          fewest: Math.ceil(value / (difference.counts === 'overlap' ? Math.max(1, terms.length - 2) : 1)),
          reasons: [...reasons].sort(),
          sameLearners: {
            quantities: [...new Set([...(known?.quantities ?? []), ...same.quantities])],
            names: [...new Set([...(known?.names ?? []), ...same.names])],
          },
        })
      }
    }
  })
  return [...cells.keys()].sort().map((name) => cells.get(name)!)
}

function formOf(terms: Terms): NamedForm {
  return namedForm(
    terms.map(([q]) => q),
    terms.map(([, coefficient]) => coefficient),
  )
}

/** Rows of the parents of a row's codes, one attribute at a time: a virtual cell's learners are in that of each. */
function broaderRowsOf(attributes: readonly MatrixDimension[]): (row: number) => readonly number[] {
  const parents = attributes.map(({ children }) => {
    const parentOf = new Map<number, number>()
    children.forEach((below, parent) => {
      for (const child of below) parentOf.set(child, parent)
    })
    return parentOf
  })
  return (row) =>
    attributes.flatMap((axis, a) => {
      const position = codePosition(row, axis)
      const parent = parents[a]!.get(position)
      return parent === undefined ? [] : [row + (parent - position) * axis.stride]
    })
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
