import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { Worksheet } from 'exceljs'
import type { ReportLanguage } from '../../schemas/report-language.ts'
import { workbookPath } from '../formats/format-paths.ts'
import type { ReleaseContent } from '../formats/release-content.ts'
import type { Fault } from '../structure/finding.ts'
import { headerRow } from './table-sheets.ts'
import { fillWorkbook } from './write-workbook.ts'

/** Sheets before those of tables: cover, contents, notes. */
const frontSheets = 3

/**
 * Whether the tables of a workbook are those of the release, which are read from Parquet: the same sheets, none of them hidden,
 * with the same value in every cell from the header on. Of the words before, which depend on how this machine writes dates and
 * numbers, only their places are compared; nor may there be a note or a picture anywhere.
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
  fillWorkbook(expected, content, language)
  return isDeepStrictEqual(read.worksheets.map(contentOf), expected.worksheets.map(contentOf))
    ? []
    : [{ rule: 'workbook', clause: 'a workbook has the content of the Parquet files' }]
}

function contentOf(sheet: Worksheet, at: number) {
  const firstRow = at < frontSheets ? Number.POSITIVE_INFINITY : headerRow
  const cells: unknown[] = []
  let notes = 0
  sheet.eachRow({ includeEmpty: true }, (row) => {
    row.eachCell({ includeEmpty: true }, (cell) => {
      if (cell.value !== null) cells.push([cell.address, Number(cell.row) < firstRow ? null : cell.value])
      // The library's types say that there always is one.
      if (cell.note) notes++
    })
  })
  return { name: sheet.name, state: sheet.state, cells, notes, pictures: sheet.getImages().length }
}
