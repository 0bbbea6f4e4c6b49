import type { Column } from './columns.ts'

/** Text, a day as `YYYY-MM-DD`, or a whole number (of 10^-decimals in a DECIMAL column); null for SQL's NULL. */
export type FlatValue = string | number | null

/** A table of plain columns, ready for any file format. */
export interface FlatTable {
  readonly name: string
  readonly columns: readonly Pick<Column, 'name' | 'type' | 'decimals'>[]
  /** Can be read more than once. */
  readonly rows: Iterable<readonly FlatValue[]>
}
