import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import type { Dimension, PublishedTable } from '../../../schemas/cell.ts'
import { chosen, countTable, dimension, drawn, hidden, shown, withMap } from './example-charts.ts'
import { readMarks, rootOf } from './read-marks.ts'

const region = dimension('region', ['L-A', 'L-B', 'L-C', 'L-D', '_X:Not stated'])
const day = dimension('day', ['2026-10-01', '2026-10-02', '2026-10-03', '2026-10-04', '2026-10-05'], 'event')
const age = dimension('age', ['-17', '18-24', '25-34', '35+'])
const gender = dimension('gender', ['F', 'M'])
const days = dimension('day', ['2026-10-01', '2026-10-02'], 'event')
const six = dimension('track', ['A', 'B', 'C', 'D', 'E', 'F'], 'event')

const kinds: readonly { readonly kind: string; readonly dimensions: readonly Dimension[] }[] = [
  { kind: 'bars', dimensions: [region] },
  { kind: 'map', dimensions: [region] },
  { kind: 'line', dimensions: [day] },
  { kind: 'pyramid', dimensions: [age, gender] },
  { kind: 'heat', dimensions: [region, gender] },
  { kind: 'lines', dimensions: [day, gender] },
  { kind: 'line-panels', dimensions: [days, six] },
  { kind: 'bar-panels', dimensions: [region, gender] },
]
const chartsOf = (kind: string) =>
  kind === 'map'
    ? withMap('region')
    : kind === 'bar-panels'
      ? chosen({ kind: 'bars', by: ['gender', 'region'] })
      : undefined
const most = 21
/** A chart is parsed as a whole each time. */
const few = { numRuns: 20 }
const figures = fc.array(fc.nat(99_999), { minLength: most, maxLength: most })
const pattern = fc.array(fc.boolean(), { minLength: most, maxLength: most })

/** Publishes figures under a pattern, as the release does: what is hidden is gone. */
function published(
  dimensions: readonly Dimension[],
  values: readonly number[],
  isHidden: readonly boolean[],
): PublishedTable {
  return countTable(dimensions, (_, i) => (isHidden[i] ? hidden : shown(values[i]!)))
}

describe.each(kinds)('$kind', ({ kind, dimensions }) => {
  test.prop([figures, figures, pattern], few)(
    'is the same whatever is hidden',
    (values, others, isHidden) => {
      const changed = values.map((value, i) => (isHidden[i] ? others[i]! : value))
      const one = drawn(published(dimensions, values, isHidden), chartsOf(kind))
      expect(kind.startsWith(one.kind) || kind === 'bar-panels').toBe(true)
      expect(drawn(published(dimensions, changed, isHidden), chartsOf(kind))).toEqual(one)
    },
  )

  test.prop([figures, pattern], few)(
    'says each figure of its table, and [c] for what is hidden',
    (values, isHidden) => {
      const table = published(dimensions, values, isHidden)
      const marks = readMarks(drawn(table, chartsOf(kind)).svg)
      const labels = new Map(
        dimensions.flatMap(({ name, codes }) =>
          codes.map(({ code, labels }) => [`${name} ${code}`, labels.en] as const),
        ),
      )
      const onlyOnMap = (code: string) => kind !== 'map' || /^L-[ABC]$/.test(code)
      const expected = table.rows.flatMap(({ coordinates, figures: [figure] }) => {
        if (coordinates.includes('_T') || !coordinates.every(onlyOnMap)) return []
        const names = coordinates.map((code, i) => labels.get(`${dimensions[i]!.name} ${code}`)!)
        return [[named(kind, names), figure!.value === null ? '[c]' : String(figure!.value)] as const]
      })
      expect(new Map(marks)).toEqual(new Map(expected))
    },
  )
})

/** Days are said in words. */
function named(kind: string, labels: readonly string[]): string {
  const said = labels.map((label) => (label.startsWith('2026-') ? `Oct ${Number(label.slice(-2))}` : label))
  return (kind === 'bar-panels' ? said.toReversed() : said).join(', ')
}

describe.each(kinds.filter(({ kind }) => ['bars', 'map', 'pyramid', 'bar-panels'].includes(kind)))(
  '$kind',
  (one) => {
    test.prop([figures, figures, pattern], few)(
      'hatches the same shapes, however large the published figures are',
      (values, others, isHidden) => {
        const shapes = (list: readonly number[]) => {
          const { svg } = drawn(published(one.dimensions, list, isHidden), chartsOf(one.kind))
          return [...rootOf(svg).querySelectorAll('.kc-mark .kc-withheld')].map((shape) =>
            ['width', 'height', 'd', 'r'].map((name) => shape.getAttribute(name)),
          )
        }
        expect(shapes(others)).toEqual(shapes(values))
      },
    )
  },
)

test.prop([figures, pattern], few)('shades follow from published figures only', (values, isHidden) => {
  const table = published([region, gender], values, isHidden)
  const shadesOf = (shadesTable: PublishedTable) =>
    new Map(
      [...rootOf(drawn(shadesTable).svg).querySelectorAll('.kc-mark')].flatMap((mark) => {
        const look = mark.querySelector('rect')?.getAttribute('class') ?? ''
        const told = mark.querySelector('title')?.textContent ?? ''
        return look.startsWith('kc-shade') ? [[told, look] as const] : []
      }),
    )
  const otherwise = table.rows.map((row, i) =>
    isHidden[i] ? { ...row, figures: [{ value: null, status: 'x' as const }] } : row,
  )
  expect(shadesOf({ ...table, rows: otherwise })).toEqual(shadesOf(table))
})
