import { describe, expect, it } from 'vitest'
import { type SourceField, sourceFields } from '../../../schemas/source/contract.ts'
import type { SourceName } from '../../../schemas/source/source-name.ts'
import { typedRows } from '../../../transforms/extract/row-checks.ts'
import { typedField } from '../../../transforms/extract/typed-field.ts'
import { emptyDatabase, valuesOf } from '../database.ts'

const database = await emptyDatabase()

function field(source: SourceName, name: string): SourceField {
  return sourceFields(source).find((candidate) => candidate.name === name)!
}
const whole = field('lesson_views', 'seconds')
const number = field('test_results', 'max_score')
const moment = field('lesson_views', 'started_at')
const day = field('learners', 'birth_date')
const flag = field('learners', 'guardian_consent')
const id = field('learners', 'learner_id')
const kind = field('learners', 'account_type')

/** The typed value of a SQL literal as text, or the first rule that it breaks. */
async function read(target: SourceField, sql: string): Promise<unknown> {
  const [type] = (await valuesOf(database, `SELECT typeof(${sql})`))[0]!
  const typed = typedField('source', target, 'x', String(type), 'Asia/Tashkent')
  const rules = typed.checks.map(({ rule, condition }) => `WHEN ${condition} THEN '${rule}'`)
  const rows = typedRows(`(SELECT ${sql} AS x, 'file' AS __file, 1 AS __position)`, [typed])
  const select = `SELECT CASE ${rules.join(' ')} WHEN false THEN '' END, CAST("${target.name}" AS VARCHAR) FROM (${rows})`
  const [rule, value] = (await valuesOf(database, select))[0]!
  return rule ?? value
}

describe('a whole number in text', () => {
  it.each<readonly [string, string | null]>([
    ['0', '0'],
    ['12', '12'],
    ['-0', '0'],
    ['86400', '86400'],
    ['-1', 'seconds: under 0'],
    ['86401', 'seconds: over 86400'],
    ...[
      '1e3',
      '1_000',
      ' 12 ',
      '1.5',
      '1.0',
      '+1',
      '007',
      'NaN',
      'inf',
      '0x10',
      '１２',
      '12\n',
      '99999999999999999999',
      'twelve',
    ].map((text) => [text, 'seconds: not a whole number'] as const),
    ['', 'seconds: missing'],
  ])('%j reads as %s', async (text, expected) => expect(await read(whole, `'${text}'`)).toBe(expected))
})

describe('a whole number of another type', () => {
  it.each<readonly [string, string | null]>([
    ['CAST(3.0 AS DOUBLE)', '3'],
    ['CAST(3.5 AS DOUBLE)', 'seconds: not a whole number'],
    ["CAST('NaN' AS DOUBLE)", 'seconds: not a whole number'],
    ["CAST('inf' AS DOUBLE)", 'seconds: not a whole number'],
    ["CAST('-inf' AS FLOAT)", 'seconds: not a whole number'],
    ['CAST(1e18 AS DOUBLE)', 'seconds: not a whole number'],
    ['CAST(NULL AS DOUBLE)', 'seconds: missing'],
    ['CAST(3.00 AS DECIMAL(5, 2))', '3'],
    ['CAST(3.01 AS DECIMAL(5, 2))', 'seconds: not a whole number'],
    ['CAST(7 AS UTINYINT)', '7'],
    ['CAST(86401 AS INTEGER)', 'seconds: over 86400'],
    ['CAST(7 AS HUGEINT)', '7'],
    ['170141183460469231731687303715884105727', 'seconds: not a whole number'],
    ['CAST(18446744073709551615 AS UBIGINT)', 'seconds: not a whole number'],
    ['CAST(NULL AS UBIGINT)', 'seconds: missing'],
  ])('%s reads as %s', async (sql, expected) => expect(await read(whole, sql)).toBe(expected))
})

describe('a number', () => {
  it.each<readonly [string, string | null]>([
    ["'1.5'", '1.5'],
    ["'100000'", '100000.0'],
    ["'0.999'", 'max_score: under 1'],
    ["'100000.1'", 'max_score: over 100000'],
    ...[
      "'1e3'",
      "'1,5'",
      "' 12'",
      "'+1'",
      "'.5'",
      "'5.'",
      "'NaN'",
      "'inf'",
      "'01'",
      "CAST('nan' AS DOUBLE)",
      "CAST('inf' AS FLOAT)",
    ].map((sql) => [sql, 'max_score: not a number'] as const),
    ["''", 'max_score: missing'],
    ['CAST(12.25 AS DECIMAL(6, 2))', '12.25'],
    ['12', '12.0'],
  ])('%s reads as %s', async (sql, expected) => expect(await read(number, sql)).toBe(expected))
})

describe('a date', () => {
  it.each<readonly [string, string | null]>([
    ["'2008-02-29'", '2008-02-29'],
    ["'1905-01-01'", '1905-01-01'],
    ["'2099-12-31'", '2099-12-31'],
    ["'1904-12-31'", 'birth_date: outside 1905 to 2099'],
    ["'2100-01-01'", 'birth_date: outside 1905 to 2099'],
    ...[
      "'2025-02-30'",
      "'2025-1-1'",
      "'01.02.2025'",
      "'2025-01-01 00:00'",
      "' 2025-01-01'",
      "'infinity'",
      "'epoch'",
      "'20250101'",
    ].map((sql) => [sql, 'birth_date: not a date'] as const),
    ["''", null],
    ['CAST(NULL AS DATE)', null],
    ["DATE 'infinity'", 'birth_date: outside 1905 to 2099'],
    ["DATE '-infinity'", 'birth_date: outside 1905 to 2099'],
    ["TIMESTAMP '2008-02-29 00:00:00'", '2008-02-29'],
    ["TIMESTAMP '2008-02-29 00:00:01'", 'birth_date: not a date'],
    ["TIMESTAMP 'infinity'", 'birth_date: outside 1905 to 2099'],
  ])('%s reads as %s', async (sql, expected) => expect(await read(day, sql)).toBe(expected))
})

