import { describe, expect, it } from 'vitest'
import { columnReferences, syntaxTree } from '../../../transforms/extract/column-references.ts'
import { emptyDatabase, valuesOf } from '../database.ts'

const database = await emptyDatabase()

async function namesIn(query: string): Promise<readonly string[]> {
  const [row] = await valuesOf(database, syntaxTree(query))
  return [...columnReferences(String(row?.[0]), 'sources.learners.query')].toSorted()
}

describe('columns that a query refers to', () => {
  it.each([
    { query: 'SELECT a, upper(b) AS z FROM t', names: ['a', 'b'] },
    { query: 'SELECT count(*) AS n FROM t WHERE c > 0 GROUP BY d ORDER BY e', names: ['c', 'd', 'e'] },
    { query: 'SELECT u.a FROM t JOIN u USING (id)', names: ['a', 'id', 'u'] },
    { query: 'SELECT t.a FROM t JOIN u ON t.b = u.c', names: ['a', 'b', 'c', 't', 'u'] },
    { query: 'WITH c AS (SELECT a FROM t) SELECT a AS b FROM c', names: ['a'] },
    { query: 'SELECT a FROM (SELECT a, b FROM t) WHERE a IN (SELECT c FROM u)', names: ['a', 'b', 'c'] },
    { query: 'SELECT CASE WHEN a THEN b ELSE c END FROM t', names: ['a', 'b', 'c'] },
    { query: 'SELECT sum(a) OVER (PARTITION BY b ORDER BY c) FROM t', names: ['a', 'b', 'c'] },
    { query: 'SELECT max(a) FILTER (WHERE b) FROM t HAVING min(c) > 0', names: ['a', 'b', 'c'] },
    { query: 'SELECT a FROM t UNION ALL SELECT b FROM u', names: ['a', 'b'] },
    { query: 'SELECT "odd "" name" FROM t', names: ['odd " name'] },
    { query: "SELECT 'a' AS b FROM t", names: [] },
  ])('$query: $names', async ({ query, names }) => expect(await namesIn(query)).toEqual(names))
})

describe('a query that might pass unknown columns on', () => {
  it.each([
    'SELECT * FROM t',
    'SELECT t.* FROM t',
    'FROM t',
    'SELECT * EXCLUDE (a) FROM t',
    "SELECT COLUMNS('a.*') FROM t",
    'SELECT a FROM (SELECT * FROM t)',
    'WITH c AS (FROM t) SELECT a FROM c',
  ])('is refused: %s', async (query) => {
    await expect(namesIn(query)).rejects.toThrow(
      'sources.learners.query must name its columns. Provided value: *',
    )
  })
  it('is refused when it selects a column by its place', async () => {
    await expect(namesIn('SELECT #1 AS a FROM t')).rejects.toThrow('must name its columns')
  })
})

it.each([
  'DELETE FROM t',
  'SELECT a FROM',
  'CREATE TABLE u AS SELECT a FROM t',
  'SELECT a FROM t; SELECT b FROM t',
  '',
])('refuses what is no single SELECT: %s', async (query) => {
  await expect(namesIn(query)).rejects.toThrow('sources.learners.query must be SQL of a SELECT')
})
