import { scaleLinear } from 'd3-scale'
import type { ChartCells } from './chart-cells.ts'
import { drawCourse } from './draw-course.ts'
import { plate } from './draw-heat.ts'
import { chartWidth, type Drawing } from './drawing.ts'
import { textAt } from './svg.ts'
import { dates, hatchedBand, withheldRuns } from './time-axis.ts'
import { gridLines, valueAxis } from './value-axis.ts'

const height = 190
const top = 8
const bottom = height - 22
const right = chartWidth - 10

/** A course in time. It breaks where a figure is withheld, and the days that are missing are hatched from top to bottom. */
export function drawLine(chart: ChartCells, table: string): Drawing {
  const { cells, textOf } = chart
  const axis = valueAxis(chart, [bottom, top], 4)
  const left = axis.room
  const x = scaleLinear([0, Math.max(1, cells.length - 1)], [left + 6, right])
  const plot = { left, right: chartWidth, top, bottom }
  const course = drawCourse(cells, {
    ...{ x, y: axis.y, bottom, point: 2.4, dashes: null },
    withheld: (i) => hatchedBand(x(i), x(1) - x(0), plot, table),
  })
  const labels = withheldRuns(cells).map(([from, to]) => {
    const middle = Math.min(right - 6, (x(from) + x(to)) / 2)
    return (
      plate(middle, 26, '[c]') + textAt(middle, 30, '[c]', { class: 'kc-number', 'text-anchor': 'middle' })
    )
  })
  const days = dates(
    cells.map(({ labels }) => labels[0]!),
    x,
    bottom,
  )
  const grid = gridLines(axis, [left, chartWidth], textOf)
  return { height, body: [...grid, course, ...labels, ...days].join('') }
}
