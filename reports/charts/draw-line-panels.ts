import { scaleLinear } from 'd3-scale'
import type { ChartCells } from './chart-cells.ts'
import { drawCourse } from './draw-course.ts'
import { plate } from './draw-heat.ts'
import { drawLegend } from './draw-legend.ts'
import { type Drawing, smallSize } from './drawing.ts'
import { textWidth } from './fit-text.ts'
import { columnsOf, type Panel, panelGrid } from './panel-grid.ts'
import { element, textAt } from './svg.ts'
import { dates, hatchedBand, withheldRuns } from './time-axis.ts'
import { gridLines, type ValueAxis, valueAxis } from './value-axis.ts'

const body = 56
const foot = 24

/** A small course in time for each code, all on one scale. Where nothing of one is published, it says so. */
export function drawLinePanels(
  chart: ChartCells,
  across: number,
  withheld: string | null,
  table: string,
): Drawing {
  const columns = columnsOf(chart.cells, across)
  const axis = valueAxis(chart, [body, 0], 2)
  const grid = panelGrid(columns, { left: axis.room, body, foot })
  const drawn = grid.panels.map((panel) => {
    const course = drawPanel(panel, axis, grid.width, withheld, table)
    const lines = gridLines(axis, [0, grid.width], panel.isFirst ? chart.textOf : null)
    const place = { transform: `translate(${panel.left.toFixed(1)},${panel.top})` }
    return panel.name + element('g', place, ...lines, course)
  })
  const legend = drawLegend({ shadeOf: () => 0, legend: [] }, withheld, table, grid.height)
  return { height: grid.height + legend.height, body: [...drawn, legend.body].join('') }
}

function drawPanel(
  { cells }: Panel,
  { y }: ValueAxis,
  width: number,
  withheld: string | null,
  table: string,
): string {
  const x = scaleLinear([0, Math.max(1, cells.length - 1)], [3, width - 3])
  const plot = { left: 0, right: width, top: 0, bottom: body }
  const course = drawCourse(cells, {
    ...{ x, y, bottom: body, point: 1.5, dashes: null },
    withheld: (i) => hatchedBand(x(i), x(1) - x(0), plot, table),
  })
  const isEmpty = cells.every(({ figure }) => figure.status === 'c')
  const says = withheldRuns(cells).flatMap(([from, to]) => {
    const text = isEmpty && withheld !== null ? withheld : '[c]'
    const room = textWidth(text, smallSize) + 4
    const middle = Math.min(width - room / 2, Math.max(room / 2, (x(from) + x(to)) / 2))
    const label = { class: 'kc-number', 'text-anchor': 'middle', 'font-size': smallSize }
    // Names of gaps that touch each other would be no names: the hatching says the same.
    return x(to) - x(from) + x(1) - x(0) < room
      ? []
      : [plate(middle, body / 2, text), textAt(middle, body / 2 + 3.5, text, label)]
  })
  const labels = cells.map((cell) => cell.labels[0]!)
  const ends = [labels[0]!, labels.at(-1)!]
  const at = (i: number) => x(i === 0 ? 0 : cells.length - 1)
  return course + says.join('') + dates(ends, at, body, [0, width]).join('')
}
