import { strFromU8, strToU8 } from 'fflate'
import type { SheetValue } from './table-rows.ts'

type Rows = readonly (readonly SheetValue[])[]

/** Rows of a table that are to stand on a sheet of a workbook. */
export interface SheetRows {
  /** Number of the sheet in the workbook, from 1. */
  readonly sheet: number
  /** Number of the table in the workbook, from 1. */
  readonly table: number
  /** Of the columns: `A`, `B`, … */
  readonly letters: readonly string[]
  readonly headerRow: number
  /** At least one, with a field for each column. */
  readonly rows: Rows
  /** All texts in the rows, each once. */
  readonly texts: readonly string[]
}

export function textsOf(rows: Rows): readonly string[] {
  const texts = new Set<string>()
  for (const row of rows) for (const value of row) if (typeof value === 'string') texts.add(value)
  return [...texts]
}

/** Rows that stand for others: one of zeros, which shows how columns are styled, then all texts, as many in a row as fit. */
export function stubRows(texts: readonly string[], width: number): SheetValue[][] {
  const rowOf = (_: unknown, r: number): SheetValue[] =>
    Array.from({ length: width }, (_, c) => (r === 0 ? 0 : (texts[(r - 1) * width + c] ?? 0)))
  return Array.from({ length: stubHeight(texts, width) }, rowOf)
}

function stubHeight(texts: readonly string[], width: number): number {
  return 1 + Math.ceil(texts.length / width)
}

/**
 * Puts the rows of a table in the place of its stubs. The library that writes workbooks keeps an object for each cell, which takes most
 * of its time; so it gets the stubs only, and from what it made of them follows how texts are numbered and columns styled.
 *
 * @param parts files of a workbook by their paths in its ZIP file, with `stubRows` as the table's rows; changed
 * @throws {Error} if they are not of the form that the library gives them
 */
export function spliceRows(parts: Record<string, Uint8Array>, into: SheetRows): void {
  const { sheet, table, letters, headerRow, rows, texts } = into
  const first = headerRow + 1
  const corner = (height: number) => `${letters.at(-1)}${headerRow + height}`
  const [stubbed, whole] = [corner(stubHeight(texts, letters.length)), corner(rows.length)]
  change(parts, `xl/tables/table${table}.xml`, (xml) =>
    replaced(xml, `ref="A${headerRow}:${stubbed}"`, `ref="A${headerRow}:${whole}"`),
  )
  change(parts, `xl/worksheets/sheet${sheet}.xml`, (xml) => {
    const [start, end] = [`<row r="${first}"`, '</sheetData>'].map((text) => xml.indexOf(text))
    const stubs = cellsOf(xml.slice(start, end))
    const stubAt = (cell: string) => stubs.get(cell) ?? refuse(`cell ${cell}`)
    const placeOf = (i: number) =>
      `${letters[i % letters.length]}${first + 1 + Math.floor(i / letters.length)}`
    const numbers = new Map(texts.map((text, i) => [text, stubAt(placeOf(i)).value]))
    const styles = letters.map((letter) => stubAt(`${letter}${first}`).style)
    const lines = rows.map((row, i) => {
      const cells = row.map((value, c) => {
        const [type, shown] = typeof value === 'string' ? [' t="s"', numbers.get(value)] : ['', value]
        return `<c r="${letters[c]}${first + i}"${styles[c]}${type}><v>${shown}</v></c>`
      })
      return `<row r="${first + i}">${cells.join('')}</row>`
    })
    const spliced = `${xml.slice(0, start)}${lines.join('')}${xml.slice(end)}`
    return replaced(spliced, `<dimension ref="A1:${stubbed}"/>`, `<dimension ref="A1:${whole}"/>`)
  })
}

/** Style, as an attribute or nothing, and value of each cell that has one: a number, or that of a text. */
function cellsOf(xml: string): ReadonlyMap<string, { readonly style: string; readonly value: string }> {
  const cells = xml.matchAll(/<c r="([A-Z]+\d+)"( s="\d+")?(?: t="s")?><v>(\d+)<\/v><\/c>/g)
  return new Map([...cells].map(([, cell, style, value]) => [cell!, { style: style ?? '', value: value! }]))
}

function change(parts: Record<string, Uint8Array>, path: string, by: (xml: string) => string): void {
  parts[path] = strToU8(by(strFromU8(parts[path] ?? refuse(path))))
}

function replaced(xml: string, from: string, to: string): string {
  return xml.includes(from) ? xml.replaceAll(from, to) : refuse(from)
}

function refuse(what: string): never {
  throw new Error(`a workbook has the parts that its library gives it. Provided value: ${what}`)
}
