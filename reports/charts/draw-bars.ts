import { scaleLinear } from 'd3-scale'
import { barLength } from './bar-length.ts'
import type { ChartCell, ChartCells } from './chart-cells.ts'
import { chartWidth, type Drawing, fontSize, hatchOf } from './drawing.ts'
import { shortened, textWidth } from './fit-text.ts'
import { element, mark, textAt } from './svg.ts'

/** Length of what stands for a withheld figure, whatever the figure is. */
const withheldLength = 48
const widestBeside = 130
const gap = 6

/** Horizontal bars in the order of the code list, each with its number: no axis is needed to read them. */
export function drawBars({ cells }: ChartCells, table: string): Drawing {
  const widest = Math.max(...cells.map(({ labels }) => textWidth(labels.join(', '), fontSize)))
  const isBeside = widest <= widestBeside
  const left = isBeside ? widest + gap : 0
  const [rowHeight, barHeight] = isBeside ? [21, 14] : [34, 12]
  const numbers = Math.max(...cells.map(({ text }) => textWidth(text, fontSize)))
  const longest = Math.max(1, ...cells.map(({ figure }) => figure.value ?? 0))
  const length = scaleLinear([0, longest], [0, chartWidth - left - numbers - 2 * gap])
  const rows = cells.map((cell, i) => {
    const y = i * rowHeight
    const barTop = y + rowHeight - barHeight - 3
    const label = shortened(cell.labels.join(', '), chartWidth, fontSize)
    const labelAt = isBeside
      ? textAt(left - gap, barTop + 11, label, { class: 'kc-text', 'text-anchor': 'end' })
      : textAt(0, barTop - 4, label, { class: 'kc-text' })
    return mark('kc-mark', cell.told, labelAt, bar(cell, left, barTop, barHeight, length, hatchOf(table)))
  })
  const height = cells.length * rowHeight + 2
  const baseline = element('line', { class: 'kc-axis', x1: left, y1: 0, x2: left, y2: height })
  return { height, body: [...rows, baseline].join('') }
}

function bar(
  { figure, text }: ChartCell,
  x: number,
  y: number,
  height: number,
  length: (value: number) => number,
  hatch: string,
): string {
  const width = barLength(figure, length, withheldLength)
  const look = figure.value === null ? { class: 'kc-withheld', fill: hatch } : { class: 'kc-bar' }
  return [
    ...(width > 0 ? [element('rect', { ...look, x, y, width, height })] : []),
    textAt(x + width + gap - 1, y + height - 3, text, { class: 'kc-number' }),
  ].join('')
}
