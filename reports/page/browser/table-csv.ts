import { csvChunks } from '../../csv-text.ts'
import type { FlatValue } from '../../flat-rows.ts'
import type { TableState } from './fragment.ts'
import { dayOf, type PageTable, placeOf } from './page-table.ts'
import { selectRows } from './select-rows.ts'

/**
 * The rows that a reader asked for, as `tables/<id>.csv` has them: its columns, and unless he sorted them its order. All rows
 * unsorted are that file byte by byte.
 */
export function tableCsv(table: PageTable, state: TableState): string {
  const rows = selectRows(table, state)
  const ordered = state.sort === null ? inFileOrder(table, rows) : rows
  const text = (name: string) => ({ name, type: 'VARCHAR', decimals: 0 })
  const columns = [
    ...table.dimensions.map(({ name }) => text(name)),
    text('time_period'),
    ...(table.days === null ? [] : [text('as_of')]),
    ...table.measures.flatMap(({ name, decimals }) => [
      { name, type: 'DECIMAL', decimals },
      text(`${name}_status`),
    ]),
  ]
  return [...csvChunks({ name: table.id, columns, rows: ordered.map((row) => flatRow(table, row)) })].join('')
}

function flatRow(table: PageTable, row: number): readonly FlatValue[] {
  const place = placeOf(table, row)
  return [
    ...table.dimensions.map(({ codes }, d) => codes[place[d]!]!),
    table.period,
    ...(table.days === null ? [] : [dayOf(table, row)]),
    ...table.measures.flatMap(({ values, statuses }) => [values[row] ?? null, statuses.charAt(row)]),
  ]
}

/** Files are sorted by their codes as plain text. */
function inFileOrder(table: PageTable, rows: readonly number[]): readonly number[] {
  const ranks = table.dimensions.map(({ codes }) => {
    const sorted = [...codes].sort(compareCodePoints)
    return codes.map((code) => sorted.indexOf(code))
  })
  const keyed = rows.map((row) => ({ row, key: placeOf(table, row).map((at, d) => ranks[d]![at]!) }))
  const compare = (a: readonly number[], b: readonly number[]) => {
    const at = a.findIndex((rank, d) => rank !== b[d])
    return at < 0 ? 0 : a[at]! - b[at]!
  }
  return keyed.sort((a, b) => compare(a.key, b.key)).map(({ row }) => row)
}

/** As bytes of UTF-8 compare, which differ from the units that strings of this language are compared by. */
function compareCodePoints(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)]
  const at = left.findIndex((character, i) => character !== right[i])
  if (at < 0) return left.length - right.length
  if (at >= right.length) return 1
  return left[at]!.codePointAt(0)! - right[at]!.codePointAt(0)!
}
