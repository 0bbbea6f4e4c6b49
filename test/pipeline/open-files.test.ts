import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it, onTestFinished } from 'vitest'
import { countCsvRecords } from '../../pipeline/count-records.ts'
import { refuseUndeclared } from '../../pipeline/opened-files.ts'
import { openFiles } from '../../pipeline/source-files.ts'
import { type FilesDefinition, filesSchema } from '../../schemas/project.ts'
import { emptyDatabase, valuesOf } from '../transforms/database.ts'

const database = await emptyDatabase()

/** A folder with files of these contents, gone with the test. */
async function folderOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kohort-open-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), content)
  }
  return folder
}

async function load(folder: string, definition: Partial<FilesDefinition>, wanted: readonly string[]) {
  const open = await openFiles(database, 'source', filesSchema.parse(definition), folder)
  const loaded = await open.load(new Set(wanted))
  const rejected =
    loaded.rejected === null
      ? []
      : await valuesOf(database, `SELECT position, rule FROM ${loaded.rejected} ORDER BY ALL`)
  const rows = await valuesOf(database, `SELECT * EXCLUDE (__file) FROM ${loaded.from} ORDER BY __position`)
  expect(loaded.records).toBe(rows.length + loaded.rejectedRows)
  expect(loaded.rejectedRows).toBe(rejected.length)
  return { rows, rejected }
}

const csv = async (text: string | Uint8Array, wanted = ['a', 'c']) =>
  load(await folderOf({ 'f.csv': text }), { files: 'f.csv', format: 'csv' }, wanted)
const jsonl = async (text: string, wanted: readonly string[]) =>
  load(await folderOf({ 'f.jsonl': text }), { files: 'f.jsonl', format: 'jsonl' }, wanted)

/** Lines `i,x,y` of which some are another text. */
const lines = (n: number, odd: Readonly<Record<number, string>>) =>
  `a,b,c\n${Array.from({ length: n }, (_, i) => `${odd[i + 1] ?? `${i + 1},x,y`}\n`).join('')}`

describe('a CSV file with a quote that is not closed where its value ends', () => {
  it.each([
    { because: 'it is never closed', text: lines(480, { 10: '10,x,"y' }) },
    { because: 'it is never closed, far into a long file', text: lines(120_000, { 90000: '90000,x,"y' }) },
    { because: 'it is never closed in the last line', text: lines(480, { 480: '480,x,"y' }) },
    { because: 'a doubled quote stands at the end', text: lines(480, { 10: '10,"x"",y' }) },
    { because: 'the next value in quotes ends it', text: lines(480, { 10: '10,x,"y', 400: '400,"x",y' }) },
    { because: 'a stray quote far below ends it', text: lines(480, { 10: '10,x,"y', 400: '400,x,y"' }) },
    { because: 'a stray quote on the next line ends it', text: lines(480, { 10: '10,x,"y', 11: '11,x,y"' }) },
  ])('is refused when $because', async ({ text }) => {
    await expect(csv(text)).rejects.toThrow(
      /^source: f\.csv: a quote is (left open|not closed where its value ends)/,
    )
  })
  it('is refused when it is gzipped', async () => {
    const folder = await folderOf({ 'f.csv.gz': gzipSync(lines(480, { 10: '10,x,"y' })) })
    await expect(load(folder, { files: 'f.csv.gz', format: 'csv' }, ['a'])).rejects.toThrow(
      'a quote is not closed',
    )
  })
})

describe('the records of a CSV file', () => {
  it('may hold line breaks, blank lines between them and quotes within', async () => {
    const text = 'a,b,c\n1,x,"y\n\ny, ""z"""\n\n"2\n2",x"x",y\n3,"x\nx",y'
    const { rows, rejected } = await csv(text)
    expect(rejected).toEqual([])
    expect(rows).toEqual([
      ['1', 'y\n\ny, "z"', '1'],
      ['2\n2', 'y', '2'],
      ['3', 'y', '3'],
    ])
  })
  it('keep their places among rejected ones, wherever a reader would split the file', async () => {
    const odd = Object.fromEntries(
      Array.from({ length: 120 }, (_, i) => [1000 * (i + 1), `${1000 * (i + 1)},x`]),
    )
    const { rows, rejected } = await csv(lines(120_500, odd))
    expect(rejected.map(([position]) => Number(position)).toSorted((a, b) => a - b)).toEqual(
      Object.keys(odd).map(Number),
    )
    expect(rows.filter(([a, , position]) => a !== position)).toEqual([])
  })
  it('are rejected one by one where they are not UTF-8, in columns that nobody wants too', async () => {
    const before = lines(20_000, {})
    const text = Buffer.concat([Buffer.from(`${before}2,`), Buffer.from([0xff]), Buffer.from(',y\n3,x,y\n')])
    const { rows, rejected } = await csv(text, ['a'])
    expect(rows.slice(19_999)).toEqual([
      ['20000', '20000'],
      ['3', '20002'],
    ])
    expect(rejected).toEqual([['20001', 'csv: invalid encoding']])
  })
  it.each([
    { text: 'a\n1\n\n2\n', columns: 1, records: 3 },
    { text: 'a,b\n1,2\n\n3,4', columns: 2, records: 2 },
    { text: 'a,b\r\n1,"2\r\n2"\r\n\r\n3,4\r\n', columns: 2, records: 2 },
    { text: 'a,b\n', columns: 2, records: 0 },
  ])('are counted apart: $records in $text', async ({ text, columns, records }) => {
    const folder = await folderOf({ 'f.csv': text })
    expect(await countCsvRecords('source', join(folder, 'f.csv'), ',', columns, 'f.csv')).toBe(records)
  })
})

