import { cp, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readRelease } from '../../reports/read-release.ts'
import { writeRelease } from '../../reports/write-release.ts'
import type { PublishedTable } from '../../schemas/cell.ts'
import { selectRows } from '../pipeline/tiny-project.ts'
import { alterDatabase, reseal, rewriteManifest, rewriteParquet } from './damage.ts'
import { exampleTable, facts, held, results, temporaryFolder } from './example-release.ts'

const asOf = '2026-10-31'
const shape = { ...results, asOf, derivedMeasures: [], baseMeasures: results.baseMeasures.slice(0, 1) }

/** Rows of two days; what is hidden has none. */
function stock(): PublishedTable {
  const { rows } = exampleTable(shape)
  const dayOf = (r: number) => (r % 2 === 0 ? asOf : '2026-08-31')
  return {
    shape,
    rows: rows.map((row, r) => ({ ...row, asOf: row.figures[0]!.status === 'A' ? dayOf(r) : null })),
  }
}

async function released(): Promise<string> {
  return (await writeRelease(held(stock()), facts, await temporaryFolder())).folder
}

it('writes the day of each row, and reads it back', async () => {
  const folder = await released()
  expect(await readFile(join(folder, 'tables/test-results.csv'), 'utf8')).toBe(`\
region,gender,time_period,as_of,assessed,assessed_status
UZ-AN,_T,2026-10,2026-10-31,280,A
UZ-AN,f,2026-10,2026-08-31,320,A
UZ-AN,m,2026-10,,,c
UZ-TK,_T,2026-10,2026-08-31,160,A
UZ-TK,f,2026-10,2026-10-31,200,A
UZ-TK,m,2026-10,,,c
_T,_T,2026-10,2026-10-31,40,A
_T,f,2026-10,2026-08-31,80,A
_T,m,2026-10,,,c
_X,_T,2026-10,2026-08-31,400,A
_X,f,2026-10,2026-10-31,440,A
_X,m,2026-10,,,c
`)
  const read = await readRelease(folder)
  expect(read.findings).toEqual([])
  expect(read.tables).toEqual([stock()])
  expect(read.manifest?.tables[0]?.as_of).toBe(asOf)
  const types = `SELECT typeof(as_of) FROM '${join(folder, 'tables/test-results.parquet')}' LIMIT 1`
  expect(await selectRows(types)).toEqual([['DATE']])
  const described = `SELECT type, title_uz FROM release._columns WHERE column_name = 'as_of'`
  expect(await selectRows(described, join(folder, 'release.duckdb'))).toEqual([['DATE', 'Holat sanasi']])
})

const exactlyWhere = /of the day or an earlier one exactly where/

it.each([
  {
    because: 'a row is from later than the table',
    damage: (folder: string) =>
      rewriteParquet(folder, "SELECT * REPLACE (as_of + (region = '_T')::INTEGER AS as_of) FROM t"),
    clause: exactlyWhere,
  },
  {
    because: 'a published row has no day',
    damage: (folder: string) =>
      rewriteParquet(folder, "SELECT * REPLACE (CASE WHEN region <> '_T' THEN as_of END AS as_of) FROM t"),
    clause: exactlyWhere,
  },
  {
    because: 'a hidden row has a day',
    damage: (folder: string) =>
      rewriteParquet(folder, "SELECT * REPLACE (coalesce(as_of, DATE '2026-10-31') AS as_of) FROM t"),
    clause: exactlyWhere,
  },
  {
    because: 'days are text',
    damage: (folder: string) =>
      rewriteParquet(folder, 'SELECT * REPLACE (CAST(as_of AS VARCHAR) AS as_of) FROM t'),
    clause: /exactly the declared columns and types/,
  },
  {
    because: 'the manifest knows of no days',
    damage: (folder: string) => rewriteManifest(folder, /,\s*"as_of": "2026-10-31"/, ''),
    clause: /exactly the declared columns and types/,
  },
  {
    because: 'the database says another day',
    damage: (folder: string) =>
      alterDatabase(
        folder,
        `UPDATE "test-results" SET as_of = DATE '2026-10-30' WHERE as_of = DATE '2026-10-31'`,
      ),
    clause: /release.duckdb has the content of test-results/,
  },
])('finds that $because', async ({ damage, clause }) => {
  const folder = await temporaryFolder()
  await cp(await released(), folder, { recursive: true })
  await damage(folder)
  await reseal(folder)
  const { findings } = await readRelease(folder)
  expect(findings.map((finding) => finding.clause).join('\n')).toMatch(clause)
})

it('does not write a row from later, nor one that is hidden and has a day', async () => {
  const { rows } = stock()
  for (const [r, wrong] of [
    [0, { asOf: '2026-11-01' }],
    [2, { asOf }],
    [0, { asOf: null }],
  ] as const) {
    const table = { shape, rows: rows.map((row, i) => (i === r ? { ...row, ...wrong } : row)) }
    await expect(writeRelease(held(table), facts, await temporaryFolder())).rejects.toThrow(exactlyWhere)
  }
})
