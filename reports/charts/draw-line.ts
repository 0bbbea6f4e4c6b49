import { scaleLinear } from 'd3-scale'
import { line } from 'd3-shape'
import type { ChartCell, ChartCells } from './chart-cells.ts'
import { plate } from './draw-heat.ts'
import { chartWidth, type Drawing, hatchOf, smallSize } from './drawing.ts'
import { textWidth } from './fit-text.ts'
import { element, mark, textAt } from './svg.ts'

const height = 190
const top = 8
const bottom = height - 22
const right = chartWidth - 10

/** A course in time. It breaks where a figure is withheld, and the days that are missing are hatched from top to bottom. */
export function drawLine({ cells, textOf }: ChartCells, table: string): Drawing {
  const longest = Math.max(1, ...cells.map(({ figure }) => figure.value ?? 0))
  const y = scaleLinear([0, longest], [bottom, top]).nice(4)
  const ticks = y.ticks(4).filter(Number.isInteger)
  const left = Math.max(...ticks.map((tick) => textWidth(textOf(tick), smallSize))) + 8
  const x = scaleLinear([0, Math.max(1, cells.length - 1)], [left + 6, right])
  const step = x(1) - x(0)
  const grid = ticks.flatMap((tick) => [
    element('line', {
      class: tick === 0 ? 'kc-axis' : 'kc-grid',
      x1: left,
      y1: y(tick),
      x2: chartWidth,
      y2: y(tick),
    }),
    textAt(left - 5, y(tick) + 3.5, textOf(tick), {
      class: 'kc-tick',
      'text-anchor': 'end',
      'font-size': smallSize,
    }),
  ])
  const path = line<ChartCell>()
    .defined(({ figure }) => figure.value !== null)
    .x((_, i) => x(i))
    .y(({ figure }) => y(figure.value ?? 0))
    .digits(2)(cells.slice())
  const marks = cells.map(({ figure, told }, i) =>
    mark(
      'kc-mark',
      told,
      figure.value !== null
        ? element('circle', { class: 'kc-point', cx: x(i), cy: y(figure.value), r: 2.4 })
        : figure.status === 'c'
          ? hatchedBand(x(i), step, left, table)
          : textAt(x(i), bottom - 4, `[${figure.status}]`, {
              class: 'kc-number',
              'text-anchor': 'middle',
              'font-size': smallSize,
            }),
    ),
  )
  const labels = runs(cells).map(([from, to]) => {
    const middle = Math.min(right - 6, (x(from) + x(to)) / 2)
    return (
      plate(middle, 26, '[c]') + textAt(middle, 30, '[c]', { class: 'kc-number', 'text-anchor': 'middle' })
    )
  })
  const curve = path === null ? '' : element('path', { class: 'kc-line', d: path, fill: 'none' })
  return { height, body: [...grid, curve, ...marks, ...labels, ...dates(cells, x)].join('') }
}

function hatchedBand(x: number, step: number, left: number, table: string): string {
  const from = Math.max(left, x - step / 2)
  const to = Math.min(chartWidth, x + step / 2)
  return element('rect', {
    class: 'kc-withheld kc-band',
    fill: hatchOf(table),
    x: from,
    y: top,
    width: to - from,
    height: bottom - top,
  })
}

/** First and last number of each run of withheld figures. */
function runs(cells: readonly ChartCell[]): readonly (readonly [number, number])[] {
  const isHidden = (i: number) => cells[i]?.figure.status === 'c'
  return cells.flatMap((_, from) => {
    if (!isHidden(from) || isHidden(from - 1)) return []
    let to = from
    while (isHidden(to + 1)) to++
    return [[from, to] as const]
  })
}

/** As many dates as do not touch each other, the first and the last among them where they fit. */
function dates(cells: readonly ChartCell[], x: (i: number) => number): readonly string[] {
  const widest = Math.max(...cells.map(({ labels }) => textWidth(labels[0]!, smallSize))) + 10
  const room = Math.max(1, Math.floor((x(cells.length - 1) - x(0)) / widest))
  const every = Math.max(1, Math.ceil((cells.length - 1) / room))
  return cells.flatMap(({ labels }, i) => {
    if (i % every !== 0) return []
    const half = textWidth(labels[0]!, smallSize) / 2
    const at = Math.min(chartWidth - half, Math.max(half, x(i)))
    return [
      element('line', { class: 'kc-axis', x1: x(i), y1: bottom, x2: x(i), y2: bottom + 3 }),
      textAt(at, bottom + 15, labels[0]!, {
        class: 'kc-tick',
        'text-anchor': 'middle',
        'font-size': smallSize,
      }),
    ]
  })
}
