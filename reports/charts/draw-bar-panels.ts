import { scaleLinear } from 'd3-scale'
import { barLength } from './bar-length.ts'
import type { ChartCell, ChartCells } from './chart-cells.ts'
import { plate } from './draw-heat.ts'
import { drawLegend } from './draw-legend.ts'
import { type Drawing, hatchOf, smallSize } from './drawing.ts'
import { shortened, textWidth } from './fit-text.ts'
import { columnsOf, type Panel, panelGrid } from './panel-grid.ts'
import { element, mark, textAt } from './svg.ts'

const rowHeight = 15
const barHeight = 10
const widestLabel = 92
const gap = 4
const foot = 10
/** Length of what stands for a withheld figure, whatever the figure is. */
const withheldLength = 18

/** Small bars for each code, all on one scale, each with its number; the bars have their names before the first of a row. */
export function drawBarPanels(
  chart: ChartCells,
  across: number,
  withheld: string | null,
  table: string,
): Drawing {
  const { cells } = chart
  const columns = columnsOf(cells, across)
  const rows = columns[0]!.map(({ labels }) => labels[0]!)
  const left = Math.min(widestLabel, Math.max(...rows.map((row) => textWidth(row, smallSize)))) + gap
  const body = rows.length * rowHeight + 2
  const grid = panelGrid(columns, { left, body, foot })
  const numbers = Math.max(...cells.map(({ text }) => textWidth(text, smallSize)))
  const longest = Math.max(1, ...cells.map(({ figure }) => figure.value ?? 0))
  const length = scaleLinear([0, longest], [0, Math.max(8, grid.width - numbers - gap)])
  const drawn = grid.panels.map((panel) => {
    const names = panel.isFirst ? rows.map((row, i) => rowName(row, left - gap, i)) : []
    const bars = isEmpty(panel)
      ? emptyPanel(panel, grid.width, withheld ?? '[c]', table)
      : panel.cells.map((cell, i) => bar(cell, i, length, hatchOf(table))).join('')
    const baseline = element('line', { class: 'kc-axis', x1: 0, y1: 0, x2: 0, y2: body })
    const place = { transform: `translate(${panel.left.toFixed(1)},${panel.top})` }
    return panel.name + element('g', place, ...names, bars, baseline)
  })
  const legend = drawLegend({ shadeOf: () => 0, legend: [] }, withheld, table, grid.height)
  return { height: grid.height + legend.height, body: [...drawn, legend.body].join('') }
}

function rowName(row: string, width: number, i: number): string {
  return textAt(-gap, i * rowHeight + barHeight, shortened(row, width, smallSize), {
    class: 'kc-text',
    'text-anchor': 'end',
    'font-size': smallSize,
  })
}

function bar(
  { figure, text, told }: ChartCell,
  i: number,
  length: (value: number) => number,
  hatch: string,
): string {
  const width = barLength(figure, length, withheldLength)
  const look = figure.value === null ? { class: 'kc-withheld', fill: hatch } : { class: 'kc-bar' }
  const y = i * rowHeight + 1
  return mark(
    'kc-mark',
    told,
    ...(width > 0 ? [element('rect', { ...look, x: 0, y, width, height: barHeight })] : []),
    textAt(width + gap - 1, y + barHeight - 1, text, { class: 'kc-number', 'font-size': smallSize }),
  )
}

function isEmpty({ cells }: Panel): boolean {
  return cells.every(({ figure }) => figure.status === 'c')
}

/** Nothing of it is published: hatched as a whole, each figure in its place for who points at it. */
function emptyPanel({ cells }: Panel, width: number, withheld: string, table: string): string {
  const look = { class: 'kc-withheld kc-band', fill: hatchOf(table), x: 0, width, height: rowHeight }
  const hatched = cells.map(({ told }, i) =>
    mark('kc-mark', told, element('rect', { ...look, y: i * rowHeight })),
  )
  const middle = (cells.length * rowHeight) / 2
  const label = { class: 'kc-number', 'text-anchor': 'middle', 'font-size': smallSize }
  return [
    ...hatched,
    plate(width / 2, middle, withheld),
    textAt(width / 2, middle + 3.5, withheld, label),
  ].join('')
}
