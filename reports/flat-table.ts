import type { PublishedTable } from '../schemas/cell.ts'
import { columnsOf } from './columns.ts'
import type { FlatTable, FlatValue } from './flat-rows.ts'
import { sortedRowNumbers } from './row-order.ts'

export type { FlatTable, FlatValue }

/** Lays a published table out in the columns and row order that all its files share. */
export function flatTable(table: PublishedTable): FlatTable {
  return {
    name: table.shape.id,
    columns: columnsOf(table.shape),
    rows: { [Symbol.iterator]: () => flatRows(table) },
  }
}

function* flatRows({ shape, rows }: PublishedTable): Generator<readonly FlatValue[]> {
  for (const number of sortedRowNumbers(shape.dimensions)) {
    const row = rows[number]!
    const flat: FlatValue[] = [...row.coordinates, shape.period]
    if (shape.asOf !== undefined) flat.push(row.asOf ?? null)
    for (const { value, status } of row.figures) flat.push(value, status)
    yield flat
  }
}
