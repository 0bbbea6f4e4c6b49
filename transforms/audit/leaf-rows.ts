import { codeOf, type TableGeometry } from './table-geometry.ts'

/** Which rows of a complete matrix hold which of its leaf rows. */
export interface LeafRows {
  /** Leaf rows, ascending. */
  readonly leaves: Int32Array
  /** By row: its position among the leaves, −1 where it is none. */
  readonly positions: Int32Array
  /** By position: all rows that hold the leaf, itself among them. */
  readonly above: readonly Int32Array[]
  /** By row: positions of the leaves that it holds, ascending. */
  readonly below: readonly Int32Array[]
}

export function leafRows(geometry: TableGeometry): LeafRows {
  const { size, counts, strides, children } = geometry
  const paths = counts.map((count, d) => {
    const found: number[][] = Array.from({ length: count }, () => [])
    // Parents precede their children.
    for (let code = 0; code < count; code++) {
      found[code]!.push(code)
      for (const child of children[d]![code]!) found[child]!.push(...found[code]!)
    }
    return found
  })
  const leaves = Array.from({ length: size }, (_, row) => row).filter((row) =>
    children.every((lists, d) => lists[codeOf(geometry, row, d)]!.length === 0),
  )
  const positions = new Int32Array(size).fill(-1)
  const below: number[][] = Array.from({ length: size }, () => [])
  const above = leaves.map((leaf, position) => {
    positions[leaf] = position
    let rows = [0]
    paths.forEach((path, d) => {
      const codes = path[codeOf(geometry, leaf, d)]!
      rows = rows.flatMap((row) => codes.map((code) => row + code * strides[d]!))
    })
    for (const row of rows) below[row]!.push(position)
    return Int32Array.from(rows)
  })
  return {
    leaves: Int32Array.from(leaves),
    positions,
    above,
    below: below.map((list) => Int32Array.from(list)),
  }
}
