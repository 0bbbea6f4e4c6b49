import { describe, expect, it } from 'vitest'
import { eventRows } from '../../../transforms/recount/event-rows.ts'
import { emptyDatabase, valuesOf } from '../database.ts'
import { fillVault } from '../school.ts'
import { planOf, tables } from '../school-tables.ts'

const database = await emptyDatabase()
const nobody = { home: null, gender: 'f', birth: null, registered: '2026-09-28' }
const tests = planOf(tables[4]!).shape

/** Percentage and verdict of one attempt, as the recount sees them. */
async function attempt(pass: string, score: string, most: string): Promise<readonly unknown[]> {
  await fillVault(database, { persons: [nobody], views: [], progress: [], results: [] })
  await database.run(`UPDATE vault.key_tests SET pass_score = ${pass}`)
  await database.run(
    `INSERT INTO vault.staged_test_results VALUES ('t', 1, 1, 1, TIMESTAMP '2026-09-28 08:00:00', ${score}, ${most}, 0)`,
  )
  return (await valuesOf(database, `SELECT percent, outcome, indicator FROM (${eventRows(tests)})`))[0]!
}

describe('an attempt', () => {
  it.each([
    { pass: '29', score: '0.29', most: '1', expected: ['29', '1', 'passed'] },
    { pass: '29', score: '0.2899', most: '1', expected: ['28', '0', null] },
    { pass: '50', score: '5', most: '10', expected: ['50', '1', 'passed'] },
    { pass: '100', score: '100000', most: '100000', expected: ['100', '1', 'passed'] },
    { pass: '100', score: '99999', most: '100000', expected: ['99', '0', null] },
  ])('of $score out of $most at $pass % gives $expected', async ({ pass, score, most, expected }) => {
    expect(await attempt(pass, score, most)).toEqual(expected)
  })
})

it('leaves out events of learners who are not counted', async () => {
  const view = { person: 1, lesson: 1, day: '2026-09-28', seconds: 60 }
  await fillVault(database, {
    persons: [nobody],
    views: [
      { ...view, counts: true },
      { ...view, counts: false },
    ],
    progress: [],
    results: [],
  })
  const rows = await valuesOf(
    database,
    `SELECT person, track, course, lesson, minutes FROM (${eventRows(planOf(tables[0]!).shape)})`,
  )
  expect(rows).toEqual([['1', 'maths', 'ai', 'ai-1', '1']])
})
