import { join } from 'node:path'
import { expect, it } from 'vitest'
import { withDatabase } from '../../reports/database.ts'
import { writeDuckdb } from '../../reports/write-duckdb.ts'
import { tables, temporaryFolder } from './example-release.ts'
import { query } from './query.ts'

async function writtenDatabase(): Promise<string> {
  const folder = await temporaryFolder()
  await withDatabase(folder, (connection) => writeDuckdb(tables, folder, connection))
  return join(folder, 'release.duckdb')
}

it('holds the tables and three that describe them', async () => {
  expect(await query('SELECT table_name FROM duckdb_tables() ORDER BY 1', await writtenDatabase())).toEqual([
    ['_codes'],
    ['_columns'],
    ['_tables'],
    ['lesson-views'],
    ['test-results'],
  ])
})

it('describes tables', async () => {
  expect(await query('FROM _tables', await writtenDatabase())).toEqual([
    [
      'test-results',
      "Learners' test results",
      'Sinov natijalari',
      'Результаты тестов',
      'test_results',
      '2026-10',
    ],
    ['lesson-views', 'Lesson views', null, null, 'lesson_views', '2026-10'],
  ])
})

it('describes columns as the database knows them', async () => {
  const file = await writtenDatabase()
  expect(
    await query("SELECT * EXCLUDE (title_uz, title_ru) FROM _columns WHERE table_id = 'lesson-views'", file),
  ).toEqual([
    ['lesson-views', 'gender', 'dimension', 'VARCHAR', 'Gender'],
    ['lesson-views', 'time_period', 'time', 'VARCHAR', 'Period'],
    ['lesson-views', 'views', 'measure', 'BIGINT', 'Views'],
    ['lesson-views', 'views_status', 'status', 'VARCHAR', 'Views: status'],
  ])
  const differing = `
    SELECT table_id, column_name, type FROM _columns
    EXCEPT SELECT table_name, column_name, data_type FROM duckdb_columns()`
  expect(await query(differing, file)).toEqual([])
})

it('describes codes in the order of their lists', async () => {
  const codes = "SELECT code, parent, level, label_en, label_uz FROM _codes WHERE dimension = 'region'"
  expect(await query(codes, await writtenDatabase())).toEqual([
    ['_T', null, '0', 'Total', 'Jami'],
    ['UZ-TK', '_T', '1', 'Toshkent shahri', 'Toshkent shahri'],
    ['UZ-AN', '_T', '1', 'Farg\'ona, "Andijon"', null],
    ['_X', '_T', '1', 'Not stated', null],
  ])
})

it('has no free page that could hold anything else', async () => {
  expect(await query('SELECT free_blocks FROM pragma_database_size()', await writtenDatabase())).toEqual([
    ['0'],
  ])
})
