import { fc, test } from '@fast-check/vitest'
import { expect } from 'vitest'
import { periodOf } from '../../../pipeline/period-calendar.ts'
import { tableSchema } from '../../../schemas/table.ts'
import { startAdded } from '../../../transforms/contributions/base-periods.ts'
import { startContributions } from '../../../transforms/contributions/contribution-relations.ts'
import {
  addRegistered,
  countGone,
  countUnregistered,
} from '../../../transforms/contributions/registered-at-end.ts'
import { countBeyondStock, countInStock } from '../../../transforms/contributions/stock-counts.ts'
import { emptyDatabase, valuesOf } from '../database.ts'
import { planOf } from '../school-tables.ts'

const database = await emptyDatabase()
const plan = planOf(
  tableSchema.parse({
    ...{ id: 'members', title: { en: 'Members' }, from: 'registrations' },
    ...{ dimensions: { gender: {} }, measures: { members: { count: 'learners' } } },
  }),
)
const genders = plan.dimensions[0]!.dimension.codes.filter(({ parent }) => parent !== null)
const quarter = periodOf('2026-04-01', 'quarter')
const months = ['2026-04-01', '2026-05-01', '2026-06-01'].map((day) => periodOf(day, 'month'))
const last = months[2]!

/** Of each learner: a gender, the months in which they did anything, and whether they are in the stock at the end. */
const learners = fc.array(
  fc.record({
    gender: fc.integer({ min: 0, max: genders.length - 1 }),
    active: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
    registered: fc.boolean(),
  }),
  { minLength: 1, maxLength: 12 },
)

async function fill(given: readonly { readonly gender: number }[]): Promise<void> {
  for (const sql of [...startContributions(), startAdded()]) await database.run(sql)
  const list = (row: (one: (typeof given)[number], i: number) => string) => given.map(row).join(', ')
  const make = (name: string, columns: string, rows: string) =>
    database.run(`CREATE OR REPLACE TABLE ${name} AS FROM (VALUES ${rows}) AS t(${columns})`)
  await make(
    'cohort.stable_code',
    'code, learner',
    list((_, i) => `(${i}, 'l${i}')`),
  )
  await make(
    'cohort.rolled_learner',
    'code, learner',
    list((_, i) => `(${i}, 'l${i}')`),
  )
  await make(
    'cohort.recoded',
    'code, gender',
    list(({ gender }, i) => `(${i}, ${gender + 1})`),
  )
}

const byLeaf = (
  given: readonly { readonly gender: number }[],
  is: (one: number) => boolean,
): readonly (readonly unknown[])[] =>
  genders
    .map(({ code }, g) => [code, String(given.filter((one, i) => one.gender === g && is(i)).length)] as const)
    .filter(([, count]) => count !== '0')
    .toSorted(([a], [b]) => (a < b ? -1 : 1))

test.prop([learners])(
  'a longer period and its stock hold whoever was active, and is registered or not',
  async (given) => {
    await fill(given)
    const happened = (m: number) =>
      given.flatMap(({ active }, i) =>
        active[m]
          ? [
              `('happened lesson_views', 'l${i}', 'C1', 1, '${months[m]!.start}', '${months[m]!.end}', 1, NULL)`,
            ]
          : [],
      )
    for (const rows of [happened(0), happened(1)])
      if (rows.length > 0) await database.run(`INSERT INTO cohort.contribution VALUES ${rows.join(', ')}`)
    const june = given.flatMap(({ active }, i) =>
      active[2] ? [`('happened lesson_views', 'l${i}', 'C1', 1, '${last.end}')`] : [],
    )
    if (june.length > 0) await database.run(`INSERT INTO cohort.added_contribution VALUES ${june.join(', ')}`)
    const members = given.flatMap(({ registered }, i) => (registered ? [`(${i}, 1)`] : []))
    await database.run('CREATE OR REPLACE TEMP TABLE stock_members (code INTEGER, n INTEGER)')
    if (members.length > 0) await database.run(`INSERT INTO stock_members VALUES ${members.join(', ')}`)
    await database.run(addRegistered(last, quarter))
    await database.run(
      `INSERT INTO cohort.contribution SELECT series, learner, place, amount, '${last.start}', until, 1, NULL FROM cohort.added_contribution`,
    )
    const isGone = (i: number) => given[i]!.active.includes(true) && !given[i]!.registered
    expect(await valuesOf(database, countGone(plan, quarter, last))).toEqual(byLeaf(given, isGone))
    const isGoneOfJune = (i: number) => given[i]!.active[2] && !given[i]!.registered
    expect(await valuesOf(database, countGone(plan, last, last))).toEqual(byLeaf(given, isGoneOfJune))
    expect(await database.count(countUnregistered(last))).toBe(given.filter((_, i) => isGoneOfJune(i)).length)
  },
)

/** Of each learner: a gender, whether they were in the stock on the day, left since, were forgotten, and what they do now. */
const pupils = fc.array(
  fc.record({
    gender: fc.integer({ min: 0, max: genders.length - 1 }),
    was: fc.constantFrom('in', 'left before', 'left since', 'forgotten', 'joined since', 'never'),
    isActive: fc.boolean(),
  }),
  { minLength: 1, maxLength: 12 },
)

test.prop([pupils])(
  'a later version and its stock hold whoever is counted, and was in the stock or not',
  async (given) => {
    await fill(given)
    const day = '2026-04-30'
    const wasIn = (i: number) => ['in', 'left since', 'forgotten'].includes(given[i]!.was)
    const isActive = (i: number) => given[i]!.isActive && given[i]!.was !== 'forgotten'
    const spells: Record<string, readonly [string, string] | null> = {
      in: ['2026-03-31', 'NULL'],
      'left before': ['2026-03-31', `'${day}'`],
      'left since': ['2026-04-30', "'2026-05-31'"],
      forgotten: ['2026-04-30', "'2026-05-01'"],
      'joined since': ['2026-05-31', 'NULL'],
      never: null,
    }
    for (const [i, { gender, was }] of given.entries()) {
      const spell = spells[was]
      const learner = was === 'forgotten' ? 'NULL' : `'l${i}'`
      if (spell != null)
        await database.run(
          `INSERT INTO cohort.contribution VALUES ('members', ${learner}, '${genders[gender]!.code}', 1, '${spell[0]}', ${spell[1]}, 1, NULL)`,
        )
      if (isActive(i))
        await database.run(
          `INSERT INTO cohort.current_contribution VALUES ('2026-04/active', 'l${i}', 'x', 1), ('2026-04/courses', 'l${i}', 'y', 2), ('members', 'l${i}', 'z', 1)`,
        )
      else
        await database.run(
          `INSERT INTO cohort.current_contribution VALUES ('2026-05/active', 'l${i}', 'x', 1)`,
        )
    }
    expect(await valuesOf(database, countInStock('members', day))).toEqual(byLeaf(given, wasIn))
    expect(await valuesOf(database, countBeyondStock(plan, day, '2026-04'))).toEqual(
      byLeaf(given, (i) => isActive(i) && !wasIn(i)),
    )
  },
)
