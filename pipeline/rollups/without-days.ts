import type { PublishedRow, TableShape } from '../../schemas/cell.ts'
import type { TableDefinition } from '../../schemas/table.ts'
import type { ReleasedPart } from './released-parts.ts'

/** Days are of base periods only: what a table shows of a whole one, longer periods count on. */
const days = 'day'

/** No table of a project is called so. */
function idWithoutDays(id: string): string {
  return `${id} without days`
}

/** A table as it is counted for longer periods: as it is, where it has no days. */
export function withoutDays(table: TableDefinition): TableDefinition {
  const { [days]: own, ...dimensions } = table.dimensions
  return own === undefined ? table : { ...table, id: idWithoutDays(table.id), dimensions }
}

/** What a table with days shows of its whole period, as a table of its own; none where it has no days. */
export function wholePeriods({ published, truth, ...part }: ReleasedPart): readonly ReleasedPart[] {
  const d = truth.shape.dimensions.findIndex(({ name }) => name === days)
  if (d < 0) return []
  const total = truth.shape.dimensions[d]!.codes[0]!.code
  const ofShape = (shape: TableShape): TableShape => ({
    ...shape,
    id: idWithoutDays(shape.id),
    dimensions: shape.dimensions.filter((_, i) => i !== d),
  })
  const whole = <R extends Pick<PublishedRow, 'coordinates'>>(rows: readonly R[]): readonly R[] =>
    rows
      .filter(({ coordinates }) => coordinates[d] === total)
      .map((row) => ({ ...row, coordinates: row.coordinates.filter((_, i) => i !== d) }))
  return [
    {
      ...part,
      published: { shape: ofShape(published.shape), rows: whole(published.rows) },
      truth: { shape: ofShape(truth.shape), cells: whole(truth.cells) },
    },
  ]
}
