import { describe, expect, it } from 'vitest'
import {
  expressionQuery,
  expressionReferences,
  queryReferences,
} from '../../../transforms/extract/column-references.ts'
import { syntaxTree } from '../../../transforms/extract/syntax-tree.ts'
import { emptyDatabase, valuesOf } from '../database.ts'

const database = await emptyDatabase()

async function treeOf(query: string): Promise<string> {
  const [row] = await valuesOf(database, syntaxTree(query))
  return String(row?.[0])
}

async function byInput(query: string): Promise<Readonly<Record<string, readonly string[]>>> {
  const names = queryReferences(await treeOf(query), 'sources.learners.query', ['t', 'u'])
  return Object.fromEntries([...names].map(([input, columns]) => [input, [...columns].toSorted()]))
}

async function inExpression(expression: string): Promise<readonly string[]> {
  const tree = await treeOf(expressionQuery(expression))
  return [...expressionReferences(tree, 'sources.learners.map.gender')].toSorted()
}

describe('columns that a query refers to', () => {
  it.each([
    { query: 'SELECT a, upper(b) AS z FROM t', names: ['a', 'b'] },
    { query: 'SELECT count(*) AS n FROM t WHERE c > 0 GROUP BY d ORDER BY e', names: ['c', 'd', 'e'] },
    { query: 'SELECT a FROM t JOIN u USING (id)', names: ['a', 'id'] },
    { query: 'WITH c AS (SELECT a FROM t) SELECT a AS b FROM c', names: ['a'] },
    { query: 'SELECT a FROM (SELECT a, b FROM t) WHERE a IN (SELECT c FROM u)', names: ['a', 'b', 'c'] },
    { query: 'SELECT CASE WHEN a THEN b ELSE c END FROM t', names: ['a', 'b', 'c'] },
    { query: 'SELECT sum(a) OVER (PARTITION BY b ORDER BY c) FROM t', names: ['a', 'b', 'c'] },
    { query: 'SELECT max(a) FILTER (WHERE b) FROM t HAVING min(c) > 0', names: ['a', 'b', 'c'] },
    { query: 'SELECT a FROM t UNION ALL SELECT b FROM u', names: ['a', 'b'] },
    { query: 'SELECT "odd "" name" FROM t', names: ['odd " name'] },
    { query: "SELECT 'a' AS b FROM t", names: [] },
    { query: 'SELECT place.town FROM t', names: ['place'] },
    { query: 'SELECT a FROM t; -- the end', names: ['a'] },
  ])('$query: $names of any input', async ({ query, names }) =>
    expect(await byInput(query)).toEqual({ t: names, u: names }),
  )
  it.each([
    { query: 'SELECT t.a FROM t JOIN u ON t.b = u.c', t: ['a', 'b'], u: ['c'] },
    { query: 'SELECT x.a, d FROM t AS x, u AS y WHERE y.c', t: ['a', 'd'], u: ['c', 'd'] },
    { query: 'SELECT X.a FROM T AS x', t: ['a'], u: [] },
    { query: 'WITH c AS (SELECT t.a FROM t) SELECT c.a FROM c', t: ['a'], u: [] },
    { query: 'SELECT s.a FROM (SELECT u.a FROM u) AS s', t: [], u: ['a'] },
    { query: 'SELECT t.place.town FROM t', t: ['place'], u: [] },
  ])('$query: $t of t, $u of u', async ({ query, t, u }) => expect(await byInput(query)).toEqual({ t, u }))
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
    await expect(byInput(query)).rejects.toThrow(
      'sources.learners.query must name its columns. Provided value: *',
    )
  })
  it.each([
    ['SELECT #1 AS a FROM t', '#'],
    ['SELECT a FROM t NATURAL JOIN u', 'NATURAL JOIN'],
    ['SELECT t FROM t', 't'],
    ['SELECT main.t FROM t', 'main.t'],
    ['SELECT memory.main.t FROM t', 'memory.main.t'],
    ['SELECT to_json(T) AS a FROM t', 'T'],
    ['SELECT CAST(x AS VARCHAR) AS a FROM t AS x', 'x'],
    ['WITH c AS (SELECT a FROM t) SELECT c FROM c', 'c'],
    ['SELECT s AS a FROM (SELECT a FROM t) AS s', 's'],
  ])('is refused: %s', async (query, provided) => {
    await expect(byInput(query)).rejects.toThrow(
      `sources.learners.query must name its columns. Provided value: ${provided}`,
    )
  })
})

