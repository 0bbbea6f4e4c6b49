import { fc, test } from '@fast-check/vitest'
import { expect } from 'vitest'
import { periodOf } from '../../../pipeline/period-calendar.ts'
import type { FactName } from '../../../schemas/fact.ts'
import { keepAdded, startAdded } from '../../../transforms/contributions/base-periods.ts'
import { addCameLate, countAsked, countCameLate } from '../../../transforms/contributions/came-late.ts'
import { startContributions } from '../../../transforms/contributions/contribution-relations.ts'
import type { FactNeeds } from '../../../transforms/deidentify/fact-relation.ts'
import { findStockMembers } from '../../../transforms/tabulate/stock-members.ts'
import { emptyDatabase, valuesOf } from '../database.ts'

const database = await emptyDatabase()
const [year, quarter, june] = [
  periodOf('2026-04-01', 'year'),
  periodOf('2026-04-01', 'quarter'),
  periodOf('2026-06-01', 'month'),
]
const needs = new Map<FactName, FactNeeds>(
  (['registrations', 'lesson_views'] as const).map((fact) => [
    fact,
    { course: null, day: false, indicators: [], quantities: [], latest: [] },
  ]),
)
const stocks = ['2025-12-31', '2026-01-31', '2026-03-31', '2026-04-30', '2026-05-31'] as const
const months = fc.constantFrom('2025-12-01', '2026-01-01', '2026-04-01', '2026-05-01', '2026-06-01')

/**
 * Of each learner: where the stock of June has them, if it does; the months in which they registered and did something, as the
 * sources have it; days of earlier stocks that they are in by their code; of one that they are in as a number; and when they did
 * something by the code of another account.
 */
const learners = fc.array(
  fc.record({
    leaf: fc.constantFrom('a', 'b', null),
    registered: fc.option(months),
    viewed: fc.option(months),
    held: fc.uniqueArray(fc.constantFrom(...stocks), { maxLength: 2 }),
    nameless: fc.option(fc.constantFrom(...stocks)),
    besides: fc.option(months),
  }),
  { minLength: 1, maxLength: 12 },
)
type Learner = typeof learners extends fc.Arbitrary<(infer L)[]> ? L : never

async function insert(relation: string, rows: readonly string[]): Promise<void> {
  if (rows.length > 0) await database.run(`INSERT INTO ${relation} VALUES ${rows.join(', ')}`)
}

async function noteLate(given: readonly Learner[]): Promise<void> {
  for (const sql of [...startContributions(), startAdded()]) await database.run(sql)
  for (const name of ['registrations', 'lesson_views'])
    await database.run(`CREATE OR REPLACE TABLE cohort.${name} (code INTEGER, day DATE, n INTEGER)`)
  await database.run('CREATE OR REPLACE TABLE cohort.stable_code (code INTEGER, learner VARCHAR)')
  const rows = (of: (one: Learner, i: number) => readonly string[]) => given.flatMap(of)
  const dated = (day: string | null, i: number) => (day === null ? [] : [`(${i}, DATE '${day}', 1)`])
  await database.run('CREATE OR REPLACE TABLE cohort.other_code (code INTEGER, learner VARCHAR)')
  await insert(
    'cohort.other_code',
    rows(({ besides }, i) => (besides === null ? [] : [`(${i}, 'other ${i}')`])),
  )
  await insert(
    'cohort.stable_code',
    rows((_, i) => [`(${i}, 'l${i}')`]),
  )
  await insert(
    'cohort.registrations',
    rows(({ registered }, i) => dated(registered, i)),
  )
  await insert(
    'cohort.lesson_views',
    rows(({ viewed }, i) => dated(viewed, i)),
  )
  await insert(
    'cohort.current_contribution',
    rows(({ leaf }, i) => (leaf === null ? [] : [`('members', 'l${i}', '${leaf}', 1)`])),
  )
  const spell = (learner: string, day: string) => `('members', ${learner}, 'a', 1, '${day}', NULL, 1, NULL)`
  await insert(
    'cohort.contribution',
    rows(({ held, nameless, besides }, i) => [
      ...(besides === null
        ? []
        : [`('happened lesson_views', 'other ${i}', 'n', 1, '${besides}', NULL, 1, NULL)`]),
      ...held.map((day) => spell(`'l${i}'`, day)),
      ...(nameless === null ? [] : [spell('NULL', nameless)]),
    ]),
  )
  expect(await database.count(countAsked('members', june))).toBe(0)
  await database.run(findStockMembers(needs, june.end))
  for (const sql of addCameLate('members', june, year)) await database.run(sql)
  await database.run(keepAdded(june))
}

/** The first day of the month in which a learner came into the stock by the code of today. */
const enteredOf = ({ held }: Learner) => `${[...held, '2026-06-30'].toSorted()[0]!.slice(0, 7)}-01`

test.prop([learners])(
  'who is in a stock by this code since a later month only, and was there before or by another code, may be counted twice',
  async (given) => {
    await noteLate(given)
    for (const period of [year, quarter]) {
      const isLate = (one: Learner) => {
        const [entered, since] = [enteredOf(one), [one.registered ?? '9', one.viewed ?? '9'].toSorted()[0]!]
        const isMerged = one.besides !== null && one.besides >= year.start
        return isMerged || (entered > period.start && (since < entered || since === '9'))
      }
      const late = given.filter((one) => one.leaf !== null && isLate(one))
      const expected = ['a', 'b'].flatMap((leaf) => {
        const learners = late.filter((one) => one.leaf === leaf).length
        return learners === 0 ? [] : [[leaf, String(learners)]]
      })
      expect(await valuesOf(database, countCameLate('members', period, june))).toEqual(expected)
    }
    expect(await database.count(countAsked('members', june))).toBe(1)
    expect(await database.count(countAsked('others', june))).toBe(0)
    expect(await database.count("SELECT sum(learners) FROM cohort.contribution WHERE place = ''")).toBe(0)
  },
)