describe('a moment', () => {
  it.each<readonly [string, string | null]>([
    ["'2026-10-01'", '2026-10-01 00:00:00'],
    ["'2026-10-01 09:30'", '2026-10-01 09:30:00'],
    ["'2026-10-01T09:30:15.25'", '2026-10-01 09:30:15.25'],
    ["'2026-10-01T19:00:00Z'", '2026-10-02 00:00:00'],
    ["'2026-10-01T23:59:59.999999+05:00'", '2026-10-01 23:59:59.999999'],
    ["'2026-10-01 19:00:00+00'", '2026-10-02 00:00:00'],
    ["'2026-10-01 09:30:15.25+05'", '2026-10-01 09:30:15.25'],
    ["'2026-10-01T19:00Z'", '2026-10-02 00:00:00'],
    ["'2026-10-01 19:00+00:00'", '2026-10-02 00:00:00'],
    ["'2026-10-01T22:00:00-0300'", '2026-10-02 06:00:00'],
    ["TIMESTAMPTZ '2026-10-01 19:00:00+00'", '2026-10-02 00:00:00'],
    ["DATE '2026-10-01'", '2026-10-01 00:00:00'],
    ["CAST('2026-10-01 09:30:00' AS TIMESTAMP_NS)", '2026-10-01 09:30:00'],
    ["'2000-01-01'", '2000-01-01 00:00:00'],
    ["'1999-12-31 23:59:59'", 'started_at: outside 2000 to 2099'],
    ["'2099-12-31 23:59:59'", '2099-12-31 23:59:59'],
    ["'2100-01-01'", 'started_at: outside 2000 to 2099'],
    ...[
      "'2025-02-30'",
      "'2025-02-30T10:00:00Z'",
      "'2025-1-1'",
      "'2026-10-01 24:00'",
      "'2026-10-01 24:00:00'",
      "'2026-10-01 10:60'",
      "'2026-10-01 10:00:60'",
      "'2026-10-01T10:00:00+99:00'",
      "'2026-10-01 10'",
      "'2026-10-01T10:00:00 Europe/London'",
      "' 2026-10-01'",
      "'infinity'",
      "'now'",
      "'1790000000'",
    ].map((sql) => [sql, 'started_at: not a moment'] as const),
    ["''", 'started_at: missing'],
    ["TIMESTAMP 'infinity'", 'started_at: outside 2000 to 2099'],
    ["TIMESTAMP '-infinity'", 'started_at: outside 2000 to 2099'],
    ["TIMESTAMPTZ 'infinity'", 'started_at: outside 2000 to 2099'],
    ["CAST('infinity' AS TIMESTAMP_NS)", 'started_at: outside 2000 to 2099'],
    ["DATE 'infinity'", 'started_at: outside 2000 to 2099'],
  ])('%s reads as %s', async (sql, expected) => expect(await read(moment, sql)).toBe(expected))
})

describe('true or false', () => {
  it.each<readonly [string, string | null]>([
    ["'true'", 'true'],
    ["'FALSE'", 'false'],
    ['true', 'true'],
    ["''", null],
    ...["'1'", "'yes'", "'t'", "' true'"].map((sql) => [sql, 'guardian_consent: not true or false'] as const),
  ])('%s reads as %s', async (sql, expected) => expect(await read(flag, sql)).toBe(expected))
})

describe('text', () => {
  it.each<readonly [string, string | null]>([
    ["'007'", '007'],
    ["' a '", ' a '],
    ['CAST(9007199254740993 AS BIGINT)', '9007199254740993'],
    ["CAST('00000000-0000-0000-0000-000000000007' AS UUID)", '00000000-0000-0000-0000-000000000007'],
    ["''", 'learner_id: missing'],
    ["repeat('x', 400)", 'x'.repeat(400)],
    ["repeat('x', 401)", 'learner_id: longer than 400 characters'],
  ])('%s reads as %s', async (sql, expected) => expect(await read(id, sql)).toBe(expected))

  it('takes listed values as they are spelled', async () => {
    expect(await read(kind, "'staff'")).toBe('staff')
    expect(await read(kind, "'Staff'")).toBe('account_type: not an allowed value')
  })
})

it.each([
  { because: 'a DOUBLE id has lost digits', target: id, type: 'DOUBLE' },
  { because: 'a BLOB is no text', target: id, type: 'BLOB' },
  { because: 'a row of columns is no text', target: id, type: 'STRUCT(a VARCHAR)' },
  { because: 'a moment with an offset has no day of its own', target: day, type: 'TIMESTAMP WITH TIME ZONE' },
  { because: 'a number is no truth', target: flag, type: 'INTEGER' },
  { because: 'a number is no moment', target: moment, type: 'BIGINT' },
  { because: 'a truth is no number', target: whole, type: 'BOOLEAN' },
])('a column of type $type is refused since $because', ({ target, type }) => {
  expect(() => typedField('learners', target, 'x', type, 'UTC')).toThrow(
    `learners: ${target.name} must be ${target.type}; a column of type ${type} needs a cast in \`map\``,
  )
})
