import { describe, expect, it } from 'vitest'
import { sourceFields } from '../../../schemas/source/contract.ts'
import { carriedColumns } from '../../../transforms/extract/carried-columns.ts'
import { emptyDatabase, valuesOf } from '../database.ts'
import { attribute } from '../hierarchies.ts'

const database = await emptyDatabase()
const all = (source: Parameters<typeof sourceFields>[0]) =>
  new Set(sourceFields(source).map(({ name }) => name))

it.each(['lesson_views', 'progress', 'test_results'] as const)(
  'carries no direct identifier of %s',
  (source) => {
    const direct = sourceFields(source).filter(({ role }) => role === 'direct-identifier')
    const carried = carriedColumns(source, all(source), [], '2026-11-01')
    for (const { name } of direct) expect(JSON.stringify(carried)).not.toContain(`"${name}`)
  },
)

it('truncates views to days', () => {
  expect(carriedColumns('lesson_views', new Set(['started_at', 'seconds']), [], '2026-11-01')).toEqual({
    started_at: 'CAST(started_at AS DATE)',
    seconds: '"seconds"',
  })
})

it('breaks ties between attempts by score where they have no number', () => {
  expect(carriedColumns('test_results', new Set(['score']), [], '2026-11-01')).toEqual({
    attempt_id: 'CAST(score AS VARCHAR)',
    score: '"score"',
  })
})

describe('progress', () => {
  const result = attribute('result', {
    of: 'progress',
    lines: ["o'tdi;good;*", 'alo;good;*', 'yiqildi;bad;*'],
    level: 'level_1',
  })
  const carried = carriedColumns('progress', all('progress'), [result], '2026-11-01')
  const codes = result.codes.map(({ code }) => code)

  it.each([
    { given: "'alo'", code: 'good' },
    { given: "'o''tdi'", code: 'good' },
    { given: "'yiqildi'", code: 'bad' },
    { given: 'NULL', code: '_X' },
  ])('carries $given as the index of $code', async ({ given, code }) => {
    expect(
      await valuesOf(database, `SELECT ${carried['result']} AS i FROM (SELECT ${given} AS result)`),
    ).toEqual([[String(codes.indexOf(code))]])
  })

  it('forgets moments that do not count yet', async () => {
    const moments = ['2026-10-31 23:59:59', '2026-11-01 00:00:00']
    const values = moments.map((moment) => `SELECT TIMESTAMP '${moment}' AS completed_at`).join(' UNION ALL ')
    const rows = await valuesOf(
      database,
      `SELECT ${carried['completed_at']} AS c FROM (${values}) ORDER BY 1 NULLS LAST`,
    )
    expect(rows).toEqual([['2026-10-31 23:59:59'], [null]])
  })
})
