import type { Topology } from 'topojson-specification'
import { type Chart, chartFor } from '../../../reports/charts/chart-for.ts'
import { noCharts, type RegionMap, type ReleaseCharts } from '../../../reports/charts/release-charts.ts'
import { sayIn } from '../../../reports/messages/message.ts'
import {
  type Dimension,
  type Figure,
  matrixCoordinates,
  type PublishedTable,
  type TableShape,
} from '../../../schemas/cell.ts'
import type { ChartChoice } from '../../../schemas/chart.ts'
import type { ReportLanguage } from '../../../schemas/report-language.ts'
import { results } from '../example-release.ts'

export const hidden: Figure = { value: null, status: 'c' }
export const shown = (value: number): Figure => ({ value, status: 'A' })

/** A dimension of one level; names are labels, their codes are given before a colon or are the same. */
export function dimension(
  name: string,
  entries: readonly string[],
  kind: Dimension['kind'] = 'attribute',
): Dimension {
  return {
    name,
    title: { en: name },
    kind,
    sensitive: false,
    codes: [
      { code: '_T', parent: null, level: 0, labels: { en: 'Total' } },
      ...entries.map((entry) => {
        const [code, label] = entry.includes(':') ? entry.split(':') : [entry, entry]
        return { code: code!, parent: '_T', level: 1, labels: { en: label! } }
      }),
    ],
  }
}

const [learners] = results.baseMeasures

/** A table of one count; figures by coordinates without the total, `c` where none is given; totals add up what is shown. */
export function countTable(
  dimensions: readonly Dimension[],
  figureOf: (coordinates: readonly string[], row: number) => Figure,
): PublishedTable {
  const shape: TableShape = {
    ...results,
    id: 'made-up',
    title: { en: 'Made up' },
    dimensions,
    baseMeasures: [
      { ...learners!, name: 'learners', title: { en: 'Learners', uz: 'Oʻquvchilar', ru: 'Учащиеся' } },
    ],
    derivedMeasures: [],
  }
  const rows = [...matrixCoordinates(dimensions)].map((coordinates, i) => ({
    coordinates,
    figures: [figureOf(coordinates, i)],
  }))
  return { shape, rows }
}

/** Figures in the order of the matrix; null is withheld. */
export function listed(dimensions: readonly Dimension[], values: readonly (number | null)[]): PublishedTable {
  return countTable(dimensions, (_, i) => {
    const value = values[i] ?? null
    return value === null ? hidden : shown(value)
  })
}

/** Three squares in a row, the middle one small and with the code C between A and B. */
const square = (x: number, y: number, size: number) => [
  [x, y],
  [x, y + size],
  [x + size, y + size],
  [x + size, y],
  [x, y],
]
const topology: Topology = {
  type: 'Topology',
  objects: {
    land: {
      type: 'GeometryCollection',
      geometries: ['L-A', 'L-C', 'L-B'].map((id, i) => ({ type: 'Polygon', id, arcs: [[i]] })),
    },
  },
  arcs: [square(0, 40, 4), square(4, 40, 0.2), square(4.2, 40, 4)],
}
export const threeRegions: RegionMap = { topology, object: 'land', code: null }

export function withMap(name: string): ReleaseCharts {
  return { choices: new Map(), maps: new Map([[name, threeRegions]]) }
}

export function chosen(choice: ChartChoice): ReleaseCharts {
  return { ...noCharts, choices: new Map([['made-up', choice]]) }
}

export function drawn(
  table: PublishedTable,
  charts: ReleaseCharts = noCharts,
  language: ReportLanguage = 'en',
): Chart {
  const chart = chartFor(table, { language, say: sayIn(language), percentageBase: 20, charts })
  if (chart === null) throw new Error('a table must have a chart')
  return chart
}

/** One line an element, so that a change of one is one line of a difference. */
export function inLines(svg: string): string {
  return `${svg.replaceAll('><', '>\n<')}\n`
}
