import type { TableState } from './fragment.ts'
import { dayOf, type PageTable, rowCount } from './page-table.ts'

/** Rows shown at once. */
export const rowsAtOnce = 50

/**
 * Numbers of the rows that a reader asked for, in the order that he asked for: that of the code lists where he did not. What is
 * withheld comes last whatever the direction, in the order of the code lists, so that its place tells nothing.
 */
export function selectRows(table: PageTable, { filters, sort }: TableState): readonly number[] {
  const rows = filteredRows(table, filters)
  if (sort === null) return rows
  const key = sortKey(table, sort.column)
  if (key === null) return rows
  const known: { readonly row: number; readonly value: number }[] = []
  const unknown: number[] = []
  for (const row of rows) {
    const value = key(row)
    if (value === null) unknown.push(row)
    else known.push({ row, value })
  }
  const sign = sort.direction === 'asc' ? 1 : -1
  known.sort((a, b) => sign * (a.value - b.value) || a.row - b.row)
  return [...known.map(({ row }) => row), ...unknown]
}

/** The part of the rows that a page of them shows; the last page where there are fewer. */
export function pageOf(rows: readonly number[], page: number) {
  const pages = Math.max(1, Math.ceil(rows.length / rowsAtOnce))
  const number = Math.min(page, pages)
  const from = (number - 1) * rowsAtOnce
  return { number, pages, from, rows: rows.slice(from, from + rowsAtOnce) }
}

function filteredRows(table: PageTable, filters: TableState['filters']): readonly number[] {
  const tests: { readonly stride: number; readonly length: number; readonly wanted: number }[] = []
  let stride = 1
  for (const { name, codes } of [...table.dimensions].reverse()) {
    const wanted = codes.indexOf(filters[name] ?? '')
    if (name in filters && wanted >= 0) tests.push({ stride, length: codes.length, wanted })
    stride *= codes.length
  }
  const rows: number[] = []
  for (let row = 0; row < rowCount(table); row++) {
    if (tests.every((test) => Math.floor(row / test.stride) % test.length === test.wanted)) rows.push(row)
  }
  return rows
}

/** What rows are sorted by: null where a row has nothing to sort by, or for a column that the table has not. */
function sortKey(table: PageTable, column: string): ((row: number) => number | null) | null {
  const measure = table.measures.find(({ name }) => name === column)
  if (measure !== undefined) return (row) => measure.values[row] ?? null
  if (column === 'as_of' && table.days !== null)
    return (row) => {
      const day = dayOf(table, row)
      return day === null ? null : Date.parse(day)
    }
  const at = table.dimensions.findIndex(({ name }) => name === column)
  if (at < 0) return null
  const { codes } = table.dimensions[at]!
  const stride = table.dimensions.slice(at + 1).reduce((product, one) => product * one.codes.length, 1)
  return (row) => Math.floor(row / stride) % codes.length
}
