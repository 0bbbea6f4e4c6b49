import { type Figure, matrixCoordinates, type PublishedTable, type TableShape } from '../../schemas/cell.ts'

/** A table as it would be published with every row hidden. */
export function allHidden({ shape }: { readonly shape: TableShape }): PublishedTable {
  const figures = [...shape.baseMeasures, ...shape.derivedMeasures].map(
    (): Figure => ({ value: null, status: 'c' }),
  )
  const rows = [...matrixCoordinates(shape.dimensions)].map((coordinates) => ({ coordinates, figures }))
  return { shape, rows }
}
