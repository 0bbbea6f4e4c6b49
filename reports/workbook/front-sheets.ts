import type { Workbook, Worksheet } from 'exceljs'
import type { ReportLanguage } from '../../schemas/report-language.ts'
import type { ReleaseContent } from '../formats/release-content.ts'
import { labelIn } from '../messages/label.ts'
import { measureTexts } from '../messages/measure-text.ts'
import type { Say } from '../messages/message.ts'
import { dayText, periodText } from '../messages/period-text.ts'
import { checksumsPath, signaturePath } from '../release-files.ts'
import { marks } from './table-rows.ts'
import type { TableSheet } from './table-sheets.ts'

type Lines = readonly (readonly string[])[]

/** What the release is, and how to cite it. */
export function addCover(
  workbook: Workbook,
  { facts }: ReleaseContent,
  language: ReportLanguage,
  say: Say,
): void {
  const title = labelIn(facts.project.title, language)
  const period = periodText(facts.period, language)
  const asOf = dayText(facts.asOf, language)
  const version = facts.version
  addText(workbook, say('cover'), title, [
    [say('period'), period],
    [say('version'), String(version)],
    [say('asOf'), asOf],
    [say('policy'), say('policyVersion', { ...facts.privacyPolicy })],
    [say('cite'), say('citation', { title, period, version, asOf })],
    [say('verify'), say('verifyHow', { checksums: checksumsPath, signature: signaturePath })],
  ])
}

export function addContents(workbook: Workbook, sheets: readonly TableSheet[], say: Say): void {
  const tables = new Set(sheets.map(({ table }) => table)).size
  const added = addText(workbook, say('contents'), say('contentsIntro', { tables }), [
    [say('sheet'), say('table')],
    ...sheets.map(({ name, title }) => [name, title]),
  ])
  sheets.forEach(({ name }, at) => {
    added.getCell(at + 4, 1).value = { text: name, hyperlink: `#'${name}'!A1` }
  })
}

/** How learners are protected, what marks say, and what each measure is. */
export function addNotes(
  workbook: Workbook,
  { facts, tables }: ReleaseContent,
  language: ReportLanguage,
  say: Say,
): void {
  const { minimumContributors, percentageBase } = facts.auditParameters
  addText(workbook, say('notes'), say('protectedHow'), [
    [say('minimum', { learners: minimumContributors })],
    ...(tables.some(({ shape }) => shape.asOf !== undefined) ? [[say('unchanged')]] : []),
    [],
    [say('values')],
    [marks.c, say('valueWithheld')],
    [marks.z, say('valueNotApplicable')],
    [marks.x, say('valueNotAvailable')],
    [],
    [say('table'), say('measure'), say('definition')],
    ...tables.flatMap(({ shape }) =>
      measureTexts(shape, language, say, percentageBase).map(({ title, definition }) => [
        labelIn(shape.title, language),
        title,
        definition,
      ]),
    ),
  ])
}

function addText(workbook: Workbook, name: string, title: string, lines: Lines): Worksheet {
  const added = workbook.addWorksheet(name)
  added.getCell('A1').value = title
  added.getCell('A1').font = { bold: true, size: 14 }
  lines.forEach((line, at) => {
    line.forEach((text, c) => {
      added.getCell(at + 3, c + 1).value = text
    })
  })
  added.columns.forEach((column) => {
    column.width = 50
    column.alignment = { wrapText: true, vertical: 'top' }
  })
  return added
}
