import type { Dimension } from './release.ts'

/** Codes of one dimension in the order of the rows. */
export interface Axis {
  readonly codes: readonly string[]
  /** Places of the codes right below each. */
  readonly children: readonly (readonly number[])[]
  readonly total: number
  /** Rows from one code to the next. */
  readonly stride: number
}

/** Where each combination of codes stands among the rows of a table, which are sorted by their bytes. */
export interface Grid {
  readonly axes: readonly Axis[]
  readonly size: number
}

export function gridOf(dimensions: readonly Dimension[]): Grid {
  let size = 1
  const axes = dimensions.toReversed().map(({ codes }) => {
    const sorted = codes.toSorted((a, b) => Buffer.compare(Buffer.from(a.code), Buffer.from(b.code)))
    const places = new Map(sorted.map(({ code }, i) => [code, i]))
    const children: number[][] = sorted.map(() => [])
    sorted.forEach(({ parent }, i) => {
      if (parent !== null) children[places.get(parent) ?? 0]?.push(i)
    })
    const axis: Axis = {
      codes: sorted.map(({ code }) => code),
      children,
      total: places.get('_T') ?? 0,
      stride: size,
    }
    size *= codes.length
    return axis
  })
  return { axes: axes.reverse(), size }
}

/** Place of a row's code on an axis. */
export function placeOn({ codes, stride }: Axis, row: number): number {
  return Math.floor(row / stride) % codes.length
}

export function codesOf({ axes }: Grid, row: number): readonly string[] {
  return axes.map((axis) => axis.codes[placeOn(axis, row)] ?? '')
}

/** The row with the total in the place of this row's code on an axis. */
export function rowOfTotal(axis: Axis, row: number): number {
  return row + (axis.total - placeOn(axis, row)) * axis.stride
}

/** The rows right below a row along an axis. */
export function rowsBelow(axis: Axis, row: number): readonly number[] {
  const place = placeOn(axis, row)
  return (axis.children[place] ?? []).map((child) => row + (child - place) * axis.stride)
}
