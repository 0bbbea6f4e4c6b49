import { execFileSync, spawnSync } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import excel from 'exceljs'
import { describe, expect, it } from 'vitest'
import type { ReleaseContent } from '../../../reports/formats/release-content.ts'
import { readRelease } from '../../../reports/read-release.ts'
import { sameWords } from '../../../reports/workbook/same-words.ts'
import { tableSheets } from '../../../reports/workbook/table-sheets.ts'
import { writeWorkbooks } from '../../../reports/workbook/write-workbook.ts'
import { writeRelease } from '../../../reports/write-release.ts'
import type { TableShape } from '../../../schemas/cell.ts'
import type { Period } from '../../../schemas/period.ts'
import { reseal } from '../damage.ts'
import { exampleTable, facts, held, results, tables, temporaryFolder } from '../example-release.ts'

async function workbooks(content: Partial<ReleaseContent> = {}): Promise<string> {
  const folder = await temporaryFolder()
  await mkdir(join(folder, 'report'))
  await writeWorkbooks({ facts, tables, files: new Map(), ...content }, folder)
  return join(folder, 'report')
}

async function opened(file: string): Promise<excel.Workbook> {
  const workbook = new excel.Workbook()
  await workbook.xlsx.readFile(file)
  return workbook
}

it('has a cover, contents, notes, and a sheet for each table', async () => {
  const workbook = await opened(join(await workbooks(), 'tables.en.xlsx'))
  expect(workbook.worksheets.map(({ name }) => name)).toEqual([
    ...['Cover', 'Contents', 'Notes'],
    ...['Table 1', 'Table 2'],
  ])
  const [, contents, notes, first] = workbook.worksheets
  expect(contents!.getCell('A4').value).toEqual({ text: 'Table 1', hyperlink: "#'Table 1'!A1" })
  const texts = notes!.getSheetValues().flat().map(String)
  expect(texts).toContain(
    'Every figure rests on at least 10 learners. Figures that rest on fewer, and others from which those could be computed, are withheld.',
  )
  expect(texts).toContain(
    'Passed divided by Assessed, in whole per cent; shown where the divisor is at least 20.',
  )
  expect(first!.getRow(5).values).toEqual([
    undefined,
    ...['Region', 'Region: Code', 'Gender', 'Gender: Code'],
    ...['Assessed', 'Passed', 'Pass rate (%)', 'Mean score (%)'],
  ])
  expect(first!.getRow(8).values).toEqual([undefined, 'Total', '_T', 'Male', 'm', '[c]', '[c]', '[c]', '[c]'])
})

it('merges no cells, and has one table on a sheet', async () => {
  const workbook = await opened(join(await workbooks(), 'tables.uz.xlsx'))
  for (const sheet of workbook.worksheets.slice(3)) {
    expect(sheet.hasMerges).toBe(false)
    expect(Object.keys(sheet.getTables())).toHaveLength(1)
  }
})

it('writes the same bytes for the same release', async () => {
  const bytes = async () => readFile(join(await workbooks(), 'tables.uz-Cyrl.xlsx'))
  expect(await bytes()).toEqual(await bytes())
})

it('goes on with a long table on a further sheet, and says so', () => {
  const sheets = tableSheets({ facts, tables, files: new Map() }, 'en', 5)
  expect(sheets.map(({ name, title, from, to }) => [name, title, from, to])).toEqual([
    ['Table 1 (1)', "Learners' test results (part 1 of 3)", 0, 5],
    ['Table 1 (2)', "Learners' test results (part 2 of 3)", 5, 10],
    ['Table 1 (3)', "Learners' test results (part 3 of 3)", 10, 12],
    ['Table 2', 'Lesson views', 0, 3],
  ])
})

it('takes names that look like formulas for names, and gives columns of one name two', async () => {
  const formula: TableShape = {
    ...results,
    dimensions: [
      {
        ...results.dimensions[1]!,
        title: { en: 'Passed' },
        codes: results.dimensions[1]!.codes.map((one) => ({ ...one, labels: { en: '=1+1' } })),
      },
    ],
  }
  const only = { facts: { ...facts, languages: ['en' as const] }, tables: [exampleTable(formula)] }
  const workbook = await opened(join(await workbooks(only), 'tables.en.xlsx'))
  const sheet = workbook.worksheets[3]!
  expect(sheet.getCell('A6').value).toBe('=1+1')
  expect(sheet.getCell('A6').type).toBe(excel.ValueType.String)
  expect(sheet.getRow(5).values).toContain('Passed (2)')
})

