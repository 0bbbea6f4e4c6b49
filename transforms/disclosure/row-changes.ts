import {
  type Cell,
  type Dimension,
  matrixCoordinates,
  type TableShape,
  type TabulatedTable,
} from '../../schemas/cell.ts'
import type { LeafLearners, Move, Returns } from '../../schemas/change.ts'
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
  /** How many at most both entered and left, as it seems, and did neither. */
  readonly stayed: Int32Array
}

/** Sums moves between leaf rows of one table up to all rows, margins included. */
export class MoveSums {
  readonly #size: number
  /** By leaf row: all rows that hold it; filled where moves ask. */
  readonly #above = new Map<number, readonly number[]>()
  readonly #pathsOf: (row: number) => readonly (readonly number[])[]

  constructor(dimensions: readonly Dimension[]) {
    const matrix = matrixDimensions(dimensions)
    this.#size = dimensions.reduce((product, { codes }) => product * codes.length, 1)
    const climbs = dimensions.map(({ codes }, d) => {
      const position = new Map(codes.map(({ code }, i) => [code, i]))
      const paths: number[][] = []
      codes.forEach(({ parent }, i) => {
        paths.push(parent === null ? [i] : [i, ...paths[position.get(parent)!]!])
      })
      return paths.map((path) => path.map((code) => code * matrix[d]!.stride))
    })
    this.#pathsOf = (row) =>
      matrix.map(({ stride, dimension }, d) => climbs[d]![Math.floor(row / stride) % dimension.codes.length]!)
  }

  of(moves: readonly Move[], returns?: Returns): RowChanges {
    const zeros = () => new Int32Array(this.#size)
    const [joined, departed, movedIn, movedOut, within] = [zeros(), zeros(), zeros(), zeros(), zeros()]
    const add = (to: Int32Array, leaf: number, learners: number): void => {
      for (const row of this.#rowsAbove(leaf)) to[row]! += learners
    }
    for (const { from, to, learners } of moves) {
      if (to >= 0) add(from < 0 ? joined : movedIn, to, learners)
      if (from >= 0) add(to < 0 ? departed : movedOut, from, learners)
      if (from < 0 || to < 0) continue
      const others = this.#rowsAbove(to)
      for (const row of this.#rowsAbove(from)) if (others.includes(row)) within[row]! += learners
    }
    const sumOf = (leaves: readonly LeafLearners[] = []): Int32Array => {
      const sums = zeros()
      for (const { row, learners } of leaves) add(sums, row, learners)
      return sums
    }
    const [cameBack, wereForgotten] = [sumOf(returns?.joined), sumOf(returns?.departed)]
    return {
      stayed: cameBack.map((learners, row) => Math.min(learners, wereForgotten[row]!, returns?.most ?? 0)),
      rose: joined.map((learners, row) => learners + movedIn[row]! - within[row]!),
      fell: departed.map((learners, row) => learners + movedOut[row]! - within[row]!),
      joined,
      departed,
      movedIn,
      movedOut,
    }
  }

  #rowsAbove(leaf: number): readonly number[] {
    const known = this.#above.get(leaf)
    if (known !== undefined) return known
    let rows = [0]
    for (const path of this.#pathsOf(leaf)) rows = rows.flatMap((row) => path.map((code) => row + code))
    this.#above.set(leaf, rows)
    return rows
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
