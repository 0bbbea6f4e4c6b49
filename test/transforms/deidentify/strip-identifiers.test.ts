import { describe, expect, it } from 'vitest'
import type { FactName } from '../../../schemas/fact.ts'
import type { PeriodGrain } from '../../../schemas/period.ts'
import { clampedByPeriod, findClampedLearners } from '../../../transforms/deidentify/clamp-minutes.ts'
import type { FactNeeds } from '../../../transforms/deidentify/fact-relation.ts'
import { stripFact, stripLearners } from '../../../transforms/deidentify/strip-identifiers.ts'
import { emptyDatabase, valuesOf } from '../database.ts'

const database = await emptyDatabase()
const create = (table: string, columns: string, rows: string) =>
  database.run(`CREATE OR REPLACE TABLE ${table} AS FROM (VALUES ${rows}) AS v(${columns})`)
await create('vault.code', 'person, code', '(10, 2), (11, 1)')
await create('vault.key_lessons', 'number, course_id', '(1, 7), (2, 7), (3, 8)')
await create('vault.key_tests', 'number, pass_score', '(1, CAST(29 AS DOUBLE)), (2, CAST(50 AS DOUBLE))')

const nothing: FactNeeds = { course: null, day: false, indicators: [], quantities: [], latest: [] }
/** Columns of a fact that was stripped down to what is needed. */
async function strip(
  fact: FactName,
  columns: string,
  needs: Partial<FactNeeds>,
  grain: PeriodGrain = 'month',
  minutesPerLearner = 6000,
) {
  if (fact === 'lesson_views') await database.run(findClampedLearners(grain, minutesPerLearner))
  await database.run(stripFact(fact, { ...nothing, ...needs }, grain, minutesPerLearner))
  return valuesOf(database, `SELECT ${columns} FROM cohort.${fact} ORDER BY ALL`)
}
const columnsOf = async (fact: FactName) =>
  (
    await valuesOf(
      database,
      `SELECT column_name FROM duckdb_columns() WHERE database_name = 'cohort' AND table_name = '${fact}' ORDER BY 1`,
    )
  ).flat()

describe('learners', () => {
  it('become codes, days and attributes, and nothing else', async () => {
    const persons = `SELECT * FROM (VALUES (10, TIMESTAMP '2026-10-01 23:59:59', 'north', 'a@x'), (11, TIMESTAMP '2026-10-02 00:00:00', 'south', 'b@x')) AS v(person, registered_at, home, email)`
    await database.run(stripLearners(persons, ['home']))
    const columns = await valuesOf(
      database,
      "SELECT column_name FROM duckdb_columns() WHERE database_name = 'cohort' AND table_name = 'learner' ORDER BY column_index",
    )
    expect(columns).toEqual([['code'], ['day'], ['home']])
    expect(await valuesOf(database, 'SELECT * FROM cohort.learner ORDER BY code')).toEqual([
      ['1', '2026-10-02', 'south'],
      ['2', '2026-10-01', 'north'],
    ])
  })
  it('register once', async () => {
    expect(await strip('registrations', 'code, day, n', { day: true })).toEqual([
      ['1', '2026-10-02', '1'],
      ['2', '2026-10-01', '1'],
    ])
  })
})

describe('lesson views', () => {
  // The last two are of a refused learner, and of one whom nobody counts.
  const rows = `(10, 1, DATE '2026-10-05', 29, 0), (10, 2, DATE '2026-10-05', 30, 0), (10, 1, DATE '2026-10-09', 89, 0), (11, 3, DATE '2026-11-01', 90, 0), (10, 1, DATE '2026-10-05', 600, 2), (12, 1, DATE '2026-10-05', 600, 0)`
  const load = () =>
    create('vault.staged_lesson_views', 'learner_id, lesson_id, started_at, seconds, fate', rows)
  it('are one row for each event that counts', async () => {
    await load()
    expect(await strip('lesson_views', 'code, day, n', {})).toEqual([
      ['1', '2026-11-01', '1'],
      ['2', '2026-10-01', '1'],
      ['2', '2026-10-01', '1'],
      ['2', '2026-10-01', '1'],
    ])
    expect(await columnsOf('lesson_views')).toEqual(['code', 'day', 'n'])
  })
  it('keep the first day of their week where tables show no days', async () => {
    await load()
    const found = await strip('lesson_views', 'DISTINCT code, day', {}, 'week')
    expect(found).toEqual([
      ['1', '2026-10-26'],
      ['2', '2026-10-05'],
    ])
  })
  it('keep lessons or courses, days, and minutes to the nearest one, where tables ask for them', async () => {
    await load()
    const found = await strip('lesson_views', 'code, lesson, day, minutes', {
      course: 'lesson',
      day: true,
      quantities: ['minutes'],
    })
    expect(found).toEqual([
      ['1', '3', '2026-11-01', '2'],
      ['2', '1', '2026-10-05', '0'],
      ['2', '1', '2026-10-09', '1'],
      ['2', '2', '2026-10-05', '1'],
    ])
    expect(await strip('lesson_views', 'DISTINCT code, course', { course: 'course' })).toEqual([
      ['1', '8'],
      ['2', '7'],
    ])
    expect(await columnsOf('lesson_views')).toEqual(['code', 'course', 'day', 'n'])
  })
})