describe('a query that reads what is not its own', () => {
  it.each([
    'SELECT a FROM vault.raw_learners',
    'SELECT a FROM raw_learners',
    'SELECT a FROM main.t',
    'SELECT (SELECT max(email) FROM vault.account) AS a FROM t',
    "SELECT a FROM 'learners.csv'",
    "SELECT a FROM read_csv('learners.csv')",
    "SELECT content AS a FROM read_text('/etc/passwd')",
    "SELECT a FROM query('SELECT a FROM vault.account')",
    "SELECT a FROM query_table('vault.account')",
    'SELECT a FROM duckdb_settings()',
    'SELECT a FROM t, LATERAL glob(t.b)',
    'SELECT name AS a FROM (SHOW TABLES)',
    'SELECT a FROM (WITH RECURSIVE r AS (SELECT a FROM t UNION SELECT a FROM r) SELECT a FROM r) JOIN secrets USING (a)',
    'WITH c AS (SELECT a FROM (WITH "f.csv" AS (SELECT a FROM t) SELECT a FROM "f.csv")) SELECT a FROM \'f.csv\'',
    "SELECT current_setting('temp_directory') AS a FROM t",
    "SELECT getenv('HOME') AS a FROM t",
  ])('is refused: %s', async (query) => {
    await expect(byInput(query)).rejects.toThrow(
      /^sources\.learners\.query must (read its inputs|not use|name)/,
    )
  })
  it('may call itself', async () => {
    const query = 'WITH RECURSIVE r AS (SELECT a FROM t UNION SELECT b FROM r) SELECT r.a FROM r'
    expect(await byInput(query)).toEqual({ t: ['a', 'b'], u: ['a', 'b'] })
  })
  it('may hold values of its own', async () => {
    expect(await byInput('SELECT t.a FROM t')).toEqual({ t: ['a'], u: [] })
    await expect(byInput('SELECT v.a FROM (VALUES (1)) AS v(a)')).rejects.toThrow('must name its columns')
  })
})

it.each([
  'DELETE FROM t',
  'SELECT a FROM',
  'CREATE TABLE u AS SELECT a FROM t',
  'SELECT a FROM t; SELECT b FROM t',
  'PIVOT t ON a USING count(*)',
  '',
])('refuses what is no single SELECT: %s', async (query) => {
  await expect(byInput(query)).rejects.toThrow('sources.learners.query must be SQL of a SELECT')
})

describe('columns that an expression of map refers to', () => {
  it.each([
    { expression: 'sex', names: ['sex'] },
    { expression: "CASE sex WHEN 'f' THEN 'F' ELSE other END -- why", names: ['other', 'sex'] },
    { expression: 'place.town', names: ['place'] },
    { expression: "'F'", names: [] },
  ])('$expression: $names', async ({ expression, names }) =>
    expect(await inExpression(expression)).toEqual(names),
  )
  it.each([
    '(SELECT min(email) FROM vault.account)',
    "(SELECT max(content) FROM read_text('/etc/passwd'))",
    'EXISTS (SELECT 1 FROM vault.account)',
    'a IN (SELECT b FROM vault.account)',
    'ARRAY(SELECT a FROM vault.account)',
    "getenv('HOME')",
    "pg_catalog.current_setting('temp_directory')",
    'CAST(__rows AS VARCHAR)',
    'CAST(__ROWS AS VARCHAR)',
    '__rows.full_name',
    '__rows.*',
    'main.__rows',
    '*',
    'COLUMNS(*)',
    'a) AS b, (c',
    "a) AS f FROM read_csv('learners.csv') --",
    'a) AS f FROM vault.account --',
    'a) AS f FROM __rows WHERE (b',
    'a) AS f FROM __rows UNION SELECT (b',
    'a) AS f FROM __rows ORDER BY (b) --',
    'a); DROP TABLE t; SELECT (b',
    'a /*',
  ])('is refused: %s', async (expression) => {
    await expect(inExpression(expression)).rejects.toThrow(/^sources\.learners\.map\.gender must /)
  })
})
