import { fc, test } from '@fast-check/vitest'
import { expect } from 'vitest'
import { readStockMoves } from '../../../pipeline/stocks/stock-moves.ts'
import {
  advanceContributions,
  forgetDeparted,
} from '../../../transforms/contributions/advance-contributions.ts'
import { startContributions } from '../../../transforms/contributions/contribution-relations.ts'
import { emptyDatabase, valuesOf } from '../database.ts'
import { countTable, dimension, flat } from '../disclosure/tables.ts'

const places = ['a', 'b', 'c']
const { shape } = countTable([dimension('place', flat(...places))], {})
const database = await emptyDatabase()
/** Where each of six learners is counted on each day: 3 is nowhere, 4 is nowhere and refused from then on. */
const days = fc.array(fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 6, maxLength: 6 }), {
  minLength: 2,
  maxLength: 5,
})
const dayOf = (n: number) => `2026-0${n + 1}-01`

test.prop([days], { numRuns: 60 })(
  'moves since every day are those that single learners made',
  async (raw) => {
    const history = raw.map((day, n) =>
      day.map((at, l) => (raw.slice(0, n + 1).some((one) => one[l] === 4) ? 4 : at)),
    )
    for (const sql of startContributions()) await database.run(sql)
    for (const [n, day] of history.entries()) {
      const known = day.map((at, l) => `('l${l}', ${at === 4})`)
      await database.run(
        `CREATE OR REPLACE TABLE cohort.known_code AS FROM (VALUES ${known.join(', ')}) AS t(learner, refused)`,
      )
      if (n > 0)
        for (const sql of forgetDeparted(`${dayOf(n - 1).slice(0, 8)}02`, '2026-01-01'))
          await database.run(sql)
      await database.run('DELETE FROM cohort.current_contribution')
      for (const [l, at] of day.entries())
        if (at < 3)
          await database.run(
            `INSERT INTO cohort.current_contribution VALUES ('table', 'l${l}', '${places[at]}', 1)`,
          )
      const earlier = history.slice(0, n)
      const found = await readStockMoves(
        database,
        shape,
        earlier.map((_, m) => dayOf(m)),
      )
      expect(found).toEqual(earlier.map((before) => movesBetween(before, day)))
      for (const sql of advanceContributions(dayOf(n), ['table'])) await database.run(sql)
      const named = await valuesOf(
        database,
        'SELECT DISTINCT learner FROM cohort.contribution WHERE learner IS NOT NULL',
      )
      for (const [learner] of named) expect(day[Number(String(learner).slice(1))]).not.toBe(4)
    }
  },
)

function movesBetween(before: readonly number[], after: readonly number[]) {
  const row = (at: number) => (at < 3 ? at + 1 : -1)
  const moves = new Map<string, { from: number; to: number; learners: number }>()
  before.forEach((at, l) => {
    const [from, to] = [row(at), row(after[l]!)]
    if (from === to) return
    const key = `${from} ${to}`
    moves.set(key, { from, to, learners: 1 + (moves.get(key)?.learners ?? 0) })
  })
  return [...moves.values()].toSorted((a, b) => a.from - b.from || a.to - b.to)
}

test('a learner who is twice in a row is no learner who joined less', async () => {
  for (const sql of startContributions()) await database.run(sql)
  await database.run("INSERT INTO cohort.current_contribution VALUES ('table', 'l0', 'a', 1)")
  for (let i = 0; i < 2; i++)
    await database.run(
      `INSERT INTO cohort.contribution VALUES ('table', 'l0', 'a', 1, '${dayOf(0)}', NULL, 1, NULL)`,
    )
  await expect(readStockMoves(database, shape, [dayOf(0)])).rejects.toThrow('count each learner once')
})
