import { expect, it } from 'vitest'
import {
  chosen,
  countTable,
  dimension,
  drawn,
  hidden,
  inLines,
  listed,
  shown,
  withMap,
} from './example-charts.ts'

const region = dimension('region', ['L-A:Anor', 'L-B:Bogʻ', 'L-C:Choʻl'])
const age = dimension('age', ['-17', '18-24', '25+'])
const gender = dimension('gender', ['F:Female', 'M:Male'])
const track = dimension('track', ['data', 'vision', '_X:Not stated'], 'event')
const day = dimension('day', ['2026-10-01', '2026-10-02', '2026-10-03', '2026-10-04', '2026-10-05'], 'event')

const bars = listed([region], [300, 120, 180, null])

const week = dimension('week', ['2026-W40', '2026-W41', '2026-W42'], 'event')
const fortnight = dimension('week', ['2026-W40', '2026-W41'], 'event')
const six = dimension(
  'track',
  ['A', 'B', 'C', 'D', 'E', 'F'].map((code) => `${code}:Track ${code}`),
  'event',
)

it.each([
  { kind: 'bars', chart: () => drawn(bars) },
  { kind: 'map', chart: () => drawn(bars, withMap('region')) },
  { kind: 'line', chart: () => drawn(listed([day], [900, 40, 60, null, 20, 0])) },
  {
    kind: 'pyramid',
    chart: () => drawn(listed([age, gender], [300, 130, 170, 90, 40, 50, null, null, 70, 80, 30, 50])),
  },
  {
    kind: 'heat',
    chart: () =>
      drawn(
        listed(
          [region, track],
          [800, 300, 300, 200, 300, 100, 120, 80, 250, 110, null, null, 250, 90, 100, 60],
        ),
      ),
  },
  {
    kind: 'line',
    name: 'lines',
    chart: () => drawn(listed([gender, week], [900, 300, 300, 300, 500, 100, null, 220, 400, 180, 120, 100])),
  },
  {
    kind: 'line',
    name: 'line-panels',
    chart: () =>
      drawn(
        countTable([fortnight, six], (codes, i) =>
          codes[1] === 'C' || i % 8 === 4 ? hidden : shown(10 * i),
        ),
      ),
  },
  {
    kind: 'bars',
    name: 'bar-panels',
    chart: () =>
      drawn(
        listed([region, gender], [600, 300, 300, 300, 120, 180, null, null, null, 120, 70, null]),
        chosen({ kind: 'bars', by: ['gender', 'region'] }),
      ),
  },
])('$kind $name', async ({ kind, name = kind, chart }) => {
  const { svg, kind: made } = chart()
  expect(made).toBe(kind)
  await expect(inLines(svg)).toMatchFileSnapshot(`golden/${name}.svg`)
})
