import type { PublishedTable } from '../../schemas/cell.ts'
import type { ChartKind } from '../../schemas/chart.ts'
import { labelIn } from '../messages/label.ts'
import { type ChartCells, readCells } from './chart-cells.ts'
import type { ChartContext } from './chart-context.ts'
import { chartNotes } from './chart-notes.ts'
import { type ChartPlan, planChart } from './chart-plan.ts'
import { chartSentence } from './chart-sentence.ts'
import { drawBarPanels } from './draw-bar-panels.ts'
import { drawBars } from './draw-bars.ts'
import { drawHeat } from './draw-heat.ts'
import { drawLine } from './draw-line.ts'
import { drawLinePanels } from './draw-line-panels.ts'
import { drawLines } from './draw-lines.ts'
import { drawMap, type MapDrawing } from './draw-map.ts'
import { drawPyramid } from './draw-pyramid.ts'
import { framed } from './drawing.ts'
import { isolated } from './fit-text.ts'
import { noCharts } from './release-charts.ts'

export interface Chart {
  readonly kind: ChartKind
  /** A whole `<svg>` element without scripts and inline styles; its look comes from `chartStyle`. */
  readonly svg: string
  /** What it shows; the same text describes it to screen readers. */
  readonly sentence: string
  /** What to say under it, such as which regions are not on the map; may be empty. */
  readonly notes: readonly string[]
}

/**
 * Draws a published table, whose hidden figures are gone: nothing of them can be in it.
 *
 * @returns the same bytes for the same table, on any machine; null where no chart fits the table
 */
export function chartFor(table: PublishedTable, context: ChartContext): Chart | null {
  if (table.rows.length === 0) return null
  const plan = planChart(table.shape, context.charts ?? noCharts)
  if (plan === null) return null
  const cells = readCells(table, plan, context)
  const drawing = draw(table.shape.id, plan, cells, context)
  const sentence = chartSentence(table, plan, cells, context)
  const title = `${isolated(labelIn(table.shape.title, context.language))}, ${table.shape.period}`
  return {
    kind: plan.kind,
    svg: framed(table, drawing, plan.kind, title, sentence, context.language),
    sentence,
    notes: chartNotes(plan, cells, drawing, context),
  }
}

function draw(table: string, plan: ChartPlan, chart: ChartCells, { say, charts }: ChartContext): MapDrawing {
  const isHatched = chart.cells.some(({ figure }) => figure.status === 'c')
  const withheld = isHatched ? say('chartHatched', { mark: '[c]' }) : null
  const all = { notOnMap: [], withoutFigure: [] }
  const across = plan.axes[1]?.codes.length ?? 1
  if (plan.layout === 'series') return { ...drawLines(chart, across, withheld, table), ...all }
  if (plan.layout === 'panels') {
    const drawPanels = plan.kind === 'line' ? drawLinePanels : drawBarPanels
    return { ...drawPanels(chart, across, withheld, table), ...all }
  }
  if (plan.kind === 'line') return { ...drawLine(chart, table), ...all }
  if (plan.kind === 'pyramid') return { ...drawPyramid(chart, table), ...all }
  if (plan.kind === 'heat') return { ...drawHeat(chart, across, withheld, table), ...all }
  const map = charts?.maps.get(plan.axes[0]!.dimension.name)
  if (plan.kind === 'map' && map !== undefined) return drawMap(chart, map, withheld, table)
  return { ...drawBars(chart, table), ...all }
}
