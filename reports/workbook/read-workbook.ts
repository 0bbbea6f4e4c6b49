import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { CellValue, Worksheet } from 'exceljs'
import type { ReportLanguage } from '../../schemas/report-language.ts'
import { codeVersion } from '../code-version.ts'
import { workbookPath } from '../formats/format-paths.ts'
import type { ReleaseContent } from '../formats/release-content.ts'
import { datesOf, dayText } from '../messages/period-text.ts'
import type { Fault } from '../structure/finding.ts'
import { sameWords } from './same-words.ts'
import type { SheetRows } from './splice-rows.ts'
import { fillWorkbook } from './write-workbook.ts'

/**
 * Whether a workbook is that of the release, whose tables are read from Parquet: the same sheets, none of them hidden, with the same
 * value in every cell of a table, and no note or picture anywhere. Words outside of tables are compared where the release is of this
 * version of Kohort, but for what locale data decide in dates and numbers; another version may have said it otherwise, so that only places are
 * compared.
 */
export async function workbookFaults(
  content: ReleaseContent,
  language: ReportLanguage,
  folder: string,
): Promise<readonly Fault[]> {
  const { default: excel } = await import('exceljs')
  const [read, expected] = [new excel.Workbook(), new excel.Workbook()]
  const bytes = await readFile(join(folder, workbookPath(language)))
  await read.xlsx.load(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
  const rows = new Map(fillWorkbook(expected, content, language).map((one) => [one.sheet, one]))
  const { asOf, period } = content.facts
  const dates = [dayText(asOf, language), ...datesOf(period, language)]
  const isWorded = content.facts.codeVersion === (await codeVersion())
  const isSame =
    read.worksheets.length === expected.worksheets.length &&
    expected.worksheets.every((sheet, at) => {
      const table = rows.get(sheet.id)
      const found = contentOf(read.worksheets[at]!, table)
      const ours = contentOf(sheet, table)
      return (
        isDeepStrictEqual(found.facts, ours.facts) &&
        isDeepStrictEqual([...found.words.keys()], [...ours.words.keys()]) &&
        (!isWorded ||
          [...ours.words].every(([cell, text]) => sameWords(found.words.get(cell)!, text, dates))) &&
        isDeepStrictEqual(found.header, ours.header) &&
        isDeepStrictEqual(found.rows, table?.rows ?? [])
      )
    })
  return isSame ? [] : [{ rule: 'workbook', clause: 'a workbook has the content of the Parquet files' }]
}

/** Values of a sheet: words by their cells, and from the header of its table on, if it has one, row by row. */
function contentOf(sheet: Worksheet, table: SheetRows | undefined) {
  const words = new Map<string, string>()
  const lines: CellValue[][] = []
  let notes = 0
  sheet.eachRow({ includeEmpty: true }, (row, number) => {
    const line: CellValue[] | null = table !== undefined && number >= table.headerRow ? [] : null
    row.eachCell({ includeEmpty: true }, (cell) => {
      if (line !== null) line.push(cell.value)
      // Links are objects.
      else if (cell.value !== null) words.set(cell.address, JSON.stringify(cell.value))
      // The library's types say that there always is one.
      if (cell.note) notes++
    })
    if (line !== null) lines.push(line)
  })
  const [header, ...rows] = lines
  return { words, header, rows, facts: [sheet.name, sheet.state, notes, sheet.getImages().length] }
}
