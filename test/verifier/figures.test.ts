import { describe, expect, it } from 'vitest'
import { minimumFindings } from '../../verifier/minimum.ts'
import { derivedFindings } from '../../verifier/ratios.ts'
import { readFigures } from '../../verifier/read-figures.ts'
import type { BaseMeasure, Dimension, Limits, Manifest, TableDescription } from '../../verifier/release.ts'
import { sharedCellFindings } from '../../verifier/shared-cells.ts'
import { checkSums } from '../../verifier/sums.ts'

const limits: Limits = { minimumContributors: 10, percentageBase: 20, outcomeDiversity: 3, rounding: null }
const manifest: Manifest = {
  id: 'school/2026-10/1',
  project: 'school',
  period: '2026-10',
  grain: 'month',
  start: '2026-10-01',
  version: 1,
  limits,
  tables: [],
  files: [],
  previousManifestSha256: null,
  comparedWith: null,
}
const dimension = (kind: Dimension['kind'], sensitive = false): Dimension => ({
  name: 'd',
  kind,
  sensitive,
  codes: [
    { code: '_T', parent: null },
    { code: 'a', parent: '_T' },
    { code: 'b', parent: '_T' },
    { code: 'c', parent: '_T' },
  ],
})
const measure = (name: string, more: Partial<BaseMeasure> = {}): BaseMeasure => ({
  name,
  type: 'learners',
  counts: name,
  overEvents: 'distinct',
  atMost: [],
  within: null,
  part: null,
  ...more,
})
const table = (more: Partial<TableDescription> = {}): TableDescription => ({
  id: 't',
  dimensions: [dimension('attribute')],
  baseMeasures: [measure('n')],
  derivedMeasures: [],
  zeros: 'protect',
  asOf: null,
  ...more,
})

/** Figures of a table with the rows `_T`, `a`, `b`, `c`; null where hidden. */
function figuresOf(
  description: TableDescription,
  rows: readonly (readonly (number | null)[])[],
  days?: readonly string[],
) {
  const names = description.baseMeasures.flatMap(({ name }) => [name, `${name}_status`])
  const times = days === undefined ? ['time_period'] : ['time_period', 'as_of']
  const lines = rows.map((values, r) => {
    const day = days === undefined ? [] : [values[0] === null ? '' : days[r]]
    const fields = values.flatMap((value) => (value === null ? ['', 'c'] : [String(value), 'A']))
    return [['_T', 'a', 'b', 'c'][r], '2026-10', ...day, ...fields].join(',')
  })
  const text = `${['d', ...times, ...names].join(',')}\n${lines.join('\n')}\n`
  const figures = readFigures(Buffer.from(text), description, manifest)
  if ('clause' in figures) throw new Error(figures.clause)
  return figures
}
const ofCounts = (...values: readonly (number | null)[]) =>
  figuresOf(
    table(),
    values.map((value) => [value]),
  )
const rules = (findings: readonly { readonly rule: string }[]) => findings.map(({ rule }) => rule)

