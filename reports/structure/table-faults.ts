import { matrixCoordinates, matrixSize, type PublishedTable } from '../../schemas/cell.ts'
import { dayFaults } from './day-faults.ts'
import { definitionFaults } from './definition-faults.ts'
import { figureFaults } from './figure-faults.ts'
import { counted, type Fault } from './finding.ts'

/** Everything that structure forbids in a table before it is written. */
export function tableFaults({ shape, rows }: PublishedTable): readonly Fault[] {
  const definition = definitionFaults(shape)
  if (definition.length > 0) return definition
  if (rows.length !== matrixSize(shape.dimensions)) {
    return [{ rule: 'matrix', clause: 'a table has a row for every combination of its codes' }]
  }
  const misplaced = [...matrixCoordinates(shape.dimensions)].filter((expected, i) => {
    const { coordinates } = rows[i]!
    return coordinates.length !== expected.length || expected.some((code, d) => code !== coordinates[d])
  })
  return [
    ...counted('matrix', misplaced.length, 'row is not in matrix order', 'rows are not in matrix order'),
    ...figureFaults(
      shape,
      rows.map(({ figures }) => figures),
    ),
    ...dayFaults(
      shape,
      rows.map(({ asOf, figures }) => ({ asOf: asOf ?? null, figures })),
    ),
  ]
}