it.each([
  { what: 'a figure', change: (sheet: excel.Worksheet) => (sheet.getCell('E6').value = 41) },
  { what: 'a hidden figure', change: (sheet: excel.Worksheet) => (sheet.getCell('E8').value = 7) },
  { what: 'a label', change: (sheet: excel.Worksheet) => (sheet.getCell('A6').value = 'All') },
  { what: 'a row more', change: (sheet: excel.Worksheet) => (sheet.getCell('A30').value = 'Anna') },
  { what: 'a column more', change: (sheet: excel.Worksheet) => (sheet.getCell('K7').value = 'Anna') },
  {
    what: 'a line on its cover',
    change: (_: excel.Worksheet, workbook: excel.Workbook) =>
      (workbook.worksheets[0]!.getCell('A20').value = 'Anna'),
  },
  {
    what: 'another word beside its tables',
    change: (sheet: excel.Worksheet) => (sheet.getCell('A4').value = 'Anna is in this table.'),
  },
  {
    what: 'another number of withheld figures',
    change: (sheet: excel.Worksheet) =>
      (sheet.getCell('A3').value = String(sheet.getCell('A3').value).replace(/\d+ of/, '7 of')),
  },
  {
    what: 'another day',
    change: (_: excel.Worksheet, workbook: excel.Workbook) =>
      (workbook.worksheets[0]!.getCell('B5').value = 'November 3, 2026'),
  },
  {
    what: 'a link that leads elsewhere',
    change: (_: excel.Worksheet, workbook: excel.Workbook) =>
      (workbook.worksheets[1]!.getCell('A4').value = { text: 'Table 1', hyperlink: "#'Table 2'!A1" }),
  },
  { what: 'a note', change: (sheet: excel.Worksheet) => (sheet.getCell('E8').note = 'seven') },
  {
    what: 'a sheet more',
    change: (_: excel.Worksheet, workbook: excel.Workbook) =>
      workbook.addWorksheet('Anna', { state: 'hidden' }),
  },
])('a workbook may not have $what that its table does not have', async ({ change }) => {
  const { folder } = await writeRelease(tables, facts, await temporaryFolder())
  const file = join(folder, 'report/tables.en.xlsx')
  const workbook = await opened(file)
  change(workbook.worksheets[3]!, workbook)
  await writeFile(file, new Uint8Array(await workbook.xlsx.writeBuffer()))
  await reseal(folder)
  expect((await readRelease(folder)).findings).toEqual([
    {
      rule: 'workbook',
      file: 'report/tables.en.xlsx',
      clause: 'a workbook has the content of the Parquet files',
    },
  ])
})

it.each<Period>([
  { id: '2026-10-05', grain: 'day', start: '2026-10-05', end: '2026-10-06' },
  { id: '2026-W41', grain: 'week', start: '2026-10-05', end: '2026-10-12' },
  { id: '2026-10', grain: 'month', start: '2026-10-01', end: '2026-11-01' },
  { id: '2026-Q3', grain: 'quarter', start: '2026-07-01', end: '2026-10-01' },
  { id: '2025', grain: 'year', start: '2025-01-01', end: '2026-01-01' },
])('is found to be whole where it is of a $grain', async (period) => {
  const ofPeriod = held(
    ...tables.map(({ shape, rows }) => ({ shape: { ...shape, period: period.id }, rows })),
  )
  const { folder } = await writeRelease(ofPeriod, { ...facts, period }, await temporaryFolder())
  expect((await readRelease(folder)).findings).toEqual([])
})

it('may be worded otherwise by another version of Kohort', async () => {
  const other = { ...facts, codeVersion: '0.0.9' }
  const { folder } = await writeRelease(tables, other, await temporaryFolder())
  const file = join(folder, 'report/tables.en.xlsx')
  const workbook = await opened(file)
  workbook.worksheets[3]!.getCell('A4').value = 'Here is one table.'
  await writeFile(file, new Uint8Array(await workbook.xlsx.writeBuffer()))
  await reseal(folder)
  expect((await readRelease(folder)).findings).toEqual([])
})

it.each([
  {
    ours: 'As of 2 November 2026.',
    other: 'As of 2\u00a0November, 2026.',
    day: '2 November 2026',
    same: true,
  },
  { ours: 'За 31 октября 2026 г.', other: 'За 31 октября 2026', day: '31 октября 2026 г.', same: true },
  { ours: '2-noyabr, 2026 holatiga', other: '2 noyabr 2026-yil holatiga', day: '2-noyabr, 2026', same: true },
  { ours: 'As of 2 November 2026.', other: 'As of 2 January 2026.', day: '2 November 2026', same: false },
  { ours: 'As of 2 November 2026.', other: 'As of 2 no November 2026.', day: '2 November 2026', same: false },
  { ours: 'at least 10 of 27000', other: 'at least 1.0 of 27000', day: 'x', same: false },
  { ours: 'at least 10 of 27000', other: 'at least 10 of 27 000', day: 'x', same: true },
  { ours: '7 of 1,703 (a+b)', other: '7 of 1\u202f703 (a+b)', day: 'x', same: true },
  { ours: 'As of 2 November 2026.', other: 'As of 3 November 2026.', day: '2 November 2026', same: false },
  { ours: 'As of 2 November 2026.', other: 'Till 2 November 2026.', day: '2 November 2026', same: false },
  { ours: '7 of 1,703', other: '7 of 1,704', day: 'x', same: false },
  { ours: 'a.', other: 'ab', day: 'x', same: false },
])('takes “$other” for “$ours”: $same', ({ ours, other, day, same }) => {
  expect(sameWords(other, ours, [day])).toBe(same)
})

const hasOffice = spawnSync('soffice', ['--version']).status === 0
// Where everything has to run, it has to be there.
const mustRun = process.env['REQUIRE_SHARED'] === '1'

describe.runIf(hasOffice || mustRun)('LibreOffice', () => {
  it('opens a workbook, recalculates it, and finds the same in it', async () => {
    const report = await workbooks()
    const profile = await temporaryFolder()
    // All sheets (-1) as text, quoted where needed, as values and not as they are shown.
    const filter = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1'
    execFileSync('soffice', [
      `-env:UserInstallation=file://${profile}`,
      ...['--headless', '--convert-to', filter, '--outdir', report, join(report, 'tables.uz.xlsx')],
    ])
    const text = await readFile(join(report, 'tables.uz-1-jadval.csv'), 'utf8')
    const [sheet] = tableSheets({ facts, tables, files: new Map() }, 'uz')
    const expected = sheet!.content.rows.map((row) => row.map(quoted).join(','))
    // It puts quotes around numbers that have a format of their own.
    const found = text
      .trimEnd()
      .replaceAll(/"([\d.]+)"/g, '$1')
      .split('\n')
    expect(found.slice(5)).toEqual(expected)
  }, 120_000)
})

function quoted(value: string | number): string {
  const text = String(value)
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
