import type { Code, Dimension } from '../../schemas/cell.ts'
import { areBands, arePeriods, codesAtLevel, finestWithin, levelsOf, notStated } from './code-list.ts'
import { mapCodes } from './map-geometry.ts'
import type { ReleaseCharts } from './release-charts.ts'

/** One dimension of a chart, and the codes of it that are drawn, in the order of its code list. */
export interface Axis {
  readonly dimension: Dimension
  readonly codes: readonly Code[]
}

/** Finds the axes of a chart among dimensions, in their order; null where it does not fit them. */
export type AxisFinder = (
  dimensions: readonly Dimension[],
  maps: ReleaseCharts['maps'],
) => readonly Axis[] | null

const mostBars = 40
const mostRows = 40
const mostColumns = 8
/** A band of ages is one row of a pyramid. */
const mostBands = 40
const mostPanels = 24
const mostBarsInPanel = 16
/** Points of time of all panels or lines: each is said to who points at it, and a page holds them all. */
const mostPoints = 800

export const lineAxes: AxisFinder = (dimensions) => firstAxis(dimensions, lineAxis)

/** Time, and the first other dimension that is not too long. */
export const seriesAxes: AxisFinder = (dimensions) => {
  const [time] = lineAxes(dimensions, new Map()) ?? []
  if (time === undefined) return null
  const most = Math.min(mostPanels, Math.floor(mostPoints / time.codes.length))
  const others = dimensions.filter(({ name }) => name !== time.dimension.name)
  const series = firstAxis(others, (dimension) => severalAxis(dimension, most))
  return series === null ? null : [time, ...series]
}

export const pyramidAxes: AxisFinder = (dimensions) => {
  const bands = firstAxis(dimensions, bandAxis)
  const sides = firstAxis(dimensions, sideAxis)
  return bands === null || sides === null ? null : [...bands, ...sides]
}

export const mapAxes: AxisFinder = (dimensions, maps) =>
  firstAxis(dimensions, (dimension) => mapAxis(dimension, maps))

/** The first two dimensions that have codes. The one with fewer goes across, since a phone is narrow. */
export const heatAxes: AxisFinder = (dimensions) => {
  const [first, second] = dimensions.filter((dimension) => levelsOf(dimension).length > 0)
  if (first === undefined || second === undefined) return null
  const [rows, columns] = finest(first).length < finest(second).length ? [second, first] : [first, second]
  const across = axis(columns, finestWithin(columns, mostColumns))
  const down = axis(rows, finestWithin(rows, mostRows))
  return across === null || down === null ? null : [down, across]
}

export const barAxes: AxisFinder = (dimensions) =>
  firstAxis(dimensions, (dimension) => axis(dimension, finestWithin(dimension, mostBars)))

/** The bars of each panel, then the panels; the other way where only that fits. */
export const barPanelAxes: AxisFinder = (dimensions) => {
  const [first, second] = dimensions.filter((dimension) => levelsOf(dimension).length > 0)
  if (first === undefined || second === undefined) return null
  return barsAndPanels(first, second) ?? barsAndPanels(second, first)
}

function barsAndPanels(bars: Dimension, panels: Dimension): readonly Axis[] | null {
  const down = axis(bars, finestWithin(bars, mostBarsInPanel))
  const across = severalAxis(panels, mostPanels)
  return across === null || down === null ? null : [down, across]
}

function severalAxis(dimension: Dimension, most: number): Axis | null {
  const codes = finestWithin(dimension, most)
  return codes !== null && codes.length > 1 ? { dimension, codes } : null
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
