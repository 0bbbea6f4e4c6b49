import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tableFromIPC } from 'apache-arrow'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { pagePath } from '../../../reports/formats/format-paths.ts'
import { untouched } from '../../../reports/page/browser/fragment.ts'
import { tableCsv } from '../../../reports/page/browser/table-csv.ts'
import { pageTableSchema } from '../../../reports/page/page-data.ts'
import { parsePage } from '../../../reports/page/parse-page.ts'
import { writeRelease } from '../../../reports/write-release.ts'
import type { PublishedTable, TableShape } from '../../../schemas/cell.ts'
import { exampleTable, facts, held, results } from '../example-release.ts'
import { query } from '../query.ts'

/** A row for each figure, whatever the format: codes, measure, value as text or null, status, day of the row. */
type Figures = readonly (readonly (string | null)[])[]

const awkward: TableShape = {
  ...results,
  id: 'awkward',
  asOf: '2026-10-31',
  dimensions: [
    {
      ...results.dimensions[0]!,
      name: 'age',
      codes: ['_T', '-15', '16-17', '65+', '$2B', 'a,"b"', 'Ж', '_X'].map((code, i) => ({
        code,
        parent: i === 0 ? null : '_T',
        level: i === 0 ? 0 : 1,
        labels: { en: `label of ${code}`, uz: 'oʻzbekcha' },
      })),
    },
  ],
}
const stock: PublishedTable = {
  ...exampleTable(awkward),
  rows: exampleTable(awkward).rows.map((row, i) => ({
    ...row,
    asOf: row.figures[0]!.status === 'A' ? (i % 2 === 0 ? '2026-10-31' : '2026-09-30') : null,
  })),
}
const all = [exampleTable(results), stock]

function expected({ shape, rows }: PublishedTable): Figures {
  const measures = [...shape.baseMeasures, ...shape.derivedMeasures]
  return sorted(
    rows.flatMap(({ coordinates, figures, asOf }) =>
      figures.map(({ value, status }, m) => {
        const measure = measures[m]!
        const shown =
          value === null ? null : measure.type === 'mean' ? (value / 10).toFixed(1) : String(value)
        return [...coordinates, measure.name, shown, status, asOf ?? null]
      }),
    ),
  )
}

function sorted(figures: Figures): Figures {
  return figures.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}

/** Rows as a page shows them; no figure is large enough for groups of digits. */
function shownRows({ shape, rows }: PublishedTable, point: string) {
  const decimals = [...shape.baseMeasures, ...shape.derivedMeasures].map(({ type }) =>
    type === 'mean' ? 1 : 0,
  )
  return rows.map(({ coordinates, figures, asOf }) => [
    ...coordinates,
    ...figures.map(({ value, status }, m) =>
      value === null ? `[${status}]` : (value / 10 ** decimals[m]!).toFixed(decimals[m]!).replace('.', point),
    ),
    ...(shape.asOf === undefined ? [] : [asOf ?? '[c]']),
  ])
}

/** Names of the columns of a table, in the order of its files. */
function columnNames({ dimensions, baseMeasures, derivedMeasures, asOf }: TableShape): readonly string[] {
  return [
    ...dimensions.map(({ name }) => name),
    'time_period',
    ...(asOf === undefined ? [] : ['as_of']),
    ...[...baseMeasures, ...derivedMeasures].flatMap(({ name }) => [name, `${name}_status`]),
  ]
}

/** From rows with the columns of `columnNames`. */
function fromWide(shape: TableShape, rows: readonly (readonly (string | null)[])[]): Figures {
  const names = columnNames(shape)
  const measures = [...shape.baseMeasures, ...shape.derivedMeasures]
  return sorted(
    rows.flatMap((row) => {
      const of = (name: string) => row[names.indexOf(name)] ?? null
      const place = shape.dimensions.map(({ name }) => of(name))
      return measures.map(({ name }) => [...place, name, of(name), of(`${name}_status`), of('as_of')])
    }),
  )
}

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
    expect(fromWide(table.shape, await rowsOf(from(), table, file()))).toEqual(expected(table))
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
    expect(fromWide(table.shape, texts.parse(rows))).toEqual(expected(table))
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
    const statuses: Readonly<Record<string, string>> = { A: 'A', Q: 'c', M: 'z', O: 'x' }
    const decoded = rows.map((row) => [
      ...row.slice(0, -4).map((code) => decodeURIComponent(code!.replaceAll('$', '%'))),
      ...row.slice(-4, -2),
      statuses[row.at(-2)!]!,
      row.at(-1)!,
    ])
    expect(sorted(decoded)).toEqual(expected(table))
  })
})