it('copies no column that nobody wants', async () => {
  await csv('a,b,c\n1,secret,3\n', ['c'])
  expect(await valuesOf(database, 'SELECT * EXCLUDE (__file) FROM vault.raw_source')).toEqual([['3', '1']])
  await jsonl('{"a": 1, "b": "secret"}\n', ['a'])
  expect(await valuesOf(database, 'SELECT * EXCLUDE (__file) FROM vault.raw_source')).toEqual([['1', '1']])
})

it('keeps no row before the columns are known to be declared', async () => {
  await database.run('DROP TABLE IF EXISTS vault.raw_fresh')
  const folder = await folderOf({ 'f.csv': 'a\n1\n', 'f.jsonl': '{"a": 1}\n' })
  for (const format of ['csv', 'jsonl'] as const) {
    const open = await openFiles(
      database,
      'fresh',
      filesSchema.parse({ files: `f.${format}`, format }),
      folder,
    )
    expect(() => refuseUndeclared('fresh', open, new Set(['b']))).toThrow('column without a role')
  }
  await expect(database.rows('FROM vault.raw_fresh')).rejects.toThrow('does not exist')
})

describe('a JSONL line', () => {
  it('that repeats a key is bad, since readers differ in which of its values counts', async () => {
    const text = '{"a": 1}\n{"a": null, "a": 2}\n{"a": {"b": 1, "b": 2}}\n\nx\n{"a": 3}'
    const { rows, rejected } = await jsonl(text, ['a'])
    expect(rows.map(([a, position]) => [a, position])).toEqual([
      ['1', '1'],
      ['{"b":1,"b":2}', '3'],
      ['3', '6'],
    ])
    expect(rejected).toEqual([
      ['2', 'jsonl: repeats a key'],
      ['5', 'jsonl: not an object'],
    ])
  })
})

describe('a file name', () => {
  it.each(['a[1].csv', 'a*.csv', 'a?.csv', 'd[1]*/a.csv'])('%s stands for that file only', async (name) => {
    const folder = await folderOf({ 'a1.csv': 'a\nother\n', 'd1/a.csv': 'a\nother\n', [name]: 'a\nthis\n' })
    const glob = name.replaceAll(/[[\]*?]/g, '\\$&')
    expect((await load(folder, { files: glob, format: 'csv' }, ['a'])).rows).toEqual([['this', '1']])
  })
  it('of a Parquet or JSONL file does so too', async () => {
    const folder = await folderOf({ 'a[1].jsonl': '{"a": 1}', 'a1.jsonl': '{"a": 2}' })
    await database.run(`COPY (SELECT 1 AS a) TO '${folder}/a[1].parquet'`)
    await database.run(`COPY (SELECT 2 AS a) TO '${folder}/a1.parquet'`)
    for (const format of ['jsonl', 'parquet'] as const)
      expect((await load(folder, { files: `a\\[1\\].${format}`, format }, ['a'])).rows).toEqual([['1', '1']])
  })
})

it.each([
  {
    sql: ['SELECT 1 AS a', "SELECT 'x' AS a"],
    message: 'source: 2.parquet has another type than 1.parquet in a',
  },
  { sql: ['SELECT 1 AS a', 'SELECT 1 AS b'], message: 'source: 2.parquet has other columns than 1.parquet' },
  {
    sql: ['SELECT 1 AS "a@b.c"', 'SELECT true AS "a@b.c"'],
    message: 'source: 2.parquet has another type than 1.parquet in column number 1',
  },
])('Parquet files must agree: $message', async ({ sql, message }) => {
  const folder = await folderOf({})
  for (const [i, select] of sql.entries())
    await database.run(`COPY (${select}) TO '${folder}/${i + 1}.parquet'`)
  await expect(load(folder, { files: '*.parquet', format: 'parquet' }, ['a'])).rejects.toThrow(message)
})

it('counts the records of Parquet files by their metadata, and reads wanted columns only', async () => {
  const folder = await folderOf({})
  for (const n of [3, 4])
    await database.run(`COPY (SELECT range AS a, 1 AS b FROM range(${n})) TO '${folder}/${n}.parquet'`)
  const { rows } = await load(folder, { files: '*.parquet', format: 'parquet' }, ['a'])
  expect(rows).toHaveLength(7)
  expect(rows[0]).toHaveLength(2)
})

it.each([
  { file: 'f.csv', format: 'csv' as const, text: 'gender,Gender\nF,M\n' },
  { file: 'f.jsonl', format: 'jsonl' as const, text: '{"gender": "F"}\n{"Gender": "M"}\n' },
])('refuses columns of $file that differ in case only', async ({ file, format, text }) => {
  await expect(load(await folderOf({ [file]: text }), { files: file, format }, ['gender'])).rejects.toThrow(
    `source: ${file} must not have two columns whose names differ only in case`,
  )
})

describe('an undeclared column', () => {
  it.each([
    { columns: ['gender', 'passport'], shown: 'passport' },
    { columns: ['gender', 'pupil@mail.example'], shown: 'column number 2' },
    { columns: ['Aziza', '2008'], shown: 'column number 1' },
  ])('of $columns is called $shown', ({ columns, shown }) => {
    const open = {
      columns: columns.map((name) => ({ name, type: 'VARCHAR' })),
      load: () => Promise.reject(new Error('not to be read')),
    }
    expect(() => refuseUndeclared('learners', open, new Set(['gender']))).toThrow(
      `withheld: learners has a column without a role. Provided value: ${shown}`,
    )
  })
})
