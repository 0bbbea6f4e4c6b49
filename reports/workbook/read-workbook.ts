import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { Worksheet } from 'exceljs'
import type { ReportLanguage } from '../../schemas/report-language.ts'
import { workbookPath } from '../formats/format-paths.ts'
import type { ReleaseContent } from '../formats/release-content.ts'
import type { Fault } from '../structure/finding.ts'
import { fillWorkbook } from './write-workbook.ts'

/**
 * Whether a workbook says what the tables, which are read from Parquet, and the manifest say: the same sheets with the same value
 * in every cell, none of them hidden, and no notes or pictures.
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

function contentOf(sheet: Worksheet) {
  const cells: unknown[] = []
  let notes = 0
  sheet.eachRow((row) => {
    row.eachCell((cell) => {
      cells.push([cell.address, cell.value])
      // The library's types say that there always is one.
      if (cell.note) notes++
    })
  })
  return { name: sheet.name, state: sheet.state, cells, notes, pictures: sheet.getImages().length }
}
