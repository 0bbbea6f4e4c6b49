import type { DerivedMeasure, PublishedRow, TableShape } from '../../schemas/cell.ts'
import { facts } from '../../schemas/fact.ts'
import type { TableDefinition } from '../../schemas/table.ts'
import type { ReleasedPart } from './released-parts.ts'

/** No table of a project is called so. */
function idOfMargins(id: string): string {
  return `${id} in all`
}

/**
 * A table as it is counted for longer periods that do not show it: without days, which are of one base period; without
 * outcomes, means and medians, which are of one period's results.
 */
export function marginTable(table: TableDefinition): TableDefinition {
  const dimensions = Object.entries(table.dimensions).filter(([name]) => isKept(table.from, name))
  const measures = Object.entries(table.measures).filter(([, one]) => !('mean' in one || 'median' in one))
  const isWhole =
    dimensions.length === Object.keys(table.dimensions).length &&
    measures.length === Object.keys(table.measures).length
  return isWhole
    ? table
    : {
        ...table,
        id: idOfMargins(table.id),
        dimensions: Object.fromEntries(dimensions),
        measures: Object.fromEntries(measures),
      }
}

/** What a released table shows of this, as a table of its own; none where it is all of it. */
export function marginParts({ published, truth, ...part }: ReleasedPart): readonly ReleasedPart[] {
  const { fact, dimensions, baseMeasures, derivedMeasures } = truth.shape
  const dropped = dimensions.flatMap(({ name }, d) => (isKept(fact, name) ? [] : [d]))
  if (dropped.length === 0 && derivedMeasures.every(isRatio)) return []
  const ofShape = (shape: TableShape): TableShape => ({
    ...shape,
    id: idOfMargins(shape.id),
    dimensions: shape.dimensions.filter((_, d) => !dropped.includes(d)),
    derivedMeasures: shape.derivedMeasures.filter(isRatio),
  })
  const margins = <R extends Pick<PublishedRow, 'coordinates'>>(rows: readonly R[]): readonly R[] =>
    rows
      .filter(({ coordinates }) => dropped.every((d) => coordinates[d] === dimensions[d]!.codes[0]!.code))
      .map((row) => ({ ...row, coordinates: row.coordinates.filter((_, d) => !dropped.includes(d)) }))
  const isShown = (_: unknown, m: number) =>
    m < baseMeasures.length || isRatio(derivedMeasures[m - baseMeasures.length]!)
  const rows = margins(published.rows).map((row) => ({ ...row, figures: row.figures.filter(isShown) }))
  return [
    {
      ...part,
      published: { shape: ofShape(published.shape), rows },
      truth: { shape: ofShape(truth.shape), cells: margins(truth.cells) },
    },
  ]
}

function isKept(fact: string, dimension: string): boolean {
  const outcomes: readonly string[] = facts[fact as keyof typeof facts].outcomes
  return dimension !== 'day' && !outcomes.includes(dimension)
}

function isRatio({ type }: DerivedMeasure): boolean {
  return type === 'ratio'
}