describe('a total and its parts', () => {
  it.each([
    { what: 'all agree', values: [60, 10, 20, 30], found: [] },
    { what: 'a part is one too many', values: [60, 11, 20, 30], found: ['sums'] },
    { what: 'parts are more than their total', values: [40, null, null, 41], found: ['sums'] },
    { what: 'one part is hidden, and is of too few', values: [60, null, 21, 30], found: ['hidden'] },
    {
      what: 'two parts are hidden, and nine learners remain',
      values: [60, null, null, 51],
      found: ['hidden'],
    },
    { what: 'two parts are hidden, and nobody remains', values: [60, null, null, 60], found: ['hidden'] },
    { what: 'two parts are hidden, and ten learners remain', values: [60, null, null, 50], found: [] },
    { what: 'the total is hidden, and a part', values: [null, null, 2000, 3000], found: [] },
  ])('$what', ({ values, found }) => {
    expect(rules(checkSums(ofCounts(...values), limits).findings)).toEqual(found)
  })

  it('are counted, where one is hidden and follows, and is of enough', () => {
    expect(checkSums(ofCounts(60, null, 20, 30), limits)).toEqual({ findings: [], computable: 1 })
    expect(checkSums(ofCounts(null, 10, 20, 30), limits)).toEqual({ findings: [], computable: 1 })
  })

  it('need not agree where learners of several courses are counted once, or figures were rounded one by one', () => {
    const ofCourses = table({ dimensions: [dimension('event')] })
    expect(checkSums(figuresOf(ofCourses, [[40], [30], [30], [30]]), limits).findings).toEqual([])
    const rounding = { base: 5, method: 'conventional', within: 1 } as const
    expect(checkSums(ofCounts(60, 10, 20, 25), { ...limits, rounding }).findings).toEqual([])
    const together = { base: 5, method: 'controlled', within: 1 } as const
    expect(rules(checkSums(ofCounts(60, 10, 20, 25), { ...limits, rounding: together }).findings)).toEqual([
      'sums',
    ])
  })

  it('agree between rows of one day only', () => {
    const stock = table({ asOf: '2026-10-31' })
    const rows = [[60], [11], [20], [30]]
    const [day, before] = ['2026-10-31', '2026-09-30']
    expect(checkSums(figuresOf(stock, rows, [day, before, day, day]), limits).findings).toEqual([])
    expect(rules(checkSums(figuresOf(stock, rows, [day, day, day, day]), limits).findings)).toEqual(['sums'])
  })

  it('may leave nobody where zeros are published', () => {
    const open = figuresOf(table({ zeros: 'publish' }), [[60], [null], [20], [40]])
    expect(checkSums(open, limits).findings).toEqual([])
  })
})

