import { scaleQuantile, scaleThreshold } from 'd3-scale'
import type { ChartCells } from './chart-cells.ts'

/** Classes of values that are drawn in one shade each, 0 the palest and 4 the darkest. */
export interface ValueClasses {
  readonly shadeOf: (value: number) => number
  /** What the legend says, from the least values to the greatest; empty where nothing is published. */
  readonly legend: readonly { readonly shade: number; readonly text: string }[]
}

const shades = [0, 1, 2, 3, 4] as const
/** Shade of the only class there is. */
const only = 0

/**
 * Fifths of the published values, with bounds rounded to two digits: equal steps would put all but the capital into
 * one shade. What is withheld has no part in them.
 */
export function valueClasses({ cells, textOf }: Pick<ChartCells, 'cells' | 'textOf'>): ValueClasses {
  const values = cells.flatMap(({ figure }) => (figure.value === null ? [] : [figure.value]))
  if (values.length === 0) return { shadeOf: () => only, legend: [] }
  const [least, most] = [Math.min(...values), Math.max(...values)]
  // No more classes than values, so that none stands empty.
  const parts = shades.slice(0, new Set(values).size)
  const quantiles = scaleQuantile<number>().domain(values).range(parts).quantiles()
  const rounded = quantiles.map((bound) => Math.round(Number(bound.toPrecision(2))))
  const bounds = [...new Set(rounded)].filter((bound) => bound > least && bound <= most)
  if (bounds.length === 0)
    return { shadeOf: () => only, legend: [{ shade: only, text: span(least, most, textOf) }] }
  const last = shades.length - 1
  const spread = [0, ...bounds].map((_, i) => Math.round((i * last) / bounds.length))
  const texts = classTexts(bounds, textOf)
  return {
    shadeOf: scaleThreshold<number, number>().domain(bounds).range(spread),
    legend: spread.map((shade, i) => ({ shade, text: texts[i]! })),
  }
}

function classTexts(bounds: readonly number[], textOf: (scaled: number) => string): readonly string[] {
  const between = bounds.slice(1).map((next, i) => span(bounds[i]!, next - 1, textOf))
  return [`< ${textOf(bounds[0]!)}`, ...between, `≥ ${textOf(bounds.at(-1)!)}`]
}

function span(least: number, most: number, textOf: ChartCells['textOf']): string {
  const [from, to] = [textOf(least), textOf(most)]
  return from === to ? from : `${from}–${to}`
}
