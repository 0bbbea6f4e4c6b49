import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ReportLanguage } from '../../schemas/report-language.ts'
import { workbookPath } from '../formats/format-paths.ts'
import type { ReleaseContent } from '../formats/release-content.ts'
import type { Fault } from '../structure/finding.ts'
import { headerRow, tableSheets } from './table-sheets.ts'

/** Sheets before those of tables: cover, contents, notes. */
const frontSheets = 3

/**
 * Whether the sheets of a workbook have the figures of the tables, which are read from Parquet, each in its cell, and nothing else
 * beside them.
 */
export async function workbookFaults(
  content: ReleaseContent,
  language: ReportLanguage,
  folder: string,
): Promise<readonly Fault[]> {
  const { default: excel } = await import('exceljs')
  const workbook = new excel.Workbook()
  const bytes = await readFile(join(folder, workbookPath(language)))
  await workbook.xlsx.load(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
  const sheets = tableSheets(content, language)
  const isSame =
    workbook.worksheets.length === frontSheets + sheets.length &&
    sheets.every(({ name, content: { header, rows }, from, to }, at) => {
      const sheet = workbook.worksheets[frontSheets + at]!
      const expected = [header, ...rows.slice(from, to)]
      return (
        sheet.name === name &&
        sheet.rowCount === headerRow + to - from &&
        sheet.columnCount === header.length &&
        expected.every((row, r) =>
          row.every((value, c) => sheet.getCell(headerRow + r, c + 1).value === value),
        )
      )
    })
  return isSame ? [] : [{ rule: 'workbook', clause: 'a workbook has the content of the Parquet files' }]
}
