import type { TableShape } from '../../schemas/cell.ts'
import { addsUp, measureNumber, planChart } from './chart-plan.ts'
import type { ReleaseCharts } from './release-charts.ts'

export interface ChartFault {
  /** The rule that a project's choice breaks. */
  readonly clause: string
  readonly provided: string
}

/** Kinds that need more of a dimension than codes, which a shape tells before any source is read. */
const needs = {
  line: 'a line needs a dimension of days, weeks or months',
  pyramid: 'a pyramid needs an attribute in bands of a number, and one with two codes',
  map: 'a map needs an attribute with a map that has its codes',
  heat: null,
  bars: null,
} as const

/**
 * Why the chart that a project chose for a table cannot be drawn; null where it can, or it chose none.
 *
 * @param shape perhaps without the codes of courses and lessons, which only sources tell
 */
export function chartFault(shape: TableShape, charts: ReleaseCharts): ChartFault | null {
  const choice = charts.choices.get(shape.id)
  if (choice === undefined) return null
  const { kind, by = [], measure } = choice
  const stranger = by.find((name) => !shape.dimensions.some((dimension) => dimension.name === name))
  if (stranger !== undefined) return { clause: 'by names dimensions of the table', provided: stranger }
  const number = measureNumber(shape, measure)
  if (number < 0) return { clause: 'measure is one of the table', provided: measure ?? '' }
  if (kind === undefined || kind === 'none') return null
  if (kind === 'pyramid' && !addsUp(shape, number))
    return { clause: 'a pyramid shows what is counted or summed', provided: measure ?? '' }
  const need = needs[kind]
  if (need === null || planChart(shape, charts) !== null) return null
  return { clause: need, provided: by.length === 0 ? kind : `${kind} by ${by.join(', ')}` }
}
