import type { TableShape } from '../../schemas/cell.ts'
import { type ChartChoice, type ChartKind, chartArities } from '../../schemas/chart.ts'
import {
  type Axis,
  type AxisFinder,
  barAxes,
  barPanelAxes,
  heatAxes,
  lineAxes,
  mapAxes,
  pyramidAxes,
  seriesAxes,
} from './chart-axes.ts'
import type { ReleaseCharts } from './release-charts.ts'

/** `series`: a line for each code of the last axis, in one plot; `panels`: a small chart for each, all on one scale. */
export type Layout = 'single' | 'series' | 'panels'

/** What a table's chart shows. Dimensions without an axis are at their total. */
export interface ChartPlan {
  readonly kind: ChartKind
  readonly layout: Layout
  /** Number of the measure among a row's figures. */
  readonly measure: number
  /** Rows, then columns; as many as the kind has. */
  readonly axes: readonly Axis[]
}

/** More lines are not told apart by their dashes. */
const mostLines = 5

interface Candidate {
  readonly kind: ChartKind
  readonly arity: number
  readonly find: AxisFinder
}

/** The order in which charts are tried where the project does not say which. */
const candidates: readonly Candidate[] = [
  { kind: 'line', arity: 2, find: seriesAxes },
  { kind: 'line', arity: 1, find: lineAxes },
  { kind: 'pyramid', arity: 2, find: pyramidAxes },
  { kind: 'map', arity: 1, find: mapAxes },
  { kind: 'heat', arity: 2, find: heatAxes },
  { kind: 'bars', arity: 2, find: barPanelAxes },
  { kind: 'bars', arity: 1, find: barAxes },
]

/** What is drawn of a table; null where no chart fits, or the project wants none. */
export function planChart(shape: TableShape, { choices, maps }: ReleaseCharts): ChartPlan | null {
  const choice: ChartChoice = choices.get(shape.id) ?? {}
  if (choice.kind === 'none') return null
  const measure = measureNumber(shape, choice.measure)
  const by = choice.by?.flatMap((name) => shape.dimensions.filter((dimension) => dimension.name === name))
  for (const { kind, arity, find } of candidatesFor(choice)) {
    if (kind === 'pyramid' && !addsUp(shape, measure)) continue
    const axes = find(by ?? shape.dimensions, maps)
    if (axes?.length === arity) return { kind, layout: layoutOf(kind, axes), measure, axes }
  }
  return null
}

/** Bars that a project asks for are of one dimension, unless it names two. Where the second has too many codes, the first alone. */
function candidatesFor({ kind, by }: ChartChoice): readonly Candidate[] {
  if (kind === undefined) return candidates
  const most = by?.length ?? (kind === 'bars' ? 1 : 2)
  return candidates.filter((one) => one.kind === kind && one.arity <= most)
}

function layoutOf(kind: ChartKind, [, columns]: readonly Axis[]): Layout {
  if (columns === undefined || !chartArities[kind].includes(1)) return 'single'
  return kind === 'line' && columns.codes.length <= mostLines ? 'series' : 'panels'
}

/** Number of a measure among a row's figures; -1 where the table has none of the name. */
export function measureNumber({ baseMeasures, derivedMeasures }: TableShape, name?: string): number {
  return name === undefined ? 0 : [...baseMeasures, ...derivedMeasures].findIndex((one) => one.name === name)
}

/** Bars of a pyramid are parts of one whole: a percentage is none. */
export function addsUp({ baseMeasures }: TableShape, measure: number): boolean {
  return measure < baseMeasures.length
}
