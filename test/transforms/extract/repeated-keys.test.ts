import { describe, expect, it } from 'vitest'
import { findRepeatedKeys } from '../../../transforms/extract/repeated-keys.ts'
import { emptyDatabase, valuesOf } from '../database.ts'

const database = await emptyDatabase()
const rows = `(SELECT * FROM (VALUES
  ('k', 'b.csv', 1), ('k', 'a.csv', 9), ('k', 'a.csv', 10), ('l', 'a.csv', 2), ('m', 'a.csv', 3), ('m', 'b.csv', 2), (NULL, 'a.csv', 4), (NULL, 'a.csv', 5)
) AS v(key, __file, __position))`
const sql = findRepeatedKeys('lesson_views', rows)

async function repeated(statement: string): Promise<unknown> {
  await database.run(statement)
  return valuesOf(database, 'SELECT file, position FROM vault.duplicate_lesson_views ORDER BY ALL')
}

describe('rows whose key an earlier row has', () => {
  const expected = [
    ['a.csv', '10'],
    ['b.csv', '1'],
    ['b.csv', '2'],
  ]
  it('keeps the first in file order, and counts missing keys as no key', async () => {
    expect(await repeated(sql)).toEqual(expected)
  })
  it('tells keys apart that share a hash', async () => {
    const colliding = sql.replaceAll('hash(key)', 'hash(key IS NULL)')
    expect(colliding).not.toBe(sql)
    expect(await repeated(colliding)).toEqual(expected)
  })
})

it('finds nothing among different keys', async () => {
  expect(
    await repeated(findRepeatedKeys('lesson_views', "(SELECT 'k' AS key, 'f' AS __file, 1 AS __position)")),
  ).toEqual([])
})
