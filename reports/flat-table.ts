import type { PublishedTable } from '../schemas/cell.ts'
import { type Column, columnsOf } from './columns.ts'
import { sortedRowNumbers } from './row-order.ts'

/** Text, a day as `YYYY-MM-DD`, or a whole number (of 10^-decimals in a DECIMAL column); null for SQL's NULL. */
export type FlatValue = string | number | null

/** A table of plain columns, ready for any file format. */
export interface FlatTable {
  readonly name: string
  readonly columns: readonly Pick<Column, 'name' | 'type' | 'decimals'>[]
  /** Can be read more than once. */
  readonly rows: Iterable<readonly FlatValue[]>
}

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
