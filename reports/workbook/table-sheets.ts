import type { PublishedTable } from '../../schemas/cell.ts'
import type { ReportLanguage } from '../../schemas/report-language.ts'
import type { ReleaseContent } from '../formats/release-content.ts'
import { labelIn } from '../messages/label.ts'
import { measureTexts } from '../messages/measure-text.ts'
import { sayIn } from '../messages/message.ts'
import { type TableRows, tableRows } from './table-rows.ts'

/** Rows of a sheet that a spreadsheet program opens. */
const rowsOfSheet = 1_048_576

/** The row of a table's header. */
export const headerRow = 5

/** A sheet with all of a table, or as much as a sheet holds. */
export interface TableSheet {
  readonly name: string
  readonly title: string
  readonly table: PublishedTable
  readonly content: TableRows
  /** Its rows: from, and up to but without. */
  readonly from: number
  readonly to: number
}

/** The sheets of tables, in the order of the release. */
export function tableSheets(
  { tables, facts }: ReleaseContent,
  language: ReportLanguage,
  rowsAtMost = rowsOfSheet - headerRow,
): readonly TableSheet[] {
  const say = sayIn(language)
  return tables.flatMap((table, t) => {
    const measures = measureTexts(table.shape, language, say, facts.auditParameters.percentageBase)
    const content = tableRows(table, measures, language, say)
    const parts = Math.max(1, Math.ceil(content.rows.length / rowsAtMost))
    const title = labelIn(table.shape.title, language)
    return Array.from({ length: parts }, (_, part): TableSheet => {
      const name = say('tableSheet', { number: t + 1 })
      return {
        name: parts === 1 ? name : `${name} (${part + 1})`,
        title: parts === 1 ? title : say('continued', { title, part: part + 1, parts }),
        ...{ table, content },
        from: part * rowsAtMost,
        to: Math.min((part + 1) * rowsAtMost, content.rows.length),
      }
    })
  })
}
