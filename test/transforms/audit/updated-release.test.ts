import { describe, expect, it } from 'vitest'
import type { PublishedRow, PublishedTable, TableShape } from '../../../schemas/cell.ts'
import { matrixCoordinates } from '../../../schemas/cell.ts'
import type { Move, TableHistory } from '../../../schemas/change.ts'
import { stockOf } from '../../../schemas/nested-populations.ts'
import { attest } from '../../../transforms/attest.ts'
import { attestProtected } from '../../../transforms/attest-protected.ts'
import { activeInRows, activeLearners } from '../../../transforms/audit/active-in-rows.ts'
import { datedSystems } from '../../../transforms/audit/dated-systems.ts'
import { auditUpdates } from '../../../transforms/audit/updated-release.ts'
import { auditFromOutside } from '../../../transforms/audit/verdict.ts'
import { countTable, dimension, flat, held } from '../disclosure/tables.ts'
import { parameters, unlimited } from './tables.ts'

const now = '2026-06-30'
const before = '2026-05-31'
const dimensions = [dimension('region', flat('a', 'b'))]

function stockTable(a: number, b: number) {
  const { shape, cells } = countTable(dimensions, { a, b }, 'protect', 'stock')
  return { shape: { ...shape, asOf: now }, cells }
}

type Shown = readonly (readonly [value: number, asOf: string] | null)[]

function published(rows: Shown, shape = stockTable(1, 1).shape): PublishedTable {
  const coordinates = [...matrixCoordinates(shape.dimensions)]
  return {
    shape,
    rows: rows.map(
      (row, r): PublishedRow => ({
        coordinates: coordinates[r]!,
        asOf: row === null ? null : row[1],
        figures: [row === null ? { value: null, status: 'c' } : { value: row[0], status: 'A' }],
      }),
    ),
  }
}

/** Everything was shown on the earlier day. */
function history(a: number, b: number, moves: readonly Move[]): TableHistory {
  return {
    moments: [{ asOf: before, fresh: Uint8Array.of(1, 1, 1), figures: Float64Array.of(a + b, a, b), moves }],
    lastFigures: [a + b, a, b].map((value) => [{ value, status: 'A' }]),
  }
}

async function rulesOf(proposed: Shown, truth: readonly [number, number], known: TableHistory) {
  const table = stockTable(...truth)
  const today = attestProtected([published(table.cells.map(({ contributors }) => [contributors, now]))])
  const verdict = await auditUpdates(
    [published(proposed)],
    today,
    held(table),
    new Map([['stock', known]]),
    parameters,
    unlimited,
  )
  expect(verdict.released === null).toBe(verdict.findings.length > 0)
  return [...new Set(verdict.findings.map(({ rule }) => rule))]
}

