import { describe, expect, it } from 'vitest'
import type { StockExplanation } from '../../../pipeline/stocks/explain-stock.ts'
import { addressesUnder } from '../../../pipeline/view/operators/addresses.ts'
import { cellPage } from '../../../pipeline/view/operators/cell-page.ts'
import { isHidden, operatorRows } from '../../../pipeline/view/operators/operator-rows.ts'
import { filteredRows, readFilter } from '../../../pipeline/view/operators/table-filter.ts'
import { rowsPerPage, tablePage } from '../../../pipeline/view/operators/table-page.ts'
import { whyText } from '../../../pipeline/view/operators/table-row.ts'
import { parsePage } from '../../../reports/page/parse-page.ts'
import {
  type Cell,
  matrixCoordinates,
  type PublishedRow,
  type RowJudgement,
  type TableShape,
} from '../../../schemas/cell.ts'

const addresses = addressesUnder('/operators/t')
const wildCode = '<b>"&x'

function shapeOf(codes: readonly string[], asOf?: string): TableShape {
  return {
    id: 'registered',
    title: { en: 'Registered' },
    fact: 'registrations',
    period: '2026-06',
    ...(asOf === undefined ? {} : { asOf }),
    dimensions: [
      {
        name: 'region',
        title: { en: 'Region' },
        kind: 'attribute',
        sensitive: false,
        codes: ['_T', ...codes].map((code, level) => ({
          ...{ code, parent: level === 0 ? null : '_T', level: Math.min(level, 1) },
          labels: { en: code },
        })),
      },
    ],
    baseMeasures: [
      {
        ...{ name: 'learners', title: { en: 'Learners' }, type: 'learners', counts: 'learners' },
        ...{ overEvents: 'distinct', atMost: [], within: null, where: null, quantity: null, part: null },
      },
    ],
    derivedMeasures: [],
    zeros: 'publish',
    cellBudget: 1000,
  }
}

const counting = (shape: TableShape, count: number): readonly Cell[] =>
  [...matrixCoordinates(shape.dimensions)].map((coordinates) => ({
    coordinates,
    contributors: count,
    measures: [{ value: count, contributors: count, largest: [] }],
    outcomes: {},
    scores: {},
  }))

const figure = (value: number | null) => [{ value, status: value === null ? 'c' : 'A' } as const]

describe('rows of a stock', () => {
  const shape = shapeOf(['R1', 'R2', 'R3'], '2026-06-30')
  const shown: readonly (readonly [value: number | null, asOf: string | null])[] = [
    [40, '2026-06-30'],
    [12, '2026-05-31'],
    [null, null],
    [14, '2026-04-30'],
  ]
  const rows: readonly PublishedRow[] = [...matrixCoordinates(shape.dimensions)].map((coordinates, r) => ({
    ...{ coordinates, asOf: shown[r]![1], figures: figure(shown[r]![0]) },
  }))
  const statuses: readonly RowJudgement['status'][] = ['published', 'primary', 'primary', 'complementary']
  const judged = operatorRows(
    { shape, cells: counting(shape, 13) },
    { shape, rows },
    {
      statuses,
      reasons: [[], ['change'], ['threshold', 'change'], ['complementary']],
      waits: [{ coordinates: ['R1'], entered: 3, left: 2 }],
    },
  )

  it('are told by their days: as they stand, as of a day, or hidden', () => {
    expect(judged.map(whyText)).toEqual([
      'published',
      'stands as of 2026-05-31; waits: 3 entered, 2 left',
      'primary: threshold, change',
      'stands as of 2026-04-30',
    ])
    expect(judged.map(isHidden)).toEqual([false, true, true, true])
  })

  it('show what is counted beside what stands', async () => {
    const filter = readFilter(shape, new URLSearchParams('d.region=R1'))
    const page = await parsePage(tablePage({ shape, rows: judged }, filter, addresses))
    expect(page.all('tbody td').map((cell) => cell.text())).toEqual([
      '13 shown as 12',
      'stands as of 2026-05-31; waits: 3 entered, 2 left',
    ])
  })
})

it('explains a row of a stock by its days and what waits', async () => {
  const explained: StockExplanation = {
    restricted: true,
    release: 'tiny/2026-06/1',
    table: 'registered',
    cell: { region: wildCode },
    limits: { minimumContributors: 10 },
    stock: {
      ...{ status: 'standing', since: '2026-05-31', shown: 12, counted: 13 },
      waiting: { entered: 3, left: 2 },
    },
    why: 'fewer than 10 learners entered or left it',
  }
  const html = cellPage(explained, addresses)
  expect(html).not.toContain('<b>')
  const page = await parsePage(html)
  expect(page.all('p').map((one) => one.text())).toContain('It is shown as of 2026-05-31.')
  expect(page.all('dd').map((one) => one.text())).toEqual(['12', '13', '3 entered, 2 left', explained.why])
})

describe('a table', () => {
  const codes = [wildCode, ...Array.from({ length: rowsPerPage + 50 }, (_, i) => `R${i}`)]
  const shape = shapeOf(codes)
  const cells = counting(shape, 20)
  const rows = operatorRows(
    { shape, cells },
    { shape, rows: cells.map(({ coordinates }) => ({ coordinates, figures: figure(20) })) },
    { statuses: cells.map(() => 'published'), reasons: cells.map(() => []), waits: null },
  )
  const pageOf = async (query: string) =>
    parsePage(tablePage({ shape, rows }, readFilter(shape, new URLSearchParams(query)), addresses))

  it('is shown in pages, and a page beyond the last is the last', async () => {
    const first = await pageOf('')
    expect(first.all('tbody tr')).toHaveLength(rowsPerPage)
    expect(first.all('nav[aria-label=Rows] a').map((one) => one.attribute('href'))).toEqual([
      '/operators/t/tables/registered?page=2',
    ])
    for (const query of ['page=2', 'page=9'])
      expect((await pageOf(query)).all('tbody tr')).toHaveLength(rows.length - rowsPerPage)
    for (const query of ['page=0', 'page=-1', 'page=x', 'page=1e99'])
      expect((await pageOf(query)).all('tbody tr')).toHaveLength(rowsPerPage)
  })

  it('shows codes and names as text only, and finds them by their addresses', async () => {
    const { searchParams } = new URL(addresses.table('registered', { region: wildCode }), 'http://x')
    const filter = readFilter(shape, searchParams)
    expect(filteredRows(shape, rows, filter).map(({ coordinates }) => coordinates)).toEqual([[wildCode]])
    const html = tablePage({ shape, rows }, filter, addresses)
    expect(html).not.toContain('<b>')
    const page = await parsePage(html)
    expect(page.all('option[selected]').map((one) => one.attribute('value'))).toEqual([wildCode])
    expect(page.all('tbody a')[0]!.attribute('href')).toBe(addresses.cell('registered', { region: wildCode }))
  })
})
