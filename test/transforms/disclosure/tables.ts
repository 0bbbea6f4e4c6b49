import type { Dimension, RowJudgement, TabulatedTable } from '../../../schemas/cell.ts'
import { matrixCoordinates } from '../../../schemas/cell.ts'
import type { Held } from '../../../schemas/custody.ts'
import type { AuditParameters } from '../../../schemas/release.ts'
import { attest } from '../../../transforms/attest.ts'
import type { AuditBudget } from '../../../transforms/audit/audit-report.ts'
import type { ProtectionLimits } from '../../../transforms/disclosure/protect-tables.ts'

export const limits: ProtectionLimits = {
  minimumContributors: 10,
  intervalWidth: 1,
  outcomeDiversity: 1,
  relativeWidth: 0,
  dominance: { p: 10, coalition: 2, concentration: null },
  hiddenAtLeast: 1 as const,
  preferences: [],
  loss: 'cells',
  singletons: false,
  tieBreakKey: 'a secret of the tests',
  effort: 'fast',
}

/** What an audit holds releases to that were protected with these limits, to a width of 10. */
export const auditParameters: AuditParameters = {
  minimumContributors: 10,
  intervalWidth: 10,
  percentageBase: 20,
  outcomeDiversity: 1,
  relativeWidth: 0,
  dominance: { ...limits.dominance, minutesPerLearner: 6000 },
}

/** All the time in the world. */
export const unlimited: AuditBudget = { now: () => 0, deadline: Number.POSITIVE_INFINITY }

/** `{ A: 'county', county: '_T' }`: a code's parent, every parent before its children. */
export type Parents = Readonly<Record<string, string>>

export function dimension(name: string, parents: Parents, kind: Dimension['kind'] = 'attribute'): Dimension {
  const level = (code: string): number => (code === '_T' ? 0 : 1 + level(parents[code]!))
  const codes = ['_T', ...Object.keys(parents)].map((code) => ({
    code,
    parent: parents[code] ?? null,
    level: level(code),
    labels: { en: code },
  }))
  return { name, title: { en: name }, kind, sensitive: kind === 'outcome', codes }
}

/** Parents of a flat code list. */
export function flat(...codes: readonly string[]): Parents {
  return Object.fromEntries(codes.map((code) => [code, '_T']))
}

/** A table of learners with all margins; leaves not named are empty. */
export function countTable(
  dimensions: readonly Dimension[],
  leaves: Readonly<Record<string, number>>,
  zeros: 'protect' | 'publish' = 'publish',
  id = 'table',
): Held<'tabulated', TabulatedTable> {
  const within = (leaf: string, code: string, { codes }: Dimension): boolean => {
    for (let at: string | null = leaf; at !== null; at = codes.find((one) => one.code === at)!.parent) {
      if (at === code) return true
    }
    return false
  }
  const counts = Object.entries(leaves).map(([key, value]) => ({ leaf: key.split(' '), value }))
  const cells = [...matrixCoordinates(dimensions)].map((coordinates) => {
    const value = counts
      .filter(({ leaf }) => leaf.every((code, d) => within(code, coordinates[d]!, dimensions[d]!)))
      .reduce((sum, one) => sum + one.value, 0)
    const measures = [{ value, contributors: value, largest: [] }]
    return { coordinates, contributors: value, measures, outcomes: {}, scores: {} }
  })
  const title = { en: id }
  const learners = {
    name: 'learners',
    title,
    type: 'learners' as const,
    counts: 'learners',
    overEvents: 'additive' as const,
    atMost: [],
    within: null,
    where: null,
    quantity: null,
    part: null,
  }
  const shape = {
    id,
    title,
    fact: 'registrations',
    period: '2026-10',
    dimensions,
    baseMeasures: [learners],
    derivedMeasures: [],
    zeros,
    cellBudget: 100_000,
  }
  return attest('tabulated', { shape, cells })
}

export function held(...tables: readonly TabulatedTable[]): Held<'tabulated', readonly TabulatedTable[]> {
  return attest('tabulated', tables)
}

/** Coordinates of the rows with a status, joined by blanks. */
export function withStatus(
  table: TabulatedTable,
  rows: readonly RowJudgement[],
  status: RowJudgement['status'],
): readonly string[] {
  return table.cells
    .filter((_, row) => rows[row]!.status === status)
    .map(({ coordinates }) => coordinates.join(' '))
    .sort()
}