describe('an update', () => {
  const joined = [{ from: -1, to: 1, learners: 12 }]
  const known = history(30, 40, joined)
  it.each([
    {
      because: 'all is fresh, and a dozen joined',
      rows: [
        [82, now],
        [42, now],
        [40, now],
      ],
      rules: [],
    },
    {
      because: 'all stands',
      rows: [
        [70, before],
        [30, before],
        [40, before],
      ],
      rules: [],
    },
    {
      because: 'some is fresh',
      rows: [
        [82, now],
        [30, before],
        [40, before],
      ],
      rules: [],
    },
    {
      because: 'a fresh row is not as it was judged',
      rows: [
        [82, now],
        [43, now],
        [40, now],
      ],
      rules: ['stale-figure'],
    },
    {
      because: 'a standing row is not as it was',
      rows: [
        [70, before],
        [31, before],
        [40, before],
      ],
      rules: ['stale-figure'],
    },
    {
      because: 'a row of today bears the other day',
      rows: [
        [82, before],
        [30, before],
        [40, before],
      ],
      rules: ['stale-figure'],
    },
    {
      because: 'a row that was shown is hidden',
      rows: [[70, before], null, [40, before]],
      rules: ['stale-figure'],
    },
    {
      because: 'a day is none of either',
      rows: [
        [70, '2026-06-01'],
        [30, before],
        [40, before],
      ],
      rules: ['stale-figure'],
    },
  ] as const)('is found $rules where $because', async ({ rows, rules }) => {
    expect(await rulesOf(rows, [42, 40], known)).toEqual(rules)
  })

  it.each([
    { moves: [{ from: -1, to: 1, learners: 9 }], truth: [39, 40], because: 'nine joined' },
    { moves: [{ from: 1, to: -1, learners: 1 }], truth: [29, 40], because: 'one left' },
    { moves: [{ from: 1, to: 2, learners: 3 }], truth: [27, 43], because: 'three moved' },
  ] as const)('shows too much where $because', async ({ moves, truth }) => {
    const [a, b] = truth
    const fresh = [
      [a + b, now],
      [a, now],
      [b, now],
    ] as const
    expect(await rulesOf(fresh, [a, b], history(30, 40, moves))).toContain('seen-change')
    const standing = [
      [70, before],
      [30, before],
      [40, before],
    ] as const
    expect(await rulesOf(standing, [a, b], history(30, 40, moves))).toEqual([])
  })

  it('reckons with those whom flows show to be there', async () => {
    // 14 joined b and 1 joined a; of a nothing is shown. Before, a had at most 12, of whom 11 were active.
    const moves = [
      { from: -1, to: 1, learners: 1 },
      { from: -1, to: 2, learners: 14 },
    ]
    const moment = {
      asOf: before,
      fresh: Uint8Array.of(1, 0, 0),
      figures: Float64Array.of(40, Number.NaN, Number.NaN),
      moves,
    }
    const figures = (value: number) => [{ value, status: 'A' as const }]
    const own = { moments: [moment], lastFigures: [figures(40), null, null] }
    const rows = [
      [55, now],
      [13, now],
      [42, now],
    ] as const
    expect(await rulesOf(rows, [13, 42], own)).toEqual([])
    const active = { ...own, moments: [{ ...moment, atLeast: Float64Array.of(0, 11, 0) }] }
    expect(await rulesOf(rows, [13, 42], active)).toContain('below-threshold')
  })

  it.each([
    { moves: [], because: 'nobody moved' },
    { moves: [{ from: -1, to: 2, learners: 1 }], because: 'somebody joined another row' },
    { moves: [{ from: 2, to: 1, learners: 1 }], because: 'somebody moved' },
  ])('is refused where a row has one more, and $because', async ({ moves }) => {
    for (const rows of [
      [
        [71, now],
        [31, now],
        [40, now],
      ],
      [
        [70, before],
        [30, before],
        [40, before],
      ],
    ] as const)
      expect(await rulesOf(rows, [31, 40], history(30, 40, moves))).toContain('model-contradicts-count')
  })

  it.each([
    { active: 25, rules: [], because: 'fifteen are idle' },
    { active: 38, rules: ['seen-idle'], because: 'two are idle' },
    { active: 38, left: 10, rules: [], because: 'ten left since' },
    { active: 38, left: 9, rules: ['seen-idle'], because: 'nine left since' },
  ])('is found $rules where a row stands and $because', async ({ active, left = 0, rules }) => {
    const count = <T extends { readonly shape: TableShape }>(table: T, counts: string): T => {
      const baseMeasures = table.shape.baseMeasures.map((measure) => ({ ...measure, counts }))
      return { ...table, shape: { ...table.shape, baseMeasures } }
    }
    const stock = count(stockTable(40, 30), stockOf('registrations'))
    const flow = count(countTable(dimensions, { a: active, b: 30 }), 'lesson_views:learners')
    const own = history(40 + left, 30, left === 0 ? [] : [{ from: 1, to: -1, learners: left }])
    const flows = {
      shape: flow.shape,
      rows: flow.cells.map(({ coordinates, contributors }) => ({
        coordinates,
        figures: [{ value: contributors, status: 'A' as const }],
      })),
    }
    const standing = published(
      [
        [70 + left, before],
        [40 + left, before],
        [30, before],
      ],
      stock.shape,
    )
    const today = attestProtected([flows, published([null, null, null], stock.shape)])
    const truth = attest('tabulated', [flow, stock])
    const histories = new Map([['stock', own]])
    const { findings } = await auditUpdates([flows, standing], today, truth, histories, parameters, unlimited)
    expect([...new Set(findings.map(({ rule }) => rule))]).toEqual(rules)
  })

  it('is of the tables that were counted', async () => {
    const table = stockTable(42, 40)
    const today = attestProtected([
      published([
        [82, now],
        [42, now],
        [40, now],
      ]),
    ])
    const verdict = await auditUpdates([...today], today, held(table), new Map(), parameters, unlimited)
    expect(verdict).toMatchObject({ released: null, findings: [{ rule: 'structure' }] })
  })
})

it('counts whom flows show in the rows of a stock, whatever else they are sorted by', () => {
  const flow = countTable([dimension('gender', flat('f', 'm')), ...dimensions], {
    'f a': 12,
    'm a': 3,
    'f b': 20,
  })
  const rows = flow.cells.map(({ coordinates, contributors }) => ({
    coordinates,
    figures: [
      contributors < 10
        ? { value: null, status: 'c' as const }
        : { value: contributors, status: 'A' as const },
    ],
  }))
  expect([...activeInRows(dimensions, activeLearners([{ ...flow.shape, rows }]))]).toEqual([35, 15, 20])
})

describe('from outside', () => {
  it('judges the rows of each day by themselves', async () => {
    // On the earlier day 40 − 35 = 5 follows; today 50 less 45 of the other day tells nothing.
    const tables = [published([[40, before], [35, before], null])]
    const findings = async (list: readonly PublishedTable[]) => {
      const found = []
      for (const system of datedSystems(list))
        found.push(...(await auditFromOutside(system, parameters, unlimited)).findings)
      return found.map(({ rule, coordinates }) => `${rule} ${coordinates.join(' ')}`)
    }
    expect(await findings(tables)).toContain('below-threshold b')
    expect(await findings([published([[50, now], [45, before], null])])).toEqual([])
    expect(datedSystems([published([[50, now], [45, now], null])])).toHaveLength(1)
  })
})
