import {
  type Cell,
  type Code,
  type Dimension,
  type MeasureCell,
  matrixCoordinates,
  type TabulatedTable,
} from '../../schemas/cell.ts'
import type { Held } from '../../schemas/custody.ts'
import { attest } from '../attest.ts'
import { otherCode, otherLabels } from './other-code.ts'

/** Siblings that become one code. */
export interface CodeGroup {
  readonly parent: string
  readonly codes: readonly string[]
}

/**
 * Merges finest codes of one dimension in a counted table, as `mergeSiblings` does before counting: figures add up,
 * histograms add up, and the largest contributions are among those of the parts.
 *
 * @param groups those that the table does not show are left out
 */
export function mergeCodes(
  table: Held<'tabulated', TabulatedTable>,
  dimension: string,
  groups: readonly CodeGroup[],
): Held<'tabulated', TabulatedTable> {
  const { shape, cells } = table
  const d = shape.dimensions.findIndex(({ name }) => name === dimension)
  const known = shape.dimensions[d]
  const shown = groups.filter(({ codes }) =>
    codes.every((code) => known?.codes.some((entry) => entry.code === code)),
  )
  if (known === undefined || known.kind === 'event' || shown.length === 0) return table
  const position = new Map(known.codes.map(({ code }, i) => [code, i]))
  const merged = mergedDimension(known, shown)
  const members = new Map(shown.map(({ parent, codes }) => [otherCode(parent), codes]))
  const dimensions = shape.dimensions.map((one, i) => (i === d ? merged : one))
  const below = shape.dimensions.slice(d + 1).reduce((size, { codes }) => size * codes.length, 1)
  const rows = [...matrixCoordinates(dimensions)].map((coordinates, row): Cell => {
    const outer = Math.floor(row / (below * merged.codes.length))
    const at = (code: string) =>
      cells[(outer * known.codes.length + position.get(code)!) * below + (row % below)]!
    const parts = members.get(coordinates[d]!)
    if (parts === undefined) return at(coordinates[d]!)
    const parent = merged.codes.find(({ code }) => code === coordinates[d])!.parent!
    return mergeCells(coordinates, parts.map(at), at(parent))
  })
  return attest('tabulated', { shape: { ...shape, dimensions }, cells: rows })
}

function mergedDimension(dimension: Dimension, groups: readonly CodeGroup[]): Dimension {
  const gone = new Set(groups.flatMap(({ codes }) => codes))
  const others = groups.map(({ parent, codes }): Code => {
    const { level } = dimension.codes.find(({ code }) => code === codes[0])!
    return { code: otherCode(parent), parent, level, labels: otherLabels }
  })
  return { ...dimension, codes: [...dimension.codes.filter(({ code }) => !gone.has(code)), ...others] }
}

/** @param whole a cell that contains them: it remembers at least as many of the largest contributions */
function mergeCells(coordinates: readonly string[], parts: readonly Cell[], whole: Cell): Cell {
  const measures = whole.measures.map(({ largest }, m): MeasureCell => {
    const own = parts.map((part) => part.measures[m]!)
    return {
      value: own.reduce((sum, { value }) => sum + value, 0),
      contributors: own.reduce((sum, { contributors }) => sum + contributors, 0),
      largest: own
        .flatMap((part) => part.largest)
        .sort((a, b) => b - a)
        .slice(0, largest.length),
    }
  })
  const outcomes: Record<string, Record<string, number>> = {}
  const scores: Record<string, number[]> = {}
  for (const part of parts) {
    for (const [outcome, categories] of Object.entries(part.outcomes))
      for (const [category, learners] of Object.entries(categories)) {
        outcomes[outcome] ??= {}
        outcomes[outcome][category] = (outcomes[outcome][category] ?? 0) + learners
      }
    for (const [score, histogram] of Object.entries(part.scores))
      scores[score] = histogram.map((count, percent) => count + (scores[score]?.[percent] ?? 0))
  }
  const contributors = parts.reduce((sum, part) => sum + part.contributors, 0)
  return { coordinates, contributors, measures, outcomes, scores }
}