describe('minutes of a learner and period', () => {
  const clamped = async (
    views: readonly (readonly [learner: number, lesson: number, day: string, minutes: number])[],
  ) => {
    const rows = views.map(
      ([learner, lesson, day, m]) => `(${learner}, ${lesson}, DATE '${day}', ${60 * m}, 0)`,
    )
    await create(
      'vault.staged_lesson_views',
      'learner_id, lesson_id, started_at, seconds, fate',
      rows.join(', '),
    )
    const needs = { course: 'lesson', day: true, quantities: ['minutes'] } as const
    return strip('lesson_views', 'code, day, lesson, minutes', needs, 'month', 100)
  }
  it('count until the constant is used up: by day, lesson and length', async () => {
    const found = await clamped([
      [10, 2, '2026-10-06', 30],
      [10, 1, '2026-10-06', 60],
      [10, 1, '2026-10-06', 5],
      [10, 3, '2026-10-05', 20],
      [10, 3, '2026-10-31', 40],
    ])
    expect(found).toEqual([
      ['2', '2026-10-05', '3', '20'],
      ['2', '2026-10-06', '1', '5'],
      ['2', '2026-10-06', '1', '60'],
      ['2', '2026-10-06', '2', '15'],
      ['2', '2026-10-31', '3', '0'],
    ])
  })
  it('are the same for every learner, period by period', async () => {
    const found = await clamped([
      [10, 1, '2026-10-05', 100],
      [10, 1, '2026-11-05', 101],
      [11, 1, '2026-10-05', 101],
      [11, 1, '2026-11-05', 1],
    ])
    expect(found.map(([code, , , minutes]) => [code, minutes])).toEqual([
      ['1', '100'],
      ['1', '1'],
      ['2', '100'],
      ['2', '100'],
    ])
    expect(await valuesOf(database, `${clampedByPeriod(100)} ORDER BY 1`)).toEqual([
      ['2026-10-01', '1', '1'],
      ['2026-11-01', '1', '1'],
    ])
  })
})

it('counts each step of progress at its own moment, with the latest result', async () => {
  await create(
    'vault.staged_progress',
    'learner_id, course_id, enrolled_at, result_at, result, fate',
    `(10, 7, TIMESTAMP '2026-09-30 10:00:00', TIMESTAMP '2026-10-02 10:00:00', 3, 0), (10, 8, TIMESTAMP '2026-10-01 10:00:00', TIMESTAMP '2026-10-02 09:00:00', 4, 0), (11, 7, TIMESTAMP '2026-10-01 10:00:00', NULL, 1, 0)`,
  )
  const found = await strip('progress', 'code, day, n_enrolled, n_finished, latest_result', {
    indicators: ['enrolled', 'finished'],
    latest: ['result'],
  })
  const days = Math.floor(Date.parse('2026-10-02') / 86_400_000)
  expect(found).toEqual([
    ['1', '2026-10-01', '1', '0', null],
    ['2', '2026-09-01', '1', '0', null],
    ['2', '2026-10-01', '0', '1', String(days * 1024 + 3)],
    ['2', '2026-10-01', '0', '1', String(days * 1024 + 4)],
    ['2', '2026-10-01', '1', '0', null],
  ])
})

describe('test results', () => {
  /** Percentage and verdict of a single attempt. */
  async function attempt(test: number, score: string, most: string) {
    await create(
      'vault.staged_test_results',
      'attempt_id, learner_id, test_id, course_id, submitted_at, score, max_score, fate',
      `('t', 10, ${test}, 7, TIMESTAMP '2026-10-01 08:00:00', CAST(${score} AS DOUBLE), CAST(${most} AS DOUBLE), 0)`,
    )
    const [row] = await strip('test_results', 'n_passed, latest_score', {
      indicators: ['passed'],
      latest: ['score'],
    })
    const latest = Number(row![1]) % 1024
    return { percent: Math.floor(latest / 2), passed: latest % 2, counted: Number(row![0]) }
  }
  it.each([
    { test: 2, score: '5', most: '10', percent: 50, passed: 1 },
    { test: 2, score: '4.99', most: '10', percent: 49, passed: 0 },
    { test: 2, score: '0', most: '10', percent: 0, passed: 0 },
    { test: 2, score: '100000', most: '100000', percent: 100, passed: 1 },
    { test: 2, score: '99999', most: '100000', percent: 99, passed: 1 },
    // 100 · 0.29 is 28.999999999999996 in binary.
    { test: 1, score: '0.29', most: '1', percent: 29, passed: 1 },
    { test: 1, score: '2.9', most: '10', percent: 29, passed: 1 },
    { test: 1, score: '0.2899', most: '1', percent: 28, passed: 0 },
  ])('$score of $most give $percent %, passed: $passed', async ({ test, score, most, percent, passed }) => {
    expect(await attempt(test, score, most)).toEqual({ percent, passed, counted: passed })
  })

  it('keep the latest attempt, the greater number where moments are the same', async () => {
    const at = (id: string, time: string, score: number) =>
      `('${id}', 10, 2, 7, TIMESTAMP '2026-10-01 ${time}', CAST(${score} AS DOUBLE), CAST(10 AS DOUBLE), 0)`
    const rows = [at('a', '09:00:00', 9), at('c', '08:00:00', 8), at('b', '09:00:00', 2)]
    await create(
      'vault.staged_test_results',
      'attempt_id, learner_id, test_id, course_id, submitted_at, score, max_score, fate',
      rows.join(', '),
    )
    const [row] = await strip('test_results', 'sum(n), sum(n_passed), max(latest_score)', {
      indicators: ['passed'],
      latest: ['score'],
    })
    expect([row![0], row![1], Number(row![2]) % 1024]).toEqual(['3', '2', 2 * 20])
  })
})
