import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Workbook, Worksheet } from 'exceljs'
import { unzipSync } from 'fflate'
import type { ReportLanguage } from '../../schemas/report-language.ts'
import { workbookPath } from '../formats/format-paths.ts'
import type { ReleaseContent } from '../formats/release-content.ts'
import { labelIn } from '../messages/label.ts'
import { type Say, sayIn } from '../messages/message.ts'
import { periodText } from '../messages/period-text.ts'
import { fixedZip } from './fixed-zip.ts'
import { addContents, addCover, addNotes } from './front-sheets.ts'
import { type SheetRows, spliceRows, stubRows, textsOf } from './splice-rows.ts'
import { headerRow, type TableSheet, tableSheets } from './table-sheets.ts'

/**
 * Writes `report/tables.<language>.xlsx`: a cover, contents, notes, and each table on a sheet of its own, marked up as a table with
 * one row of headers and no merged cells. The same release gives the same bytes.
 *
 * @throws {Error} if a file exists or cannot be written in full
 */
export async function writeWorkbooks(content: ReleaseContent, folder: string): Promise<void> {
  const { default: excel } = await import('exceljs')
  for (const language of content.facts.languages) {
    const workbook = new excel.Workbook()
    const written = new Date(`${content.facts.asOf}T00:00:00Z`)
    workbook.created = written
    workbook.modified = written
    workbook.title = labelIn(content.facts.project.title, language)
    workbook.creator = workbook.title
    const later = fillWorkbook(workbook, content, language)
    const parts = unzipSync(
      new Uint8Array(await workbook.xlsx.writeBuffer({ zip: { compression: 'STORE' } })),
    )
    for (const rows of later) spliceRows(parts, rows)
    await writeFile(join(folder, workbookPath(language)), fixedZip(parts), { flag: 'wx' })
  }
}

/**
 * Puts the sheets of a release into a workbook.
 *
 * @returns the rows of its tables, for which stubs stand in the workbook
 */
export function fillWorkbook(
  workbook: Workbook,
  content: ReleaseContent,
  language: ReportLanguage,
): readonly SheetRows[] {
  const say = sayIn(language)
  const sheets = tableSheets(content, language)
  addCover(workbook, content, language, say)
  addContents(workbook, sheets, say)
  addNotes(workbook, content, language, say)
  return sheets.map((sheet, i) => {
    const added = workbook.addWorksheet(sheet.name, { views: [{ state: 'frozen', ySplit: headerRow }] })
    return fillSheet(added, sheet, i + 1, periodText(content.facts.period, language), say)
  })
}

function fillSheet(added: Worksheet, sheet: TableSheet, number: number, period: string, say: Say): SheetRows {
  const { content, from, to, table } = sheet
  added.getCell('A1').value = sheet.title
  added.getCell('A1').font = { bold: true, size: 14 }
  added.getCell('A2').value = `${say('period')}: ${period}`
  const figures = table.rows.flatMap((row) => row.figures)
  const withheld = figures.filter(({ status }) => status === 'c').length
  added.getCell('A3').value =
    withheld === 0
      ? say('noneWithheld')
      : `${say('isWithheld', { mark: '[c]' })} ${say('withheldCells', { withheld, cells: figures.length })}`
  added.getCell('A4').value = say('tableOnSheet')
  const rows = content.rows.slice(from, to)
  const texts = textsOf(rows)
  added.addTable({
    name: `table_${number}`,
    ref: `A${headerRow}`,
    headerRow: true,
    style: { theme: 'TableStyleLight1', showRowStripes: true },
    columns: content.header.map((name) => ({ name, filterButton: true })),
    rows: stubRows(texts, content.header.length),
  })
  content.decimals.forEach((decimals, c) => {
    const column = added.getColumn(c + 1)
    column.width = Math.min(40, Math.max(12, content.header[c]!.length + 2))
    if (decimals === null) return
    column.numFmt = decimals === 0 ? '#,##0' : `#,##0.${'0'.repeat(decimals)}`
    column.alignment = { horizontal: 'right' }
  })
  const letters = content.header.map((_, c) => added.getColumn(c + 1).letter)
  return { sheet: added.id, table: number, letters, headerRow, rows, texts }
}
