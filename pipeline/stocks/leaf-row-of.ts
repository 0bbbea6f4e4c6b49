import { matrixCoordinates, type TableShape } from '../../schemas/cell.ts'
import { leafSeparator } from '../../transforms/tabulate/stock-members.ts'

/** Finds the row of a stock's matrix that a leaf is, as contributions name it; undefined where it is none. */
export function leafRowOf({ dimensions }: TableShape): (leaf: string) => number | undefined {
  const rows = new Map(
    [...matrixCoordinates(dimensions)].map((codes, row) => [codes.join(leafSeparator), row]),
  )
  return (leaf) => rows.get(leaf)
}
