import { buildManifest } from '../../../reports/manifest.ts'
import type { Screened } from '../../../reports/screen/screen-check.ts'
import type { Dimension, PublishedRow, PublishedTable, TableShape } from '../../../schemas/cell.ts'
import { matrixCoordinates } from '../../../schemas/cell.ts'
import type { Labels } from '../../../schemas/labels.ts'
import { attestProtected } from '../../../transforms/attest-protected.ts'
import { facts } from '../example-release.ts'

const inAll = (en: string): Labels => ({ en, uz: `${en} (uz)`, ru: `${en} (ru)` })

const region: Dimension = {
  name: 'region',
  title: inAll('Region'),
  kind: 'attribute',
  sensitive: false,
  codes: [
    { code: '_T', parent: null, level: 0, labels: inAll('Total') },
    { code: 'UZ-TK', parent: '_T', level: 1, labels: inAll('Tashkent city') },
    { code: 'UZ-AN', parent: '_T', level: 1, labels: inAll('Andijan') },
    { code: '_X', parent: '_T', level: 1, labels: inAll('Not stated') },
  ],
}

const measure = {
  type: 'learners',
  overEvents: 'distinct',
  atMost: [],
  within: null,
  where: null,
  quantity: null,
  part: null,
} as const

/** Learners by region, and how many of them passed. */
export const assessed: TableShape = {
  id: 'assessed-learners',
  title: inAll('Assessed learners'),
  fact: 'test_results',
  period: '2026-10',
  dimensions: [region],
  baseMeasures: [
    { ...measure, name: 'assessed', title: inAll('Assessed'), counts: 'learners' },
    {
      ...measure,
      ...{ name: 'passed', title: inAll('Passed'), counts: 'learners where passed' },
      ...{ atMost: ['assessed'], within: 'assessed', where: 'passed' },
    },
  ],
  derivedMeasures: [
    {
      name: 'pass_rate',
      title: inAll('Pass rate'),
      type: 'ratio',
      numerator: 'passed',
      denominator: 'assessed',
    },
  ],
  zeros: 'protect',
  cellBudget: 100,
}

/** A second table of the same learners. */
export const totals: TableShape = {
  ...assessed,
  id: 'assessed-total',
  baseMeasures: assessed.baseMeasures.slice(0, 1),
  derivedMeasures: [],
}

/** @param values by row; null where they are hidden */
export function tableOf(shape: TableShape, values: readonly (readonly number[] | null)[]): PublishedTable {
  const columns = shape.baseMeasures.length + shape.derivedMeasures.length
  const rows = [...matrixCoordinates(shape.dimensions)].map((coordinates, r): PublishedRow => {
    const own = values[r] ?? null
    return {
      coordinates,
      figures: Array.from({ length: columns }, (_, m) =>
        own === null ? { value: null, status: 'c' } : { value: own[m]!, status: 'A' },
      ),
    }
  })
  return { shape, rows }
}

export const cleanTables: readonly PublishedTable[] = [
  tableOf(assessed, [
    [100, 60, 60],
    [60, 40, 67],
    [30, 15, 50],
    [10, 5, 50],
  ]),
  tableOf(totals, [[100], [60], [30], [10]]),
]

/** What passes every check, as it would arrive in a month. */
export function screened(
  tables: readonly PublishedTable[] = cleanTables,
  change: Partial<Screened> = {},
): Screened {
  const manifest = buildManifest(attestProtected(tables), facts, [])
  return {
    manifest,
    tables,
    findings: [],
    isSigned: true,
    isWithdrawn: false,
    previous: null,
    classifications: new Map(),
    ...change,
  }
}
