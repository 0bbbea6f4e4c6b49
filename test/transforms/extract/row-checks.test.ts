import { describe, expect, it } from 'vitest'
import { checkedRows, crossFieldChecks } from '../../../transforms/extract/row-checks.ts'
import type { TypedField } from '../../../transforms/extract/typed-field.ts'
import { emptyDatabase, valuesOf } from '../database.ts'

const database = await emptyDatabase()

const positive: TypedField = {
  name: 'a',
  given: 'a',
  value: 'TRY_CAST("a as given" AS INTEGER)',
  checks: [
    { rule: 'a: missing', condition: '"a as given" IS NULL' },
    { rule: 'a: under 0', condition: 'coalesce(a < 0, false)' },
  ],
}
const free: TypedField = {
  name: 'b',
  given: 'b',
  value: '"b as given"',
  checks: [{ rule: 'b: long', condition: 'length(b) > 1' }],
}

describe('checkedRows', () => {
  const from = `(SELECT * FROM (VALUES ('1', 'x', 'f', 1), ('-1', 'xx', 'f', 2), (NULL, 'x', 'g', 1), ('2', 'xx', 'g', 2), ('7', 'x', 'g', 3)) AS v(a, b, __file, __position))`
  const { sql, rules } = checkedRows(from, [positive, free], [{ rule: 'a: seven', condition: 'a = 7' }])

  it('numbers the rules in the order in which they are tried', () => {
    expect(rules).toEqual(['a: missing', 'a: under 0', 'b: long', 'a: seven'])
  })

  it('gives typed values and the first rule that a row breaks', async () => {
    expect(
      await valuesOf(
        database,
        `SELECT a, typeof(a), b, __rule, __file, __position FROM (${sql}) ORDER BY ALL`,
      ),
    ).toEqual([
      ['-1', 'INTEGER', 'xx', '2', 'f', '2'],
      ['1', 'INTEGER', 'x', '0', 'f', '1'],
      ['2', 'INTEGER', 'xx', '3', 'g', '2'],
      ['7', 'INTEGER', 'x', '4', 'g', '3'],
      [null, 'INTEGER', 'x', '1', 'g', '1'],
    ])
  })

  it('calls every row good where there is no rule', async () => {
    const unchecked = checkedRows(from, [{ ...free, checks: [] }], [])
    expect(unchecked.rules).toEqual([])
    expect(await valuesOf(database, `SELECT DISTINCT __rule FROM (${unchecked.sql})`)).toEqual([['0']])
  })
})

describe('crossFieldChecks', () => {
  const broken = async (
    source: 'learners' | 'progress' | 'test_results',
    row: Readonly<Record<string, string>>,
  ) => {
    const checks = crossFieldChecks(source, new Set(Object.keys(row)))
    const select = Object.entries(row).map(([name, sql]) => `${sql} AS ${name}`)
    const cases = checks.map(({ rule, condition }) => `CASE WHEN ${condition} THEN '${rule}' END`)
    const [values] = await valuesOf(
      database,
      `SELECT ${['0 AS zero', ...cases.map((sql, i) => `${sql} AS c${i}`)].join(', ')} FROM (SELECT ${select.join(', ')})`,
    )
    return values!.slice(1).filter((value) => value !== null)
  }

  it.each([
    { source: 'test_results', row: { score: '10.0', max_score: '10.0' }, rules: [] },
    { source: 'test_results', row: { score: '10.1', max_score: '10.0' }, rules: ['score: over max_score'] },
    { source: 'test_results', row: { score: 'CAST(NULL AS DOUBLE)', max_score: '10.0' }, rules: [] },
    { source: 'test_results', row: { score: '11.0' }, rules: [] },
    {
      source: 'progress',
      row: { enrolled_at: "TIMESTAMP '2026-10-02'", completed_at: "TIMESTAMP '2026-10-01'" },
      rules: ['completed_at: before enrolment'],
    },
    {
      source: 'progress',
      row: { enrolled_at: "TIMESTAMP '2026-10-01'", completed_at: "TIMESTAMP '2026-10-01'" },
      rules: [],
    },
    {
      source: 'progress',
      row: { completed_at: "TIMESTAMP '2026-10-02'", certificate_at: "TIMESTAMP '2026-10-01'" },
      rules: ['certificate_at: before completion'],
    },
    {
      source: 'learners',
      row: { birth_date: "DATE '2026-10-02'", registered_at: "TIMESTAMP '2026-10-01 23:00:00'" },
      rules: ['birth_date: after registration'],
    },
    {
      source: 'learners',
      row: { birth_date: "DATE '2026-10-01'", registered_at: "TIMESTAMP '2026-10-01 23:00:00'" },
      rules: [],
    },
  ] as const)('$source $row breaks $rules', async ({ source, row, rules }) => {
    expect(await broken(source, row)).toEqual(rules)
  })
})
