import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { withDatabase } from '../../reports/database.ts'
import { writeParquet } from '../../reports/write-parquet.ts'
import { tables, temporaryFolder } from './example-release.ts'
import { query } from './query.ts'

async function writtenParquet(): Promise<string> {
  const folder = await temporaryFolder()
  await mkdir(join(folder, 'tables'))
  const release = { project: 'uzbekistan', version: 3, asOf: '2026-11-02' }
  await withDatabase(folder, (connection) => writeParquet(tables, release, folder, connection))
  return join(folder, 'tables/test-results.parquet')
}

it('holds a value and a status for each measure, and no floating-point number', async () => {
  const columns = `SELECT column_name, column_type FROM (DESCRIBE FROM '${await writtenParquet()}')`
  expect(await query(columns)).toEqual([
    ['region', 'VARCHAR'],
    ['gender', 'VARCHAR'],
    ['time_period', 'VARCHAR'],
    ['assessed', 'BIGINT'],
    ['assessed_status', 'VARCHAR'],
    ['passed', 'BIGINT'],
    ['passed_status', 'VARCHAR'],
    ['pass_rate', 'BIGINT'],
    ['pass_rate_status', 'VARCHAR'],
    ['mean_score', 'DECIMAL(18,1)'],
    ['mean_score_status', 'VARCHAR'],
  ])
})

it('scales means by their decimals and leaves hidden figures NULL', async () => {
  const file = await writtenParquet()
  expect(
    await query(`SELECT assessed, assessed_status, mean_score FROM '${file}' WHERE region = '_T'`),
  ).toEqual([
    ['40', 'A', '0.1'],
    ['80', 'A', '0.6'],
    [null, 'c', null],
  ])
})

it('names its release and table', async () => {
  const metadata = `SELECT decode(key), decode(value) FROM parquet_kv_metadata('${await writtenParquet()}')`
  expect(await query(metadata)).toEqual([
    ['format', 'kohort-table/1'],
    ['project', 'uzbekistan'],
    ['period', '2026-10'],
    ['version', '3'],
    ['table', 'test-results'],
    ['title', "Learners' test results"],
    ['as_of', '2026-11-02'],
  ])
})

it('is compressed with zstd', async () => {
  expect(
    await query(`SELECT DISTINCT compression FROM parquet_metadata('${await writtenParquet()}')`),
  ).toEqual([['ZSTD']])
})
