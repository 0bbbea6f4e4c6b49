import type { TabulatedTable } from '../../schemas/cell.ts'
import type { TableHistory } from '../../schemas/change.ts'
import type { Policy } from '../../schemas/policy.ts'

/**
 * Rows of flows to hide, since a stock's row of the same learners was shown, is not granted the reader today, and would
 * tell of too few who are idle: in the flow where that is so, all rows that a stock shows and does not grant, for one of them alone
 * would follow from the rest.
 *
 * @param histories by table; null for flows
 * @param shown by table and row of a stock: 1 where it was ever shown
 * @param granted the same: 1 where flows are protected against who has its figure of today
 * @param uncertain by table and row of a stock: how many may be counted twice in it; nobody where absent
 * @returns by table and row of a flow: 1 where it is hidden; null for stocks, and where nothing is
 */
export function idleRows(
  tables: readonly TabulatedTable[],
  histories: readonly (TableHistory | null)[],
  shown: readonly (Uint8Array | null)[],
  granted: readonly (Uint8Array | null)[],
  { minimumContributors }: Pick<Policy, 'minimumContributors'>,
  uncertain: readonly (Float64Array | null)[] = [],
): readonly (Uint8Array | null)[] {
  const registered = new Map<string, { readonly learners: number; readonly perhaps: number }>()
  tables.forEach((table, t) => {
    const keyOf = rowKey(table)
    table.cells.forEach(({ coordinates, contributors }, row) => {
      if (shown[t]?.[row] === 1 && granted[t]?.[row] === 0)
        registered.set(keyOf(coordinates), { learners: contributors, perhaps: uncertain[t]?.[row] ?? 0 })
    })
  })
  return tables.map((table, t) => {
    if (histories[t] !== null || registered.size === 0) return null
    const keyOf = rowKey(table)
    const open = table.cells.map(({ coordinates, measures }) => {
      const all = registered.get(keyOf(coordinates))
      if (all === undefined) return null
      return measures.some(({ contributors }) => {
        const idle = all.learners - contributors
        return idle > 0 && idle - all.perhaps < minimumContributors
      })
    })
    if (!open.includes(true)) return null
    return Uint8Array.from(open, (isIdle) => (isIdle === null ? 0 : 1))
  })
}

/** Names a row by its codes that are not totals, whatever the order of the dimensions. */
export function rowKey({
  shape: { dimensions },
}: TabulatedTable): (coordinates: readonly string[]) => string {
  return (coordinates) =>
    JSON.stringify(
      dimensions
        .flatMap(({ name, codes }, d) =>
          coordinates[d] === codes[0]!.code ? [] : [`${name}=${coordinates[d]!}`],
        )
        .toSorted(),
    )
}
