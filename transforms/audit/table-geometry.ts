import type { Dimension } from '../../schemas/cell.ts'

/** Index arithmetic over a complete matrix in the order of `matrixCoordinates`. */
export interface TableGeometry {
  /** Rows of the matrix. */
  readonly size: number
  /** For each dimension: rows between one code and the next. */
  readonly strides: readonly number[]
  /** For each dimension: number of codes. */
  readonly counts: readonly number[]
  /** For each dimension and code: indices of its children; empty for a leaf. */
  readonly children: readonly (readonly (readonly number[])[])[]
}

/** @param dimensions with valid code lists: the total first, every parent before its children */
export function tableGeometry(dimensions: readonly Dimension[]): TableGeometry {
  const counts = dimensions.map(({ codes }) => codes.length)
  const strides = counts.map((_, d) => counts.slice(d + 1).reduce((product, count) => product * count, 1))
  const children = dimensions.map(({ codes }) => {
    const index = new Map(codes.map(({ code }, i) => [code, i]))
    const lists: number[][] = codes.map(() => [])
    codes.forEach(({ parent }, i) => {
      if (parent !== null) lists[index.get(parent)!]!.push(i)
    })
    return lists
  })
  return { size: counts.reduce((product, count) => product * count, 1), strides, counts, children }
}

/** Index, within the code list of dimension `d`, of the code that a row has. */
export function codeOf(geometry: TableGeometry, row: number, d: number): number {
  return Math.floor(row / geometry.strides[d]!) % geometry.counts[d]!
}

/** All rows that have a code of dimension `d`, ascending. */
export function rowsWith(
  { size, strides, counts }: TableGeometry,
  d: number,
  code: number,
): readonly number[] {
  const stride = strides[d]!
  return Array.from(
    { length: size / counts[d]! },
    (_, i) => (Math.floor(i / stride) * counts[d]! + code) * stride + (i % stride),
  )
}

/** Row that differs from the given one only in dimension `d`, where it has the total. */
export function rowOfTotal(geometry: TableGeometry, row: number, d: number): number {
  return row - codeOf(geometry, row, d) * geometry.strides[d]!
}
