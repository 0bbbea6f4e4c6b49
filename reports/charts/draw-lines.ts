import { scaleLinear } from 'd3-scale'
import type { ChartCell, ChartCells } from './chart-cells.ts'
import { drawCourse } from './draw-course.ts'
import { plate } from './draw-heat.ts'
import { drawLegend } from './draw-legend.ts'
import { chartWidth, type Drawing, fontSize, smallSize } from './drawing.ts'
import { shortened, textWidth, wrapped } from './fit-text.ts'
import { columnsOf } from './panel-grid.ts'
import { element, textAt } from './svg.ts'
import { dates, hatchedBand, withheldRuns } from './time-axis.ts'
import { gridLines, valueAxis } from './value-axis.ts'

const top = 8
const bottom = 168
const widestLabel = 104
/** Between the end of a line and its name, long enough for its dashes. */
const leader = 20
const lineHeight = 12
const laneHeight = 15
/** Between names. */
const gap = 3
const widestMark = 40
/** Dashes and gaps; each line has its own, so that none is told by its colour. */
const dashes = [null, '7 3', '2 3', '9 3 2 3', '4 2 1 2 1 2'] as const

/**
 * A line for each code, named at its end. What is withheld of a line is hatched in a lane of its own below the plot, in the order of
 * the code list: in the plot nobody could say of which line it is.
 */
export function drawLines(
  chart: ChartCells,
  across: number,
  withheld: string | null,
  table: string,
): Drawing {
  const { textOf } = chart
  const series = columnsOf(chart.cells, across)
  const names = series.map(([first]) => first!.labels[1]!)
  const points = series[0]!.length
  const axis = valueAxis(chart, [bottom, top], 4)
  const room = Math.min(widestLabel, Math.max(...names.map((name) => textWidth(name, fontSize)))) + leader + 4
  const [left, right] = [axis.room, chartWidth - room]
  const x = scaleLinear([0, Math.max(1, points - 1)], [left + 6, right])
  const lanes = series.filter((cells) => cells.some(({ figure }) => figure.status === 'c'))
  const laneTop = bottom + 24
  const drawn = series.map((cells, s) => {
    const lane = laneTop + Math.max(0, lanes.indexOf(cells)) * laneHeight
    const place = { left, right: right + 5, top: lane, bottom: lane + laneHeight - 3 }
    const course = drawCourse(cells, {
      ...{ x, y: axis.y, bottom, point: 2.2, dashes: dashes[s] ?? null },
      withheld: (i) => hatchedBand(x(i), x(1) - x(0), place, table),
    })
    return element('g', { class: `kc-series-${s}` }, course)
  })
  const laneTexts = lanes.flatMap((cells, l) => {
    const middle = laneTop + l * laneHeight + (laneHeight - 3) / 2
    const name = shortened(cells[0]!.labels[1]!, room - leader - 4, smallSize)
    return [
      // Where a mark would cover its hatching, the legend says it.
      ...withheldRuns(cells).flatMap(([from, to]) =>
        x(to + 1) - x(from) < widestMark ? [] : [markAt((x(from) + x(to)) / 2, middle)],
      ),
      textAt(right + leader + 4, middle + 3.5, name, { class: 'kc-text', 'font-size': smallSize }),
    ]
  })
  const days = dates(
    series[0]!.map(({ labels }) => labels[0]!),
    x,
    bottom,
  )
  const legendTop = laneTop + lanes.length * laneHeight + 4
  const legend = drawLegend({ shadeOf: () => 0, legend: [] }, withheld, table, legendTop)
  const grid = gridLines(axis, [left, right + 5], textOf)
  return {
    height: legendTop + legend.height,
    body: [
      ...grid,
      ...drawn,
      ...endNames(series, axis.y, x(points - 1)),
      ...laneTexts,
      ...days,
      legend.body,
    ].join(''),
  }
}

function markAt(x: number, y: number): string {
  const text = { class: 'kc-number', 'text-anchor': 'middle', 'font-size': smallSize }
  return plate(x, y, '[c]') + textAt(x, y + 3.5, '[c]', text)
}

function dashed(s: number): Readonly<Record<string, string>> {
  const pattern = dashes[s] ?? null
  return pattern === null ? {} : { 'stroke-dasharray': pattern }
}

/** The name of each line at the height where it ends, or as near as names do not touch each other. */
function endNames(
  series: readonly (readonly ChartCell[])[],
  y: (value: number) => number,
  end: number,
): readonly string[] {
  const ends = series.flatMap((cells, s) => {
    const last = cells.findLast(({ figure }) => figure.value !== null)
    if (last === undefined) return []
    const lines = wrapped(last.labels[1]!, widestLabel, fontSize)
    const isKnown = cells.at(-1) === last
    const half = (lines.length * lineHeight + gap) / 2
    return [{ s, lines, half, at: y(last.figure.value ?? 0), isKnown }]
  })
  const sorted = ends.toSorted((a, b) => a.at - b.at)
  const middles: number[] = []
  let least = 0
  for (const { at, half } of sorted) {
    middles.push(Math.max(at, least + half))
    least = middles.at(-1)! + half
  }
  let most = bottom
  for (let i = middles.length - 1; i >= 0; i--) {
    middles[i] = Math.min(middles[i]!, most - sorted[i]!.half)
    most = middles[i]! - sorted[i]!.half
  }
  const drawn = sorted.map(({ s, lines, at, half, isKnown }, i) => ({
    s,
    body: [
      element(
        'g',
        { class: `kc-series-${s}` },
        element('line', {
          class: 'kc-line',
          // Where the end is withheld nothing may look as if the line reached it: a sample of it beside its name.
          ...(isKnown ? { x1: end + 4, y1: at } : { x1: end + leader / 2, y1: middles[i]! }),
          ...{ x2: end + leader, y2: middles[i]! },
          ...dashed(s),
        }),
      ),
      ...lines.map((line, l) =>
        textAt(end + leader + 4, middles[i]! - half + gap / 2 + (l + 0.8) * lineHeight, line, {
          class: 'kc-text',
        }),
      ),
    ],
  }))
  // In the order of the code list, whatever their figures are.
  return drawn.toSorted((a, b) => a.s - b.s).flatMap(({ body }) => body)
}
