import type { AuditParameters } from '../../schemas/release.ts'
import type { AuditFinding } from './audit-report.ts'
import { type PublishedSystem, placeOf } from './published-system.ts'
import { codeOf, rowOfTotal } from './table-geometry.ts'
import type { VirtualKind } from './virtual-cells.ts'

/** A rule that the value of a variable breaks; its group is a virtual cell or a figure of a nested outcome. */
interface Breach {
  readonly variable: number
  readonly rule: 'few-contributors' | 'group-disclosure'
}

/**
 * By variable: 1 where what was counted makes a difference of figures disclose.
 *
 * @param doubtful by variable: how many of its learners may be counted twice; it discloses with or without them
 */
export function disclosingDifferences(
  system: PublishedSystem,
  counted: Float64Array,
  parameters: AuditParameters,
  doubtful: Float64Array,
): Uint8Array {
  const disclosing = new Uint8Array(system.size)
  for (const { variable } of breaches(system, counted, parameters, doubtful)) disclosing[variable] = 1
  return disclosing
}

/** Differences that a reader computes from published figures, step by step, and that disclose. */
export function visibleDifferences(
  system: PublishedSystem,
  values: Float64Array,
  parameters: AuditParameters,
): readonly AuditFinding[] {
  const clauses = {
    'few-contributors': 'learners who follow by subtraction number 0 or minimumContributors',
    'group-disclosure': 'a group that follows by subtraction is not shown to share an outcome',
  }
  const found = new Map(
    breaches(system, values, parameters, new Float64Array(system.size)).map((breach) => [
      `${breach.rule} ${breach.variable}`,
      breach,
    ]),
  )
  return [...found.values()].map(({ variable, rule }) => ({
    rule,
    ...placeOf(system, variable),
    clause: clauses[rule],
  }))
}

/**
 * @param values by variable; NaN where unknown, which breaks nothing
 */
function breaches(
  system: PublishedSystem,
  values: Float64Array,
  { minimumContributors, outcomeDiversity }: AuditParameters,
  doubtful: Float64Array,
): readonly Breach[] {
  const found: Breach[] = []
  for (const kind of system.virtual.kinds) {
    for (const [row, variable] of kind.variables) {
      const value = values[variable]!
      if (value >= 1 && value - doubtful[variable]! < minimumContributors)
        found.push({ variable, rule: 'few-contributors' })
      for (const group of attributeGroups(system, kind, row, values)) {
        if (sharesOutcome(value, group, outcomeDiversity)) found.push({ variable, rule: 'group-disclosure' })
      }
      const outcome = kind.outcomes.get(row)
      if (outcome === undefined) continue
      const part = values[outcome.part]!
      const group = { learners: values[outcome.whole]!, others: Math.min(part, value) }
      if (sharesOutcome(value, group, outcomeDiversity)) found.push({ variable, rule: 'group-disclosure' })
      if (sharesOutcome(part, group, outcomeDiversity))
        found.push({ variable: outcome.part, rule: 'group-disclosure' })
    }
  }
  return found
}

interface Group {
  readonly learners: number
  /** Those outside the largest category. */
  readonly others: number
}

/** Whether a category shows that nobody of a group, or nearly nobody, differs from the rest; false where unknown. */
function sharesOutcome(value: number, { learners, others }: Group, outcomeDiversity: number): boolean {
  return learners > 0 && (value === 0 || (value < outcomeDiversity && others < outcomeDiversity))
}

/** The learners that a virtual cell is one category of, for each sensitive attribute that it is sorted by. */
function attributeGroups(
  { tables, geometries }: PublishedSystem,
  { table, variables }: VirtualKind,
  row: number,
  values: Float64Array,
): readonly Group[] {
  const geometry = geometries[table]!
  const valueAt = (other: number) => values[variables.get(other) ?? -1] ?? Number.NaN
  return tables[table]!.shape.dimensions.flatMap(({ kind, sensitive }, d): readonly Group[] => {
    if (kind !== 'attribute' || !sensitive || codeOf(geometry, row, d) === 0) return []
    const total = rowOfTotal(geometry, row, d)
    const categories = geometry.children[d]![0]!.map((code) => valueAt(total + code * geometry.strides[d]!))
    const learners = valueAt(total)
    return [{ learners, others: learners - Math.max(...categories) }]
  })
}
