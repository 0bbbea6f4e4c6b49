import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tableFromIPC } from 'apache-arrow'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { sha256Of } from '../../../reports/checksums.ts'
import { pagePath } from '../../../reports/formats/format-paths.ts'
import { labelIn } from '../../../reports/messages/label.ts'
import { untouched } from '../../../reports/page/browser/fragment.ts'
import { tableCsv } from '../../../reports/page/browser/table-csv.ts'
import { pageTableSchema } from '../../../reports/page/page-data.ts'
import { parsePage } from '../../../reports/page/parse-page.ts'
import { writeRelease } from '../../../reports/write-release.ts'
import type { PublishedTable } from '../../../schemas/cell.ts'
import { hasReaders, type Readings, readByOthers } from '../../readers/readers.ts'
import { exampleTable, facts, held, results } from '../example-release.ts'
import { query } from '../query.ts'
import { columnNames, figuresOf, fromWide, shownRows, sorted, stock } from './figures.ts'

const all = [exampleTable(results), stock]
const texts = z.array(z.array(z.string().nullable()))

async function rowsOf(from: string, { shape }: PublishedTable, file?: string) {
  const columns = columnNames(shape).map((name) => `"${name}"::VARCHAR`)
  return texts.parse(await query(`SELECT ${columns.join(', ')} FROM ${from}`, file))
}

let folder: string
beforeAll(async () => {
  const releases = await mkdtemp(join(tmpdir(), 'kohort-formats-'))
  folder = (await writeRelease(held(...all), facts, releases)).folder
  return () => rm(releases, { recursive: true })
})

describe.each(all.map((table) => ({ id: table.shape.id, table })))('figures of $id', ({ id, table }) => {
  const path = (ending: string) => join(folder, 'tables', `${id}${ending}`)
  const csv = (ending: string) => `read_csv('${path(ending)}', all_varchar = true, delim = ',', quote = '"')`

  it.each([
    { format: 'Parquet', from: () => `read_parquet('${path('.parquet')}')`, file: () => undefined },
    { format: 'CSV', from: () => csv('.csv'), file: () => undefined },
    { format: 'DuckDB', from: () => `"${id}"`, file: () => join(folder, 'release.duckdb') },
  ])('are in $format', async ({ from, file }) => {
    expect(fromWide(table.shape, await rowsOf(from(), table, file()))).toEqual(figuresOf(table))
  })

  it('are in Arrow', async () => {
    const arrow = tableFromIPC(await readFile(path('.arrow')))
    expect(arrow.schema.fields.map(({ name }) => name)).toEqual(columnNames(table.shape))
    const text = (value: unknown, name: string) => {
      if (value === null) return null
      if (name === 'as_of') return new Date(Number(value)).toISOString().slice(0, 10)
      return name === 'mean_score' ? (Number(BigInt(String(value))) / 10).toFixed(1) : String(value)
    }
    const rows = arrow.toArray().map((row) => columnNames(table.shape).map((name) => text(row[name], name)))
    expect(fromWide(table.shape, texts.parse(rows))).toEqual(figuresOf(table))
  })

  it.each(facts.languages)('are in the page in %s', async (language) => {
    const html = await readFile(join(folder, pagePath(language, facts.languages)), 'utf8')
    const page = await parsePage(html)
    const carried = pageTableSchema.parse(JSON.parse(page.all(`#data-${id}`)[0]!.text()))
    const [header, ...lines] = tableCsv(carried, untouched).trimEnd().split('\n')
    expect(header).toBe(columnNames(table.shape).join())
    const file = await readFile(path('.csv'), 'utf8')
    expect([header, ...lines].join('\n')).toBe(file.trimEnd())
    const rows = page
      .all(`section[data-table=${id}] tbody tr`)
      .map((row) => [
        ...row.all('th').map((head) => head.attribute('data-c')),
        ...row.all('td').map((cell) => cell.all('time')[0]?.attribute('datetime') ?? cell.text()),
      ])
    expect(rows).toEqual(shownRows(table, language === 'en' ? '.' : ','))
  })

  it('are in SDMX-CSV', async () => {
    const names = table.shape.dimensions.map(({ name }) => `"${name.toUpperCase()}"`)
    const day = table.shape.asOf === undefined ? 'NULL' : '"AS_OF"'
    const rows = texts.parse(
      await query(
        `SELECT ${names.join(', ')}, lower("INDICATOR"), nullif("OBS_VALUE", 'NaN'), "OBS_STATUS", ${day}
         FROM ${csv('.sdmx.csv')}`,
      ),
    )
    expect(fromSdmx(rows)).toEqual(figuresOf(table))
  })
})

