import { expect, it } from 'vitest'
import { chartFault } from '../../../reports/charts/chart-fault.ts'
import { areBands, codesAtLevel } from '../../../reports/charts/code-list.ts'
import type { Dimension } from '../../../schemas/cell.ts'
import { type ChartChoice, chartSchema } from '../../../schemas/chart.ts'
import { results } from '../example-release.ts'
import { chosen, countTable, dimension, drawn, hidden, shown, withMap } from './example-charts.ts'

const region = dimension('region', ['L-A', 'L-B', 'L-C', 'L-D'])
const gender = dimension('gender', ['F', 'M', '_X:Not stated'])
const age = dimension('age', ['-17', '18-24', '25+'])
const day = dimension('day', ['2026-10-01', '2026-10-02'], 'event')
const numbered = (name: string, length: number) =>
  dimension(
    name,
    Array.from({ length }, (_, i) => `${name}-${i}`),
    'event',
  )
const [six, nine, twelve] = [numbered('track', 6), numbered('subject', 9), numbered('topic', 12)]
const wide = dimension(
  'course',
  Array.from({ length: 41 }, (_, i) => `C${i}`),
  'event',
)

const table = (...dimensions: readonly Dimension[]) => countTable(dimensions, () => shown(40))

it.each([
  { dimensions: [region], kind: 'bars', shows: 'region' },
  { dimensions: [region, gender], kind: 'heat', shows: 'region and gender' },
  { dimensions: [gender, region], kind: 'heat', shows: 'region and gender' },
  { dimensions: [day], kind: 'line', shows: 'day' },
  { dimensions: [gender, day], kind: 'line', shows: 'day, a line for each category of gender' },
  { dimensions: [day, six], kind: 'line', shows: 'day, one for each category of track' },
  { dimensions: [day, wide], kind: 'line', shows: 'day' },
  { dimensions: [six, nine], kind: 'heat', shows: 'subject and track' },
  { dimensions: [twelve, nine], kind: 'bars', shows: 'topic, one for each category of subject' },
  { dimensions: [gender, region, age], kind: 'pyramid', shows: 'age and gender' },
  { dimensions: [age, dimension('outcome', ['P', 'F'], 'outcome')], kind: 'heat', shows: 'age and outcome' },
])('a table of $shows has a chart of kind $kind', ({ dimensions, kind, shows }) => {
  const chart = drawn(table(...dimensions))
  expect(chart.kind).toBe(kind)
  expect(chart.sentence).toContain(`Learners by ${shows};`)
})

it('shows a map where the project has one, and says what is not on it', () => {
  const chart = drawn(table(gender, region), withMap('region'))
  expect(chart.kind).toBe('map')
  expect(chart.sentence).toContain('taken together over gender')
  expect(chart.notes).toEqual(['Not on the map: L-D: 40.'])
})

it('says which regions of the map have no row', () => {
  const chart = drawn(table(dimension('region', ['L-A', 'L-B'])), withMap('region'))
  expect(chart.notes).toEqual(['On the map, but not in the table: L-C.'])
  expect(chart.svg.match(/kc-empty/g)).toHaveLength(1)
})

it('says that who did not state a gender is in no side of a pyramid', () => {
  expect(drawn(table(age, gender)).notes).toEqual(['Not in the chart, but in the table: Not stated.'])
})

it('leaves too many codes to a coarser level, or draws nothing', () => {
  const grouped: Dimension = {
    ...wide,
    codes: wide.codes.flatMap((code) =>
      code.parent === null
        ? [code, { ...code, code: 'G', parent: '_T', level: 1, labels: { en: 'All courses' } }]
        : [{ ...code, parent: 'G', level: 2 }],
    ),
  }
  expect(drawn(table(grouped)).sentence).toContain('the table has finer categories')
  expect(() => drawn(table(wide))).toThrow('must have a chart')
})

it('takes leaves of all levels in the order of the tree', () => {
  const codes = [
    ['_T', null, 0],
    ['a', '_T', 1],
    ['b', '_T', 1],
    ['a1', 'a', 2],
    ['a2', 'a', 2],
  ] as const
  const tree = {
    ...region,
    codes: codes.map(([code, parent, level]) => ({ code, parent, level, labels: { en: code } })),
  }
  expect(codesAtLevel(tree, 2).map(({ code }) => code)).toEqual(['a1', 'a2', 'b'])
  expect(codesAtLevel(tree, 1).map(({ code }) => code)).toEqual(['a', 'b'])
})

it.each([
  { codes: ['-15', '16-17', '18', '19-24', '65+'], bands: true },
  { codes: ['<18', '18–24', '>=25'], bands: true },
  { codes: ['0-35', '35-55', '55<=', '_X'], bands: true },
  { codes: ['0-35', '35+'], bands: false },
  { codes: ['18-24', '-17', '25+'], bands: false },
  { codes: ['1703202', '1703203', '1703206'], bands: false },
  { codes: ['F', 'M', 'N'], bands: false },
])('$codes are bands: $bands', ({ codes, bands }) => {
  expect(areBands(dimension('x', codes).codes.slice(1))).toBe(bands)
})

