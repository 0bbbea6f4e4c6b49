import {
  type Cell,
  type Dimension,
  matrixCoordinates,
  type TableShape,
  type TabulatedTable,
} from '../../schemas/cell.ts'
import type { Move } from '../../schemas/change.ts'
import { matrixDimensions } from './table-matrix.ts'

/** Learners who entered, and who left, each row of a matrix: movers within a row do neither. */
export interface RowChanges {
  readonly rose: Int32Array
  readonly fell: Int32Array
  /** Those of them who were in no row before, or are in none now: these add up over rows. */
  readonly joined: Int32Array
  readonly departed: Int32Array
  /** Who came from another leaf row, and who went to one: sums over leaf rows, moves within a row among them. */
  readonly movedIn: Int32Array
  readonly movedOut: Int32Array
}

/** Sums moves between leaf rows up to all rows, margins included. */
export function rowChanges(dimensions: readonly Dimension[], moves: readonly Move[]): RowChanges {
  const matrix = matrixDimensions(dimensions)
  const size = dimensions.reduce((product, { codes }) => product * codes.length, 1)
  const climbs = dimensions.map(({ codes }) => {
    const position = new Map(codes.map(({ code }, i) => [code, i]))
    const paths: number[][] = []
    codes.forEach(({ parent }, i) => {
      paths.push(parent === null ? [i] : [i, ...paths[position.get(parent)!]!])
    })
    return paths
  })
  const pathsOf = (row: number) =>
    matrix.map(({ stride, dimension }, d) => climbs[d]![Math.floor(row / stride) % dimension.codes.length]!)
  const zeros = () => new Int32Array(size)
  const [joined, departed, movedIn, movedOut, within] = [zeros(), zeros(), zeros(), zeros(), zeros()]
  const add = (to: Int32Array, paths: readonly (readonly number[])[], learners: number): void => {
    let rows = [0]
    paths.forEach((path, d) => {
      rows = rows.flatMap((row) => path.map((code) => row + code * matrix[d]!.stride))
    })
    for (const row of rows) to[row]! += learners
  }
  for (const { from, to, learners } of moves) {
    const before = from < 0 ? null : pathsOf(from)
    const after = to < 0 ? null : pathsOf(to)
    if (after !== null) add(before === null ? joined : movedIn, after, learners)
    if (before !== null) add(after === null ? departed : movedOut, before, learners)
    if (before === null || after === null) continue
    const common = before.map((path, d) => path.filter((code) => after[d]!.includes(code)))
    add(within, common, learners)
  }
  return {
    rose: joined.map((learners, row) => learners + movedIn[row]! - within[row]!),
    fell: departed.map((learners, row) => learners + movedOut[row]! - within[row]!),
    joined,
    departed,
    movedIn,
    movedOut,
  }
}

/** Changes as a table of their own, with one measure; a change of nobody is no secret. */
export function changeTable(shape: TableShape, changes: Int32Array): TabulatedTable {
  const [measure] = shape.baseMeasures
  const coordinates = [...matrixCoordinates(shape.dimensions)]
  return {
    shape: {
      ...shape,
      dimensions: shape.dimensions.map((dimension) => ({ ...dimension, sensitive: false })),
      baseMeasures: [{ ...measure!, within: null, atMost: [], part: null }],
      derivedMeasures: [],
      zeros: 'publish',
    },
    cells: coordinates.map((codes, row): Cell => {
      const contributors = changes[row]!
      const measures = [{ value: contributors, contributors, largest: [] }]
      return { coordinates: codes, contributors, measures, outcomes: {}, scores: {} }
    }),
  }
}
