import { expect, it } from 'vitest'
import { readStockReturns } from '../../../pipeline/stocks/stock-returns.ts'
import type { Move } from '../../../schemas/change.ts'
import { startContributions } from '../../../transforms/contributions/contribution-relations.ts'
import { emptyDatabase } from '../../transforms/database.ts'
import { countTable, dimension, flat } from '../../transforms/disclosure/tables.ts'

const { shape } = countTable([dimension('region', flat('a', 'b'))], {})
const [a, b] = [1, 2]
const days = ['2026-03-31', '2026-04-30', '2026-05-31'] as const
const today = '2026-06-30'
const database = await emptyDatabase()

interface Refused {
  readonly stock?: string
  readonly place?: string
  readonly since: string
  readonly until: string
}

/** One who is in leaf b today, and registered on a day; who was there before by the same code, since another one. */
interface Member {
  readonly registered: string
  readonly entered?: string
}

async function returns(refused: readonly Refused[], members: readonly Member[], first: string = days[0]) {
  for (const sql of startContributions()) await database.run(sql)
  await database.run('CREATE OR REPLACE TABLE cohort.stable_code (code INTEGER, learner VARCHAR)')
  await database.run('CREATE OR REPLACE TEMP TABLE stock_members (code INTEGER, n INTEGER, since DATE)')
  const insert = async (relation: string, rows: readonly string[]) => {
    if (rows.length > 0) await database.run(`INSERT INTO ${relation} VALUES ${rows.join(', ')}`)
  }
  await insert(
    'cohort.contribution',
    refused.map(
      ({ stock = shape.id, place = 'a', since, until }) =>
        `('may return ${stock}', NULL, '${place}', 0, '${since}', '${until}', 1, NULL)`,
    ),
  )
  await insert(
    'cohort.contribution',
    members.flatMap(({ entered }, i) =>
      entered === undefined ? [] : [`('${shape.id}', 'l${i}', 'b', 1, '${entered}', NULL, 1, NULL)`],
    ),
  )
  await insert(
    'cohort.current_contribution',
    members.map((_, i) => `('${shape.id}', 'l${i}', 'b', 1)`),
  )
  await insert(
    'cohort.stable_code',
    members.map((_, i) => `(${i}, 'l${i}')`),
  )
  await insert(
    'temp.stock_members',
    members.map(({ registered }, i) => `(${i}, 1, DATE '${registered}')`),
  )
  const moves: readonly Move[] = [
    { from: a, to: -1, learners: 3 },
    { from: b, to: -1, learners: 1 },
    { from: -1, to: b, learners: 4 },
  ]
  const found = await readStockReturns(
    database,
    shape,
    { all: days, first, today },
    days,
    days.map(() => moves),
  )
  return found.map(({ most, joined, departed }) =>
    most === 0
      ? null
      : [most, ...[joined, departed].map((list) => list.filter(({ learners }) => learners > 0))],
  )
}

const one = (row: number, learners = 1) => ({ row, learners })
const inMarch = { since: '2026-03-31', until: '2026-04-10' }
const registered = '2026-03-15'

it.each<[string, readonly Refused[], readonly Member[], Awaited<ReturnType<typeof returns>>]>([
  ['is back today', [inMarch], [{ registered }], [[1, [one(b)], [one(a)]], null, null]],
  [
    'is back since May',
    [inMarch],
    [{ registered, entered: '2026-05-31' }],
    [[1, [one(b)], [one(a)]], null, null],
  ],
  [
    'registered on the last day of March',
    [inMarch],
    [{ registered: '2026-03-31' }],
    [[1, [one(b)], [one(a)]], null, null],
  ],
  ['is new', [inMarch], [{ registered: '2026-06-02' }], [null, null, null]],
  [
    'registered after the other one was counted',
    [inMarch],
    [{ registered: '2026-04-01' }],
    [null, null, null],
  ],
  [
    'was there before the other one was refused',
    [{ since: '2026-03-31', until: '2026-05-10' }],
    [{ registered, entered: '2026-04-30' }],
    [null, null, null],
  ],
  ['came late, with nobody refused', [], [{ registered }], [null, null, null]],
  ['was refused, with nobody late', [inMarch], [{ registered, entered: '2026-03-31' }], [null, null, null]],
  [
    'was there for two months',
    [{ since: '2026-03-31', until: '2026-05-10' }],
    [{ registered }],
    [[1, [one(b)], [one(a)]], [1, [one(b)], [one(a)]], null],
  ],
  ['is one of two', [inMarch], [{ registered }, { registered }], [[1, [one(b, 2)], [one(a)]], null, null]],
  [
    'was in a leaf that there is no more',
    [{ ...inMarch, place: 'c' }],
    [{ registered }],
    [[1, [one(b)], [one(a), one(b)]], null, null],
  ],
  [
    'is one of more than departed there',
    [inMarch, { ...inMarch, place: 'b' }, { ...inMarch, place: 'b' }],
    [{ registered }, { registered }, { registered }],
    [[3, [one(b, 3)], [one(a, 2), one(b)]], null, null],
  ],
])('who %s', async (_, refused, members, expected) => {
  const found = await returns(refused, members)
  const merged = found.map((day) =>
    day === null ? null : [day[0], sumByRow(day[1] as Learners), sumByRow(day[2] as Learners)],
  )
  expect(merged).toEqual(expected)
})

it('of a time before a stock, another one tells', async () => {
  const refused = [{ ...inMarch, stock: 'older' }]
  expect(await returns(refused, [{ registered }], '2026-04-30')).toEqual([
    [1, [one(b)], [one(a), one(b)]],
    null,
    null,
  ])
  expect(await returns(refused, [{ registered }], '2026-03-31')).toEqual([null, null, null])
})

type Learners = readonly { readonly row: number; readonly learners: number }[]

function sumByRow(learners: Learners): Learners {
  const sums = new Map<number, number>()
  for (const { row, learners: count } of learners) sums.set(row, (sums.get(row) ?? 0) + count)
  return [...sums].map(([row, count]) => one(row, count))
}
