import type { Code, Dimension, TableShape } from '../../schemas/cell.ts'
import { type ChartChoice, type ChartKind, chartArity } from '../../schemas/chart.ts'
import { areBands, arePeriods, codesAtLevel, finestWithin, levelsOf, notStated } from './code-list.ts'
import { mapCodes } from './map-geometry.ts'
import type { ReleaseCharts } from './release-charts.ts'

/** One dimension of a chart, and the codes of it that are drawn, in the order of its code list. */
export interface Axis {
  readonly dimension: Dimension
  readonly codes: readonly Code[]
}

/** What a table's chart shows. Dimensions without an axis are at their total. */
export interface ChartPlan {
  readonly kind: ChartKind
  /** Number of the measure among a row's figures. */
  readonly measure: number
  /** Rows, then columns; as many as the kind has. */
  readonly axes: readonly Axis[]
}

const mostBars = 40
const mostRows = 40
const mostColumns = 8
/** A band of ages is one row of a pyramid. */
const mostBands = 40

type AxisFinder = (dimensions: readonly Dimension[], maps: ReleaseCharts['maps']) => readonly Axis[] | null

/** For each kind the axes that fit it, looked for in the order of the dimensions. */
const axesOf: Readonly<Record<ChartKind, AxisFinder>> = {
  line: (dimensions) => firstAxis(dimensions, lineAxis),
  pyramid: (dimensions) => {
    const bands = firstAxis(dimensions, bandAxis)
    const sides = firstAxis(dimensions, sideAxis)
    return bands === null || sides === null ? null : [...bands, ...sides]
  },
  map: (dimensions, maps) => firstAxis(dimensions, (dimension) => mapAxis(dimension, maps)),
  heat: (dimensions) => {
    const [first, second] = dimensions.filter((dimension) => levelsOf(dimension).length > 0)
    return first === undefined || second === undefined ? null : heatAxes(first, second)
  },
  bars: (dimensions) =>
    firstAxis(dimensions, (dimension) => axis(dimension, finestWithin(dimension, mostBars))),
}

/** The order in which kinds are tried where the project does not say which. */
const preference: readonly ChartKind[] = ['line', 'pyramid', 'map', 'heat', 'bars']

/** What is drawn of a table; null where no chart fits, or the project wants none. */
export function planChart(shape: TableShape, { choices, maps }: ReleaseCharts): ChartPlan | null {
  const choice: ChartChoice = choices.get(shape.id) ?? {}
  if (choice.kind === 'none') return null
  const measure = measureNumber(shape, choice.measure)
  const by = choice.by?.flatMap((name) => shape.dimensions.filter((dimension) => dimension.name === name))
  const kinds = choice.kind === undefined ? preference : [choice.kind]
  for (const kind of kinds) {
    if (kind === 'pyramid' && !addsUp(shape, measure)) continue
    const axes = axesOf[kind](by ?? shape.dimensions, maps)
    if (axes?.length === chartArity[kind]) return { kind, measure, axes }
  }
  return null
}

/** Number of a measure among a row's figures; -1 where the table has none of the name. */
export function measureNumber({ baseMeasures, derivedMeasures }: TableShape, name?: string): number {
  return name === undefined ? 0 : [...baseMeasures, ...derivedMeasures].findIndex((one) => one.name === name)
}

/** Bars of a pyramid are parts of one whole: a percentage is none. */
export function addsUp({ baseMeasures }: TableShape, measure: number): boolean {
  return measure < baseMeasures.length
}

function axis(dimension: Dimension, codes: readonly Code[] | null): Axis | null {
  return codes === null || codes.length === 0 ? null : { dimension, codes }
}

function firstAxis(
  dimensions: readonly Dimension[],
  find: (dimension: Dimension) => Axis | null,
): readonly Axis[] | null {
  for (const dimension of dimensions) {
    const found = find(dimension)
    if (found !== null) return [found]
  }
  return null
}

function finest(dimension: Dimension): readonly Code[] {
  return codesAtLevel(dimension, levelsOf(dimension)[0] ?? 1)
}

function lineAxis(dimension: Dimension): Axis | null {
  const codes = finest(dimension)
  return arePeriods(dimension, codes) ? { dimension, codes } : null
}

function bandAxis(dimension: Dimension): Axis | null {
  const codes = finestWithin(dimension, mostBands)
  return codes !== null && dimension.kind === 'attribute' && areBands(codes) ? { dimension, codes } : null
}

/** Two categories, of what is known about learners; who did not say has no side. */
function sideAxis(dimension: Dimension): Axis | null {
  const codes = finest(dimension).filter(({ code }) => code !== notStated)
  return dimension.kind === 'attribute' && codes.length === 2 ? { dimension, codes } : null
}

/** The level of which most codes are on the map. */
function mapAxis(dimension: Dimension, maps: ReleaseCharts['maps']): Axis | null {
  const map = maps.get(dimension.name)
  if (map === undefined) return null
  const known = mapCodes(map)
  const levels = levelsOf(dimension).map((level) => {
    const codes = codesAtLevel(dimension, level)
    return { codes, found: codes.filter(({ code }) => known.has(code)).length }
  })
  const [best] = levels.toSorted((a, b) => b.found - a.found)
  return best === undefined || best.found === 0 ? null : { dimension, codes: best.codes }
}

/** The dimension with fewer codes goes across, since a phone is narrow. */
function heatAxes(first: Dimension, second: Dimension): readonly Axis[] | null {
  const [rows, columns] = finest(first).length < finest(second).length ? [second, first] : [first, second]
  const across = axis(columns, finestWithin(columns, mostColumns))
  const down = axis(rows, finestWithin(rows, mostRows))
  return across === null || down === null ? null : [down, across]
}
