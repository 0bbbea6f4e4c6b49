import type { TableShape } from '../schemas/cell.ts'
import type { TableHistory } from '../schemas/change.ts'
import type { FreshRows } from './hold-back.ts'
import { depthOf } from './row-depth.ts'

/** A row of one of several tables. */
export interface TableRow {
  readonly table: number
  readonly row: number
}

/** Rows in the order in which they are tried: those that were shown before first, and of these the coarse ones. */
export function showableOrder(
  shapes: readonly TableShape[],
  histories: readonly Pick<TableHistory, 'lastFigures'>[],
): readonly TableRow[] {
  return shapes
    .flatMap(({ dimensions }, table) =>
      histories[table]!.lastFigures.map((figures, row) => ({
        table,
        row,
        isNew: figures === null ? 1 : 0,
        depth: depthOf(dimensions, row),
      })),
    )
    .toSorted((a, b) => a.isNew - b.isNew || a.depth - b.depth || a.table - b.table || a.row - b.row)
}

/**
 * Holds back rows that were not shown on an earlier day. What is known of a row on either day may follow from different
 * rows, and none that both show is to blame. Once all that is fresh was shown on that day as well, whatever sum is known
 * now was known then, from the same rows; from there, rows come back as long as nothing follows.
 *
 * @param isClear whether nothing follows of changes since that day, given what is fresh
 * @returns whether any row was held back
 */
export function holdBackOthers(
  histories: readonly Pick<TableHistory, 'moments'>[],
  m: number,
  fresh: FreshRows,
  order: readonly TableRow[],
  isClear: (fresh: FreshRows) => boolean,
): boolean {
  const others = order.filter(
    ({ table, row }) => fresh[table]![row] === 1 && histories[table]!.moments[m]!.fresh[row] === 0,
  )
  const show = (rows: readonly TableRow[], shown: 0 | 1) => {
    for (const { table, row } of rows) fresh[table]![row] = shown
  }
  show(others, 0)
  let isHeld = false
  const comeBack = (rows: readonly TableRow[]): void => {
    if (rows.length === 0) return
    show(rows, 1)
    if (isClear(fresh)) return
    show(rows, 0)
    if (rows.length === 1) {
      isHeld = true
      return
    }
    const half = rows.length >> 1
    comeBack(rows.slice(0, half))
    comeBack(rows.slice(half))
  }
  if (isClear(fresh)) comeBack(others)
  else isHeld = others.length > 0
  return isHeld
}