describe.runIf(hasReaders)('programs that had no part in writing', () => {
  let read: Readings
  beforeAll(() => {
    read = readByOthers(folder)
  })

  it('find nothing wrong with the data package and the observations', () => {
    expect(read.faults).toEqual([])
    expect(read.flows).toEqual(['DF_AWKWARD', 'DF_TEST_RESULTS'])
  })

  it.each(
    (['arrow', 'parquet', 'package'] as const).flatMap((format) =>
      all.map((table) => ({ format, id: table.shape.id, table })),
    ),
  )('find the same figures of $id in $format', ({ format, id, table }) => {
    expect(read[format][id]!.columns).toEqual(columnNames(table.shape))
    expect(fromWide(table.shape, read[format][id]!.rows)).toEqual(figuresOf(table))
  })

  it.each(all.map((table) => ({ id: table.shape.id, table })))(
    'find the same observations of $id',
    ({ id, table }) => {
      const { columns, rows } = read.sdmx[id]!
      const names = [...table.shape.dimensions.map(({ name }) => name.toUpperCase()), 'INDICATOR']
      const figures = rows.map((row) => {
        const of = (name: string) => row[columns.indexOf(name)] ?? null
        const value = of('OBS_VALUE')
        // Values are read as floating-point numbers: `40.0`.
        const shown = value === null ? null : of('INDICATOR') === 'MEAN_SCORE' ? value : String(Number(value))
        return [...names.map((name) => of(name)!), shown, of('OBS_STATUS'), of('AS_OF')]
      })
      const lowered = figures.map((row) =>
        row.map((field, c) => (c === names.length - 1 ? field!.toLowerCase() : field)),
      )
      expect(fromSdmx(lowered)).toEqual(figuresOf(table))
    },
  )

  it.each(facts.languages)('find the same rows in the workbook in %s', (language) => {
    const sheets = Object.values(read.workbooks[language]!)
    expect(sheets).toHaveLength(all.length)
    for (const [t, { shape, rows }] of all.entries()) {
      const labels = shape.dimensions.map(
        ({ codes }) => new Map(codes.map((one) => [one.code, labelIn(one.labels, language)])),
      )
      const measures = [...shape.baseMeasures, ...shape.derivedMeasures]
      expect(sheets[t]!.slice(1)).toEqual(
        rows.map(({ coordinates, figures, asOf }) => [
          ...coordinates.flatMap((code, d) => [labels[d]!.get(code)!, code]),
          ...figures.map(({ value, status }, m) =>
            value === null ? `[${status}]` : measures[m]!.type === 'mean' ? value / 10 : value,
          ),
          ...(shape.asOf === undefined ? [] : [asOf ?? '[c]']),
        ]),
      )
    }
  })

  it('find the files in the catalogue that are there', async () => {
    const { days, titles, files } = read.catalogue
    expect([days, titles]).toEqual([['2026-10-01', '2026-10-31'], facts.project.title])
    const names = all.flatMap(({ shape: { id } }) => [`tables/${id}.csv`, `tables/${id}.parquet`])
    expect(Object.keys(files).toSorted()).toEqual(['release.duckdb', ...names].toSorted())
    for (const name of names) {
      const bytes = await readFile(join(folder, name))
      expect(files[name]).toEqual({ sha256: sha256Of(bytes), bytes: bytes.length })
    }
  })
})

/** From rows with codes, measure, value, SDMX's status and day. */
function fromSdmx(rows: readonly (readonly (string | null)[])[]) {
  const statuses: Readonly<Record<string, string>> = { A: 'A', Q: 'c', M: 'z', O: 'x' }
  return sorted(
    rows.map((row) => [
      ...row.slice(0, -4).map((code) => decodeURIComponent(code!.replaceAll('$', '%'))),
      ...row.slice(-4, -2),
      statuses[row.at(-2)!]!,
      row.at(-1)!,
    ]),
  )
}
