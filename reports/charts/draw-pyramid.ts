import { scaleLinear } from 'd3-scale'
import { barLength } from './bar-length.ts'
import type { ChartCell, ChartCells } from './chart-cells.ts'
import { chartWidth, type Drawing, fontSize, hatchOf, smallSize } from './drawing.ts'
import { shortened, textWidth } from './fit-text.ts'
import { element, mark, textAt } from './svg.ts'

const withheldLength = 36
const rowHeight = 20
const barHeight = 15
const gap = 5
const top = 20
const foot = 18

/** Two sides on one scale, the first band at the foot. */
export function drawPyramid({ cells, textOf }: ChartCells, table: string): Drawing {
  const bands = cells.flatMap((cell, i) => (i % 2 === 0 ? [[cell, cells[i + 1]!] as const] : []))
  const middle = Math.min(
    110,
    Math.max(...bands.map(([{ labels }]) => textWidth(labels[0]!, fontSize))) + 2 * gap,
  )
  const numbers = Math.max(...cells.map(({ text }) => textWidth(text, fontSize)))
  const side = (chartWidth - middle) / 2
  const longest = Math.max(1, ...cells.map(({ figure }) => figure.value ?? 0))
  const length = scaleLinear([0, longest], [0, side - numbers - 2 * gap])
  const [leftEdge, rightEdge] = [side, side + middle]
  const bottom = top + bands.length * rowHeight
  const rows = bands.map(([left, right], i) => {
    const y = bottom - (i + 1) * rowHeight + (rowHeight - barHeight) / 2
    const label = shortened(left.labels[0]!, middle - gap, fontSize)
    return [
      textAt(chartWidth / 2, y + 11.5, label, { class: 'kc-text', 'text-anchor': 'middle' }),
      sideBar(left, leftEdge, -1, y, length, hatchOf(table)),
      sideBar(right, rightEdge, 1, y, length, hatchOf(table)),
    ].join('')
  })
  const [first, second] = [cells[0]!.labels[1]!, cells[1]!.labels[1]!].map((label) =>
    shortened(label, side, fontSize),
  )
  const heads = [
    textAt(leftEdge, 12, first!, { class: 'kc-head kc-text', 'text-anchor': 'end' }),
    textAt(rightEdge, 12, second!, { class: 'kc-head kc-text' }),
  ]
  const ticks = length.ticks(3).flatMap((tick) => {
    if (!Number.isInteger(tick)) return []
    const text = textOf(tick)
    return [leftEdge - length(tick), rightEdge + length(tick)].flatMap((x) => [
      element('line', { class: tick === 0 ? 'kc-axis' : 'kc-grid', x1: x, y1: top, x2: x, y2: bottom }),
      textAt(x, bottom + 13, text, { class: 'kc-tick', 'text-anchor': 'middle', 'font-size': smallSize }),
    ])
  })
  return { height: bottom + foot, body: [...heads, ...ticks, ...rows].join('') }
}

function sideBar(
  { figure, text, told }: ChartCell,
  edge: number,
  direction: 1 | -1,
  y: number,
  length: (value: number) => number,
  hatch: string,
): string {
  const width = barLength(figure, length, withheldLength)
  const side = direction === 1 ? 'kc-second' : 'kc-first'
  const look = figure.value === null ? { class: 'kc-withheld', fill: hatch } : { class: `kc-bar ${side}` }
  const x = direction === 1 ? edge : edge - width
  return mark(
    'kc-mark',
    told,
    ...(width > 0 ? [element('rect', { ...look, x, y, width, height: barHeight })] : []),
    textAt(edge + direction * (width + gap), y + 11.5, text, {
      class: 'kc-number',
      'text-anchor': direction === 1 ? 'start' : 'end',
    }),
  )
}
