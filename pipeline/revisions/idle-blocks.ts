import { attributeBlocks, blocksWithAny } from '../../schemas/attribute-blocks.ts'
import type { TabulatedTable } from '../../schemas/cell.ts'
import type { Policy } from '../../schemas/policy.ts'
import type { FreshRows } from '../hold-back.ts'
import { rowKey } from '../stocks/idle-rows.ts'
import type { WiderStock } from '../stocks/wider-stock.ts'

/**
 * Blocks of flows that are not shown as they stand now: with a stock of the same learners that was ever shown, a row of
 * theirs would tell of too few who are registered and idle; and where that is so of a row that is not granted, all rows
 * that are not, for one of them alone would follow from the rest.
 *
 * @param granted by stock and row: 1 where a reader has it
 * @returns by flow and block: 1 where it is held back
 */
export function idleBlocks(
  flows: readonly TabulatedTable[],
  stocks: readonly WiderStock[],
  granted: readonly Uint8Array[],
  { minimumContributors }: Pick<Policy, 'minimumContributors'>,
): FreshRows {
  const registered = new Map<
    string,
    { readonly learners: number; readonly perhaps: number; readonly isGranted: boolean }
  >()
  stocks.forEach(({ table, shown, uncertain }, s) => {
    const keyOf = rowKey(table)
    table.cells.forEach(({ coordinates, contributors }, row) => {
      if (shown[row] === 1)
        registered.set(keyOf(coordinates), {
          learners: contributors,
          perhaps: uncertain[row]!,
          isGranted: granted[s]![row] === 1,
        })
    })
  })
  return flows.map((flow) => {
    const keyOf = rowKey(flow)
    const rows = flow.cells.map(({ coordinates, measures }) => {
      const stock = registered.get(keyOf(coordinates))
      const isFew = measures.some(({ contributors }) => {
        const idle = (stock?.learners ?? 0) - contributors
        return idle > 0 && idle - (stock?.perhaps ?? 0) < minimumContributors
      })
      return { isFew, isLoose: stock?.isGranted === false }
    })
    const holdsLoose = rows.some(({ isFew, isLoose }) => isFew && isLoose)
    return blocksWithAny(attributeBlocks(flow.shape), (row) => {
      const { isFew, isLoose } = rows[row]!
      return isFew || (holdsLoose && isLoose)
    })
  })
}
