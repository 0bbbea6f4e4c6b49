import { appendFile, cp, mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { readRelease } from '../../reports/read-release.ts'
import { writeRelease } from '../../reports/write-release.ts'
import { alterDatabase, flipByte, reseal, rewriteManifest, rewriteParquet, rewriteText } from './damage.ts'
import { facts, filesBelow, tables, temporaryFolder } from './example-release.ts'

/** Files of other formats are damaged in tests of their own. */
const plain = { ...facts, formats: [] }

let written: string
beforeAll(async () => {
  written = await mkdtemp(join(tmpdir(), 'kohort-reports-'))
  await writeRelease(tables, plain, written)
  return () => rm(written, { recursive: true })
})

/** A copy to damage. */
async function exampleRelease(): Promise<string> {
  const folder = await temporaryFolder()
  await cp(join(written, '2026-10/v1'), folder, { recursive: true })
  return folder
}

const parquet = 'tables/test-results.parquet'
const csv = 'tables/test-results.csv'

interface Damage {
  readonly because: string
  readonly rule: string
  readonly file: string
  readonly damage: (folder: string) => Promise<void>
}

it('finds nothing in a release as it was written', async () => {
  const release = await readRelease(await exampleRelease())
  expect(release.findings).toEqual([])
})

it('still finds nothing once the hashes are recomputed: the damages below come from nothing else', async () => {
  const folder = await exampleRelease()
  await reseal(folder)
  expect((await readRelease(folder)).findings).toEqual([])
})

it('allows a signature beside the checksums', async () => {
  const folder = await exampleRelease()
  await writeFile(join(folder, 'SHA256SUMS.minisig'), 'untrusted comment\n')
  expect((await readRelease(folder)).findings).toEqual([])
})

it('reads a release through a symbolic link and below a folder that looks like a pattern', async () => {
  const parent = join(await temporaryFolder(), 'week=1 [a]*')
  const { folder } = await writeRelease(tables, plain, parent)
  await symlink(folder, join(parent, 'latest'))
  const release = await readRelease(join(parent, 'latest'))
  expect(release.findings).toEqual([])
  expect(release.tables).toEqual(tables)
})

describe('files', () => {
  it.each<Damage>([
    {
      because: 'the list of checksums is gone',
      rule: 'checksum-list',
      file: 'SHA256SUMS',
      damage: (f) => rm(join(f, 'SHA256SUMS')),
    },
    {
      because: 'a checksum is in capitals',
      rule: 'checksum-list',
      file: 'SHA256SUMS',
      damage: (f) => rewriteText(f, 'SHA256SUMS', (text) => text.toUpperCase()),
    },
    {
      because: 'the list is not sorted',
      rule: 'checksum-list',
      file: 'SHA256SUMS',
      damage: (f) =>
        rewriteText(f, 'SHA256SUMS', (text) => `${text.trimEnd().split('\n').reverse().join('\n')}\n`),
    },
    {
      because: 'the list leaves a file out',
      rule: 'checksum-list',
      file: csv,
      damage: (f) => rewriteText(f, 'SHA256SUMS', (text) => text.replace(/.*test-results\.csv\n/, '')),
    },
    {
      because: 'a Parquet file was truncated',
      rule: 'checksum',
      file: parquet,
      damage: (f) => truncate(join(f, parquet), 100),
    },
    { because: 'a file grew', rule: 'checksum', file: csv, damage: (f) => appendFile(join(f, csv), '\n') },
    { because: 'a table is gone', rule: 'missing-file', file: csv, damage: (f) => rm(join(f, csv)) },
    {
      because: 'all tables are gone',
      rule: 'missing-file',
      file: parquet,
      damage: (f) => rm(join(f, 'tables'), { recursive: true }),
    },
    {
      because: 'the database is gone',
      rule: 'missing-file',
      file: 'release.duckdb',
      damage: (f) => rm(join(f, 'release.duckdb')),
    },
    {
      because: 'the manifest is gone',
      rule: 'missing-file',
      file: 'manifest.json',
      damage: (f) => rm(join(f, 'manifest.json')),
    },
    {
      because: 'a file was added',
      rule: 'undeclared-file',
      file: 'notes.txt',
      damage: (f) => writeFile(join(f, 'notes.txt'), ''),
    },
    {
      because: 'a key was left',
      rule: 'undeclared-file',
      file: 'kohort.pub',
      damage: (f) => writeFile(join(f, 'kohort.pub'), ''),
    },
    {
      because: 'a folder was added',
      rule: 'release-folder',
      file: 'extra',
      damage: async (f) => void (await mkdir(join(f, 'extra'))),
    },
    {
      because: 'a folder was added among the tables',
      rule: 'release-folder',
      file: 'tables/tables',
      damage: async (f) => void (await mkdir(join(f, 'tables/tables'))),
    },
    {
      because: 'a link was added',
      rule: 'release-folder',
      file: 'link',
      damage: (f) => symlink('/etc/hostname', join(f, 'link')),
    },
    {
      because: 'a table is a link',
      rule: 'release-folder',
      file: csv,
      damage: async (f) => {
        await rm(join(f, csv))
        await symlink('lesson-views.csv', join(f, csv))
      },
    },
  ])('$rule when $because', async ({ rule, file, damage }) => {
    const folder = await exampleRelease()
    await damage(folder)
    expect((await readRelease(folder)).findings).toContainEqual(expect.objectContaining({ rule, file }))
  })

  it('finds one flipped bit anywhere in any file', async () => {
    const folder = await exampleRelease()
    for (const [file, bytes] of await filesBelow(folder)) {
      const step = Math.ceil(bytes.length / 6)
      const offsets = [...Array(6).keys()].map((i) => Math.min(i * step, bytes.length - 1))
      for (const [i, offset] of offsets.entries()) {
        await flipByte(folder, file, offset, i % 8)
        const { findings } = await readRelease(folder)
        expect(findings, `${file} at ${offset}`).not.toEqual([])
        await writeFile(join(folder, file), bytes)
      }
    }
    expect((await readRelease(folder)).findings).toEqual([])
  }, 60_000)

  it.each([
    { because: 'it does not exist', name: 'none' },
    { because: 'it is a file', name: 'file.txt' },
    { because: 'it is empty', name: 'empty' },
    { because: 'it holds something else', name: '' },
  ])('reports a folder that is no release: $because', async ({ name }) => {
    const folder = await temporaryFolder()
    await writeFile(join(folder, 'file.txt'), '')
    await mkdir(join(folder, 'empty'))
    const release = await readRelease(join(folder, name))
    expect(release).toMatchObject({ manifest: null, tables: [] })
    expect(release.findings).not.toEqual([])
  })
})

describe('content, though hashes and sizes agree', () => {
  it.each<Damage>([
    {
      because: 'it is not JSON',
      rule: 'manifest',
      file: 'manifest.json',
      damage: (f) => rewriteManifest(f, '"format"', 'format'),
    },
    {
      because: 'it has a field beyond the allow-list',
      rule: 'manifest',
      file: 'manifest.json',
      damage: (f) => rewriteManifest(f, '"version": 1', '"version": 1,\n  "excluded": 12'),
    },
    {
      because: 'it repeats a key',
      rule: 'manifest',
      file: 'manifest.json',
      damage: (f) => rewriteManifest(f, '"version": 1', '"version": 7,\n  "version": 1'),
    },
    {
      because: 'its id is another',
      rule: 'manifest',
      file: 'manifest.json',
      damage: (f) => rewriteManifest(f, 'uzbekistan/2026-10/1', 'uzbekistan/2026-10/2'),
    },
    {
      because: 'its period is no period',
      rule: 'manifest',
      file: 'manifest.json',
      damage: (f) => rewriteManifest(f, /2026-10(?=[/"])/g, '2026-13'),
    },
    {
      because: 'its period ends before it starts',
      rule: 'manifest',
      file: 'manifest.json',
      damage: (f) => rewriteManifest(f, '2026-11-01', '2026-10-01'),
    },
    {
      because: 'its policy is not the one hashed',
      rule: 'manifest',
      file: 'manifest.json',
      damage: (f) => rewriteManifest(f, '"coalition": 2', '"coalition": 1'),
    },
    {
      because: 'its audit had other limits',
      rule: 'manifest',
      file: 'manifest.json',
      damage: (f) =>
        rewriteManifest(
          f,
          /"minimumContributors": 10(?=[^{}]+"outcomeDiversity")/,
          '"minimumContributors": 5',
        ),
    },
    {
      because: 'a table lies elsewhere',
      rule: 'manifest',
      file: 'manifest.json',
      damage: (f) => rewriteManifest(f, 'tables/lesson-views.parquet', '../lesson-views.parquet'),
    },
    {
      because: 'two tables have one id',
      rule: 'manifest',
      file: 'manifest.json',
      damage: (f) => rewriteManifest(f, '"id": "lesson-views"', '"id": "test-results"'),
    },
    {
      because: 'a table id is a path',
      rule: 'definition',
      file: 'manifest.json',
      damage: (f) => rewriteManifest(f, '"id": "lesson-views"', '"id": "../lesson-views"'),
    },
    {
      because: 'a column name is no name',
      rule: 'definition',
      file: 'manifest.json',
      damage: (f) => rewriteManifest(f, '"name": "views"', '"name": "Views; --"'),
    },
    {
      because: 'two columns have one name',
      rule: 'definition',
      file: 'manifest.json',
      damage: (f) => rewriteManifest(f, '"name": "passed"', '"name": "assessed"'),
    },
    {
      because: 'a measure refers to none',
      rule: 'definition',
      file: 'manifest.json',
      damage: (f) => rewriteManifest(f, '"within": "assessed"', '"within": "enrolled"'),
    },
    {
      because: 'a bound refers to none',
      rule: 'definition',
      file: 'manifest.json',
      damage: (f) => rewriteManifest(f, /"atMost": \[\s+"assessed"/, '"atMost": ["enrolled"'),
    },
    {
      because: 'a ratio has no such denominator',
      rule: 'definition',
      file: 'manifest.json',
      damage: (f) => rewriteManifest(f, '"denominator": "assessed"', '"denominator": "enrolled"'),
    },
    {
      because: 'the total is not called _T',
      rule: 'code-list',
      file: 'manifest.json',
      damage: (f) => rewriteManifest(f, /"_T"/g, '"all"'),
    },
    {
      because: 'there are two totals',
      rule: 'code-list',
      file: 'manifest.json',
      damage: (f) => rewriteManifest(f, /("code": "UZ-AN",\s+"parent": )"_T"(,\s+"level": )1/, '$1null$20'),
    },
    {
      because: 'a parent follows its child',
      rule: 'code-list',
      file: 'manifest.json',
      damage: (f) =>
        rewriteManifest(f, /("code": "UZ-TK",\s+"parent": )"_T"(,\s+"level": )1/, '$1"UZ-AN"$22'),
    },
    {
      because: 'a code is listed twice',
      rule: 'code-list',
      file: 'manifest.json',
      damage: (f) => rewriteManifest(f, '"code": "UZ-AN"', '"code": "UZ-TK"'),
    },
    {
      because: 'a level skips one',
      rule: 'code-list',
      file: 'manifest.json',
      damage: (f) => rewriteManifest(f, /("code": "UZ-AN",\s+"parent": "_T",\s+"level": )1/, '$12'),
    },
    {
      because: 'a table exceeds its budget',
      rule: 'cell-budget',
      file: 'manifest.json',
      damage: (f) => rewriteManifest(f, '"cell_budget": 3', '"cell_budget": 2'),
    },
    {
      because: 'a budget is beyond any',
      rule: 'cell-budget',
      file: 'manifest.json',
      damage: (f) => rewriteManifest(f, '"cell_budget": 3', '"cell_budget": 1000000000'),
    },
    {
      because: 'it is truncated',
      rule: 'unreadable',
      file: parquet,
      damage: (f) => truncate(join(f, parquet), 900),
    },
    {
      because: 'it is empty',
      rule: 'unreadable',
      file: parquet,
      damage: (f) => truncate(join(f, parquet), 0),
    },
    {
      because: 'it is text',
      rule: 'unreadable',
      file: parquet,
      damage: (f) => writeFile(join(f, parquet), 'region\n'),
    },
    {
      because: 'a column is missing',
      rule: 'columns',
      file: parquet,
      damage: (f) => rewriteParquet(f, 'SELECT * EXCLUDE passed_status FROM t'),
    },
    {
      because: 'a column was added',
      rule: 'columns',
      file: parquet,
      damage: (f) => rewriteParquet(f, 'SELECT *, 1 AS learner FROM t'),
    },
    {
      because: 'columns changed places',
      rule: 'columns',
      file: parquet,
      damage: (f) => rewriteParquet(f, 'SELECT gender, * EXCLUDE gender FROM t'),
    },
    {
      because: 'a column has another type',
      rule: 'columns',
      file: parquet,
      damage: (f) => rewriteParquet(f, 'SELECT * REPLACE (passed::INTEGER AS passed) FROM t'),
    },
    {
      because: 'a mean has another scale',
      rule: 'columns',
      file: parquet,
      damage: (f) => rewriteParquet(f, 'SELECT * REPLACE (mean_score::DECIMAL(18,2) AS mean_score) FROM t'),
    },
    {
      because: 'a column is floating-point',
      rule: 'floating-point',
      file: parquet,
      damage: (f) => rewriteParquet(f, 'SELECT * REPLACE (mean_score::DOUBLE AS mean_score) FROM t'),
    },
    {
      because: 'it names another version',
      rule: 'metadata',
      file: parquet,
      damage: (f) => rewriteParquet(f, 'FROM t', '2'),
    },
    {
      because: 'it says more than it should',
      rule: 'metadata',
      file: parquet,
      damage: (f) => rewriteParquet(f, 'FROM t', "1', note: 'seven"),
    },
    {
      because: 'its rows are of another period',
      rule: 'metadata',
      file: parquet,
      damage: (f) => rewriteParquet(f, "SELECT * REPLACE ('2026-09' AS time_period) FROM t"),
    },
    {
      because: 'a row is missing',
      rule: 'matrix',
      file: parquet,
      damage: (f) => rewriteParquet(f, 'FROM t LIMIT 11'),
    },
    {
      because: 'a row comes twice',
      rule: 'matrix',
      file: parquet,
      damage: (f) => rewriteParquet(f, 'FROM t UNION ALL (FROM t LIMIT 1)'),
    },
    {
      because: 'a row took the place of another',
      rule: 'matrix',
      file: parquet,
      damage: (f) => rewriteParquet(f, "SELECT * REPLACE (if(gender = 'm', 'f', gender) AS gender) FROM t"),
    },
    {
      because: 'a code is undeclared',
      rule: 'matrix',
      file: parquet,
      damage: (f) => rewriteParquet(f, "SELECT * REPLACE (if(gender = 'm', 'x', gender) AS gender) FROM t"),
    },
    {
      because: 'a code is NULL',
      rule: 'matrix',
      file: parquet,
      damage: (f) => rewriteParquet(f, "SELECT * REPLACE (nullif(gender, 'm') AS gender) FROM t"),
    },
    {
      because: 'rows are in another order',
      rule: 'row-order',
      file: parquet,
      damage: (f) => rewriteParquet(f, 'FROM t ORDER BY assessed, gender, region'),
    },
    {
      because: 'a status is unknown',
      rule: 'status',
      file: parquet,
      damage: (f) =>
        rewriteParquet(
          f,
          "SELECT * REPLACE (if(passed_status = 'c', 'd', passed_status) AS passed_status) FROM t",
        ),
    },
    {
      because: 'a status is NULL',
      rule: 'status',
      file: parquet,
      damage: (f) =>
        rewriteParquet(f, "SELECT * REPLACE (nullif(passed_status, 'c') AS passed_status) FROM t"),
    },
    {
      because: 'base measures differ in status',
      rule: 'status',
      file: parquet,
      damage: (f) =>
        rewriteParquet(
          f,
          "SELECT * REPLACE (if(passed_status = 'c', 'z', passed_status) AS passed_status) FROM t",
        ),
    },
    {
      because: 'a derived figure is shown where its base is hidden',
      rule: 'status',
      file: parquet,
      damage: (f) =>
        rewriteParquet(f, "SELECT * REPLACE (0::BIGINT AS pass_rate, 'A' AS pass_rate_status) FROM t"),
    },
    {
      because: 'a hidden figure has its value',
      rule: 'value',
      file: parquet,
      damage: (f) => rewriteParquet(f, 'SELECT * REPLACE (coalesce(passed, 7) AS passed) FROM t'),
    },
    {
      because: 'a published figure has none',
      rule: 'value',
      file: parquet,
      damage: (f) => rewriteParquet(f, 'SELECT * REPLACE (NULL::BIGINT AS passed) FROM t'),
    },
    {
      because: 'a count is negative',
      rule: 'value',
      file: parquet,
      damage: (f) => rewriteParquet(f, 'SELECT * REPLACE (-passed AS passed) FROM t'),
    },
    {
      because: 'a count is beyond 2^53',
      rule: 'value',
      file: parquet,
      damage: (f) => rewriteParquet(f, 'SELECT * REPLACE (passed + 9007199254740993 AS passed) FROM t'),
    },
    {
      because: 'its figures are others',
      rule: 'csv',
      file: csv,
      damage: (f) => rewriteText(f, csv, (text) => text.replace('280', '281')),
    },
    {
      because: 'it has Windows line ends',
      rule: 'csv',
      file: csv,
      damage: (f) => rewriteText(f, csv, (text) => text.replaceAll('\n', '\r\n')),
    },
    {
      because: 'it is not a database',
      rule: 'unreadable',
      file: 'release.duckdb',
      damage: (f) => writeFile(join(f, 'release.duckdb'), 'x'.repeat(9000)),
    },
    {
      because: 'it is truncated',
      rule: 'unreadable',
      file: 'release.duckdb',
      damage: (f) => truncate(join(f, 'release.duckdb'), 300_000),
    },
    {
      because: 'a figure differs',
      rule: 'database',
      file: 'release.duckdb',
      damage: (f) => alterDatabase(f, 'UPDATE "test-results" SET assessed = 41 WHERE assessed = 40'),
    },
    {
      because: 'a row was added',
      rule: 'database',
      file: 'release.duckdb',
      damage: (f) => alterDatabase(f, 'INSERT INTO "test-results" (FROM "test-results" LIMIT 1)'),
    },
    {
      because: 'its rows are in another order',
      rule: 'database',
      file: 'release.duckdb',
      damage: (f) =>
        alterDatabase(f, 'CREATE OR REPLACE TABLE "test-results" AS FROM "test-results" ORDER BY assessed'),
    },
    {
      because: 'a label differs',
      rule: 'database',
      file: 'release.duckdb',
      damage: (f) => alterDatabase(f, "UPDATE _codes SET label_en = 'Andijan' WHERE code = 'UZ-AN'"),
    },
    {
      because: 'a table was added',
      rule: 'database',
      file: 'release.duckdb',
      damage: (f) => alterDatabase(f, 'CREATE TABLE learners (learner_id VARCHAR)'),
    },
    {
      because: 'a table is gone',
      rule: 'database',
      file: 'release.duckdb',
      damage: (f) => alterDatabase(f, 'DROP TABLE "lesson-views"'),
    },
    {
      because: 'it has a view',
      rule: 'database',
      file: 'release.duckdb',
      damage: (f) => alterDatabase(f, "CREATE VIEW v AS FROM read_csv('/etc/passwd')"),
    },
    {
      because: 'it has a macro',
      rule: 'database',
      file: 'release.duckdb',
      damage: (f) => alterDatabase(f, 'CREATE MACRO secret() AS 7'),
    },
    {
      because: 'it has a sequence',
      rule: 'database',
      file: 'release.duckdb',
      damage: (f) => alterDatabase(f, 'CREATE SEQUENCE s START 7'),
    },
    {
      because: 'it has a type',
      rule: 'database',
      file: 'release.duckdb',
      damage: (f) => alterDatabase(f, "CREATE TYPE t AS ENUM ('seven')"),
    },
    {
      because: 'it has a schema',
      rule: 'database',
      file: 'release.duckdb',
      damage: (f) => alterDatabase(f, 'CREATE SCHEMA extra'),
    },
    {
      because: 'it has an index',
      rule: 'database',
      file: 'release.duckdb',
      damage: (f) => alterDatabase(f, 'CREATE INDEX i ON _tables (id)'),
    },
    {
      because: 'it has a comment',
      rule: 'database',
      file: 'release.duckdb',
      damage: (f) => alterDatabase(f, "COMMENT ON TABLE _tables IS 'seven'"),
    },
    {
      because: 'a column has a default',
      rule: 'database',
      file: 'release.duckdb',
      damage: (f) => alterDatabase(f, "ALTER TABLE _tables ALTER fact SET DEFAULT 'seven'"),
    },
    {
      because: 'a column may not be null',
      rule: 'database',
      file: 'release.duckdb',
      damage: (f) => alterDatabase(f, 'ALTER TABLE _tables ALTER fact SET NOT NULL'),
    },
    {
      because: 'a table was declared among the files alone',
      rule: 'undeclared-file',
      file: 'tables/rows.csv',
      damage: (f) => writeFile(join(f, 'tables/rows.csv'), 'learner_id\n'),
    },
  ])('$rule in $file when $because', async ({ rule, file, damage }) => {
    const folder = await exampleRelease()
    await damage(folder)
    await reseal(folder)
    expect((await readRelease(folder)).findings).toContainEqual(expect.objectContaining({ rule, file }))
  })

  it('says nothing of a cell', async () => {
    const folder = await exampleRelease()
    await rewriteParquet(folder, 'SELECT * REPLACE (coalesce(passed, 987654) AS passed) FROM t')
    await reseal(folder)
    expect(JSON.stringify((await readRelease(folder)).findings)).not.toContain('987654')
  })

  it('gives the tables that are whole beside one that is not', async () => {
    const folder = await exampleRelease()
    await rewriteParquet(folder, 'FROM t LIMIT 11')
    await reseal(folder)
    expect((await readRelease(folder)).tables).toEqual([tables[1]])
  })
})
