import type { BaseMeasure, Dimension, TableShape } from '../../schemas/cell.ts'

/** A dimension with the positions that its codes and their children have in the matrix. */
export interface MatrixDimension {
  readonly dimension: Dimension
  /** Rows between two neighbouring codes. */
  readonly stride: number
  /** For each code: positions of its children in the code list; empty for leaves. */
  readonly children: readonly (readonly number[])[]
}

/** The learners of `whole` that are not in `part`: what a reader gets by subtraction in every published row. */
export interface Complement {
  readonly whole: number
  readonly part: number
}

/** Positions of a table's complete matrix: the first dimension varies slowest. */
export function matrixDimensions(dimensions: readonly Dimension[]): readonly MatrixDimension[] {
  let stride = dimensions.reduce((product, dimension) => product * dimension.codes.length, 1)
  return dimensions.map((dimension) => {
    stride /= dimension.codes.length
    const position = new Map(dimension.codes.map(({ code }, i) => [code, i]))
    const children: number[][] = dimension.codes.map(() => [])
    dimension.codes.forEach(({ parent }, i) => {
      if (parent !== null) children[position.get(parent)!]!.push(i)
    })
    return { dimension, stride, children }
  })
}

/** Position of a row's code in the code list of one of its dimensions. */
export function codePosition(row: number, { stride, dimension }: MatrixDimension): number {
  return Math.floor(row / stride) % dimension.codes.length
}

export function complementsOf(shape: TableShape): readonly Complement[] {
  const position = new Map(shape.baseMeasures.map(({ name }, i) => [name, i]))
  return shape.baseMeasures.flatMap((measure, part) => {
    const whole = measure.within === null ? undefined : position.get(measure.within)
    return whole === undefined ? [] : [{ whole, part }]
  })
}

/** Whether a parent is the sum of its children: always over attributes and outcomes. */
export function addsUp(measure: BaseMeasure, dimension: Dimension): boolean {
  return dimension.kind !== 'event' || measure.overEvents === 'additive'
}
