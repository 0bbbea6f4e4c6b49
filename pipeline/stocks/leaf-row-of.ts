import { matrixCoordinates, type TableShape } from '../../schemas/cell.ts'
import { leafSeparator } from '../../transforms/tabulate/stock-members.ts'

/**
 * Finds the row of a stock's matrix that a leaf is, as contributions name it.
 *
 * @throws if it is none
 */
export function leafRowOf({ dimensions }: TableShape): (leaf: string) => number {
  const rows = new Map(
    [...matrixCoordinates(dimensions)].map((codes, row) => [codes.join(leafSeparator), row]),
  )
  return (leaf) => {
    const found = rows.get(leaf)
    if (found === undefined) throw new Error('contributions must be to rows of their table')
    return found
  }
}