describe('a figure shown', () => {
  const found = (description: TableDescription, ...rows: readonly (readonly (number | null)[])[]) =>
    minimumFindings(figuresOf(description, rows), limits).map(({ clause }) => clause.replace(/ \(.*/, ''))

  it('rests on ten learners, and is no zero where zeros are protected', () => {
    expect(found(table(), [60], [10], [20], [30])).toEqual([])
    expect(found(table(), [60], [9], [21], [30])).toEqual([
      'a figure shown rests on the least number of learners',
    ])
    expect(found(table(), [60], [0], [30], [30])).toEqual(['zeros are not shown in this table'])
    expect(found(table({ zeros: 'publish' }), [60], [0], [30], [30])).toEqual([])
    const minutes = table({ baseMeasures: [measure('minutes', { type: 'sum' })] })
    expect(found(minutes, [60], [9], [21], [30])).toEqual([])
  })

  it('lets nobody subtract down to a few, or to all', () => {
    const nested = table({ baseMeasures: [measure('all'), measure('some', { within: 'all' })] })
    const others = [
      [60, 30],
      [60, 30],
      [60, 30],
    ]
    expect(found(nested, [60, 50], ...others)).toEqual([])
    expect(found(nested, [60, 51], ...others)).toEqual([
      'learners who follow by subtraction are none, or the least number',
    ])
    expect(found(nested, [60, 60], ...others)).toEqual([
      'no group is shown to agree in what a measure counts',
    ])
  })

  it('shows no outcome that all or none of a group have', () => {
    const outcomes = table({ dimensions: [dimension('outcome', true)], zeros: 'publish' })
    expect(found(outcomes, [60], [57], [null], [null])).toEqual([])
    expect(found(outcomes, [60], [58], [null], [null])).toEqual([
      'some of a group differ from its largest outcome',
    ])
    expect(found(outcomes, [60], [0], [30], [30])).toEqual(['no outcome is shown to be missing from a group'])
  })
})

describe('figures that follow from others', () => {
  const rate = table({
    dimensions: [],
    baseMeasures: [measure('all'), measure('some', { atMost: ['all'] })],
    derivedMeasures: [
      { name: 'rate', type: 'ratio', numerator: 'some', denominator: 'all' },
      { name: 'mean', type: 'mean', decimals: 1 },
      { name: 'median', type: 'median' },
    ],
  })
  const header =
    'time_period,all,all_status,some,some_status,rate,rate_status,mean,mean_status,median,median_status'
  const found = (row: string) => {
    const figures = readFigures(Buffer.from(`${header}\n2026-10,${row}\n`), rate, manifest)
    return 'clause' in figures ? figures.clause : derivedFindings(figures, limits).map(({ clause }) => clause)
  }
  const wrong = (name: string) => [`a figure that follows from others is what follows (${name})`]

  it.each([
    { row: '40,A,25,A,63,A,61.5,A,60,A', says: [], because: '62.5 is rounded half up' },
    { row: '40,A,25,A,62,A,61.5,A,60,A', says: wrong('rate'), because: '62 is not that' },
    { row: '19,A,10,A,,c,61.5,A,60,A', says: [], because: 'of 19 no percentage is taken' },
    { row: '19,A,10,A,53,A,61.5,A,60,A', says: wrong('rate'), because: 'this one is of 19' },
    { row: '40,A,25,A,,c,61.5,A,60,A', says: wrong('rate'), because: 'it is hidden without need' },
    { row: '40,A,25,A,63,A,100.1,A,60,A', says: wrong('mean'), because: 'nobody reaches more than 100' },
    { row: '40,A,25,A,63,A,61.5,A,65,A', says: wrong('median'), because: 'bands begin with tens' },
    {
      row: '40,A,41,A,103,A,61.5,A,60,A',
      says: ['a measure is not more than those that include it (some)'],
      because: 'some are more than all',
    },
    {
      row: ',c,,c,63,A,,c,,c',
      says: 'a derived measure has a status, and is confidential where its row is ()',
      because: 'its row is hidden',
    },
    {
      row: '40,A,25,A,63,A,61.50,A,60,A',
      says: 'a value is a number of its decimals, there exactly where its status is A ()',
      because: 'it has a digit too many',
    },
  ])('$row: $because', ({ row, says }) => {
    expect(found(row)).toEqual(says)
  })
})

describe('a cell of two tables', () => {
  const other = table({ id: 'u' })
  const both = (values: readonly (number | null)[]) => [
    ofCounts(60, 10, 20, 30),
    figuresOf(
      other,
      values.map((value) => [value]),
    ),
  ]
  it('is the same in both, and hidden in both', () => {
    expect(sharedCellFindings(both([60, 10, 20, 30]))).toEqual([])
    expect(rules(sharedCellFindings(both([60, 11, 19, 30])))).toEqual(['sums', 'sums'])
    expect(rules(sharedCellFindings(both([60, null, 20, 30])))).toEqual(['hidden'])
  })
})

describe('a CSV file', () => {
  const good = 'd,time_period,n,n_status\n_T,2026-10,60,A\na,2026-10,10,A\nb,2026-10,20,A\nc,2026-10,30,A\n'
  const clauseOf = (text: string) => {
    const figures = readFigures(Buffer.from(text), table(), manifest)
    return 'clause' in figures ? figures.clause : null
  }
  it('is read in its one form', () => {
    expect(clauseOf(good)).toBeNull()
  })
  it.each([
    { what: 'CRLF', text: good.replaceAll('\n', '\r\n'), clause: /end with LF/ },
    { what: 'a byte order mark', text: `\uFEFF${good}`, clause: /byte order mark/ },
    { what: 'needless quotes', text: good.replace('60', '"60"'), clause: /quotes only where they must/ },
    { what: 'a column more', text: good.replaceAll('\n', ',x\n'), clause: /exactly the declared columns/ },
    { what: 'a short line', text: good.replace(',60,A', ',60'), clause: /as many fields/ },
    {
      what: 'a row missing',
      text: good.replace('b,2026-10,20,A\n', ''),
      clause: /one row for every combination/,
    },
    { what: 'a row twice', text: good.replace('b,', 'a,'), clause: /complete and sorted/ },
    { what: 'another period', text: good.replace('a,2026-10', 'a,2026-11'), clause: /time_period/ },
    { what: 'a value that is hidden', text: good.replace('10,A', '10,c'), clause: /there exactly where/ },
    {
      what: 'a status that tells why',
      text: good.replace('10,A', ',Q'),
      clause: /published \(A\) or all confidential/,
    },
    { what: 'a number in another spelling', text: good.replace('10,A', '1e1,A'), clause: /whole number/ },
    { what: 'a negative number', text: good.replace('10,A', '-10,A'), clause: /whole number/ },
    { what: 'no final line feed', text: good.slice(0, -1), clause: /end with LF/ },
    { what: 'nothing', text: '', clause: /declared columns/ },
  ])('with $what is not', ({ text, clause }) => {
    expect(clauseOf(text)).toMatch(clause)
  })
})
