import { fc, test } from '@fast-check/vitest'
import { expect, it } from 'vitest'
import { chartFor } from '../../../reports/charts/chart-for.ts'
import { sayIn } from '../../../reports/messages/message.ts'
import { countTable, dimension, drawn, hidden, listed, shown } from './example-charts.ts'
import { readMarks, rootOf } from './read-marks.ts'

const labels = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }),
  fc.constantFrom(
    '<script>alert(1)</script>',
    '</title><style>*{}</style>',
    '" onload="x',
    '&lt;b&gt; &amp;',
    'لغة عربية (مستوى)',
    'a\u0000b\u202Ec',
    'x'.repeat(2000),
  ),
)

test.prop(
  [fc.array(labels, { minLength: 1, maxLength: 6 }), fc.array(fc.nat(9999), { minLength: 7, maxLength: 7 })],
  {
    numRuns: 40,
  },
)('any label stays text', (names, values) => {
  const codes = dimension(
    'region',
    names.map((_, i) => `R${i}`),
  )
  const named = {
    ...codes,
    codes: codes.codes.map((code, i) => (i === 0 ? code : { ...code, labels: { en: names[i - 1]! } })),
  }
  const { svg, sentence } = drawn(listed([named], values))
  expect(svg).not.toMatch(/<(script|style|foreignObject|image|a)\b/i)
  const all = [...rootOf(svg).querySelectorAll('*')]
  const known = ['title', 'desc', 'defs', 'pattern', 'rect', 'g', 'text', 'line']
  expect(all.map(({ localName }) => localName).filter((name) => !known.includes(name))).toEqual([])
  for (const { attributes } of all)
    for (const { name } of [...attributes]) expect(name).not.toMatch(/^(style|on.*|href|xlink:href)$/)
  expect([...rootOf(svg).querySelectorAll('.kc-mark')]).toHaveLength(names.length)
  expect(svg.match(/<text[^>]*>[^<]{120,}</)).toBeNull()
  expect(sentence).toContain('Learners by region')
})

const say = sayIn('en')
const region = dimension('region', ['A', 'B', 'C'])

it('draws a table whose figures are all withheld, without a shade or a scale', () => {
  const gender = dimension('gender', ['F', 'M'])
  const heat = drawn(countTable([region, gender], () => hidden))
  expect(heat.svg).not.toContain('kc-shade')
  expect(heat.sentence).toBe(
    'Heat map: Learners by region and gender; total: [c]; 6 of 6 figures are withheld (hatched, [c]).',
  )
  const bars = drawn(countTable([region], () => hidden))
  expect(new Set(readMarks(bars.svg).values())).toEqual(new Set(['[c]']))
  expect(bars.svg).not.toContain('kc-bar"')
})

it('draws zeros as numbers without a bar', () => {
  const { svg } = drawn(countTable([region], () => shown(0)))
  expect([...readMarks(svg).values()]).toEqual(['0', '0', '0'])
  expect(svg).not.toContain('kc-bar"')
  expect(svg).not.toContain('NaN')
})

it('draws a single category', () => {
  expect([...readMarks(drawn(listed([dimension('region', ['A'])], [30, 30])).svg)]).toEqual([['A', '30']])
})

it('says what does not exist, and hatches none of it', () => {
  const table = countTable([region], (_, i) => (i === 2 ? { value: null, status: 'z' } : shown(40)))
  const chart = drawn(table)
  expect(chart.svg).not.toContain('kc-withheld')
  expect(readMarks(chart.svg).get('B')).toBe('[z]')
  expect(chart.notes).toEqual(['1 figure does not exist or is not known ([z], [x]).'])
  expect(chart.sentence).toContain('no figure of the chart is withheld')
})

it.each([
  { table: listed([], [40]), because: 'it has no dimension' },
  { table: listed([dimension('region', [])], [40]), because: 'its dimension has nothing but the total' },
  { table: { ...listed([region], []), rows: [] }, because: 'it has no row' },
])('draws no chart of a table where $because', ({ table }) => {
  expect(chartFor(table, { language: 'en', say, percentageBase: 20 })).toBeNull()
})

it('draws the same twice', () => {
  const table = listed([region], [300, 100, 120, null])
  expect(drawn(table)).toEqual(drawn(structuredClone(table)))
})

it('sets names from right to left apart from the figures beside them', () => {
  const { svg } = drawn(listed([dimension('region', ['A:لغة', 'B:Bogʻ'])], [90, 40, 50]))
  expect(svg).toContain('<title>\u2068لغة\u2069: 40</title>')
  expect(svg).toContain('<title>Bogʻ: 50</title>')
})