const pair = table(region, gender)
it.each<{ choice: ChartChoice; kind: string; shows: string }>([
  { choice: { kind: 'bars' }, kind: 'bars', shows: 'region' },
  { choice: { kind: 'bars', by: ['gender'] }, kind: 'bars', shows: 'gender' },
  { choice: { kind: 'heat', by: ['gender', 'region'] }, kind: 'heat', shows: 'region and gender' },
  {
    choice: { kind: 'bars', by: ['region', 'gender'] },
    kind: 'bars',
    shows: 'region, one for each category of gender',
  },
])('draws what the project chose: $choice', ({ choice, kind, shows }) => {
  const chart = drawn(pair, chosen(choice))
  expect(chart.kind).toBe(kind)
  expect(chart.sentence).toContain(`Learners by ${shows}`)
})

it('takes the second dimension together where it has too many codes for lines or panels', () => {
  const both = chosen({ kind: 'line', by: ['course', 'day'] })
  expect(drawn(table(day, wide), both).sentence).toContain('Learners by day; taken together over course')
})

it('draws panels in the order of the code list, whatever their figures are', () => {
  const names = (svg: string) => [...svg.matchAll(/kc-head[^>]*>([^<]+)</g)].map(([, name]) => name)
  const figures = (up: boolean) =>
    countTable([day, six], (_, i) => (i % 4 === 3 ? hidden : shown(up ? i : 900 - i)))
  const codes = six.codes.slice(1).map(({ code }) => code)
  expect(names(drawn(figures(true)).svg)).toEqual(codes)
  expect(names(drawn(figures(false)).svg)).toEqual(codes)
})

it('draws all panels on one scale', () => {
  const bars = chosen({ kind: 'bars', by: ['gender', 'region'] })
  const { svg } = drawn(
    countTable([region, gender], (codes) => shown(codes[0] === 'L-A' ? 200 : 100)),
    bars,
  )
  const widths = [...svg.matchAll(/class="kc-bar" x="0" y="1" width="([\d.]+)"/g)].map(([, width]) =>
    Number(width),
  )
  expect(widths.map((width) => Math.round((100 * width) / widths[1]!) / 100)).toEqual([2, 1, 1, 1])
})

it('says of a panel without a published figure that it is withheld, and tells lines apart by dashes', () => {
  const { svg } = drawn(countTable([day, six], (codes) => (codes[1] === 'track-2' ? hidden : shown(40))))
  expect(svg.match(/>\[c\] withheld</g)).toHaveLength(2)
  const lines = drawn(countTable([day, gender], () => shown(40))).svg
  const dashes = [...lines.matchAll(/<path class="kc-line"[^>]*?(?:stroke-dasharray="([^"]+)")?\/>/g)]
  expect(dashes).toHaveLength(3)
  expect(new Set(dashes.map(([, dash]) => dash)).size).toBe(3)
})

it('leads no line whose end is withheld to its name, and names lines in the order of the code list', () => {
  const values: Readonly<Record<string, number>> = { F: 40, M: 80, _X: 60 }
  const ends = (isHidden: (codes: readonly string[]) => boolean) => {
    const { svg } = drawn(
      countTable([day, gender], (codes) => (isHidden(codes) ? hidden : shown(values[codes[1]!] ?? 180))),
    )
    const leaders = [
      ...svg.matchAll(/class="kc-series-(\d)"><line class="kc-line" x1="([\d.]+)"[^>]*x2="([\d.]+)"/g),
    ]
    return leaders.map(([, series, x1, x2]) => [Number(series), Number(x2) - Number(x1)])
  }
  expect(ends(() => false)).toEqual([
    [0, 16],
    [1, 16],
    [2, 16],
  ])
  expect(ends(([date, sex]) => date === '2026-10-02' && sex === 'F')[0]).toEqual([0, 10])
})

it('draws nothing where the project wants nothing', () => {
  expect(() => drawn(pair, chosen({ kind: 'none' }))).toThrow('must have a chart')
})

it.each<{ choice: ChartChoice; clause: string; provided: string }>([
  { choice: { kind: 'bars', by: ['age'] }, clause: 'by names dimensions of the table', provided: 'age' },
  { choice: { measure: 'views' }, clause: 'measure is one of the table', provided: 'views' },
  {
    choice: { kind: 'line', by: ['region'] },
    clause: 'a line needs a dimension of days, weeks or months',
    provided: 'line by region',
  },
  {
    choice: { kind: 'map' },
    clause: 'a map needs an attribute with a map that has its codes',
    provided: 'map',
  },
  {
    choice: { kind: 'pyramid' },
    clause: 'a pyramid needs an attribute in bands of a number, and one with two codes',
    provided: 'pyramid',
  },
  {
    choice: { kind: 'pyramid', measure: 'pass_rate' },
    clause: 'a pyramid shows what is counted or summed',
    provided: 'pass_rate',
  },
])('refuses $choice', ({ choice, clause, provided }) => {
  const shape = { ...results, id: 'made-up', dimensions: pair.shape.dimensions }
  expect(chartFault(shape, chosen(choice))).toEqual({ clause, provided })
})

it.each([
  { by: ['region'] },
  { kind: 'heat', by: ['region'] },
  { kind: 'map', by: ['region', 'gender'] },
  { kind: 'heat', by: ['region', 'region'] },
  { kind: 'pie' },
  { kind: 'none', by: ['region'] },
])('a definition may not say %j', (choice) => {
  expect(chartSchema.safeParse(choice).success).toBe(false)
})
