import type { FlatTable, FlatValue } from './flat-rows.ts'

const rowsAtOnce = 1000

/** The CSV text of a table, in pieces. */
export function* csvChunks({ columns, rows }: FlatTable): Generator<string> {
  let lines = [columns.map(({ name }) => quoteField(name)).join(',')]
  for (const row of rows) {
    lines.push(row.map((value, i) => csvField(value, columns[i]!.decimals)).join(','))
    if (lines.length >= rowsAtOnce) {
      yield `${lines.join('\n')}\n`
      lines = []
    }
  }
  if (lines.length > 0) yield `${lines.join('\n')}\n`
}

function csvField(value: FlatValue, decimals: number): string {
  if (value === null) return ''
  return typeof value === 'string' ? quoteField(value) : fixedPoint(value, decimals)
}

function quoteField(text: string): string {
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** A whole number of 10^-decimals, written out: 745 with one decimal is `74.5`. */
export function fixedPoint(scaled: number, decimals: number): string {
  if (decimals === 0) return String(scaled)
  const digits = String(Math.abs(scaled)).padStart(decimals + 1, '0')
  return `${scaled < 0 ? '-' : ''}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
}
