import { beforeEach, describe, expect, it } from 'vitest'
import { accountKeys, countedPersons, decideStanding } from '../../../transforms/admit/standing.ts'
import { rowFates } from '../../../transforms/extract/row-fate.ts'
import { emptyDatabase, valuesOf } from '../database.ts'

const database = await emptyDatabase()

/** `[learner_id, person, registered_at, region, refused as a person, refused as an account]` of each account. */
type Account = readonly [string, number, string, string, boolean?, boolean?]

async function decide(accounts: readonly Account[]): Promise<void> {
  const rows = accounts.map(
    ([id, , at, region, person = false, own = false], i) =>
      `(${i + 1}, '${id}', TIMESTAMP '${at}', '${region}', ${person}, ${own})`,
  )
  await database.run(
    `CREATE OR REPLACE TABLE vault.account AS FROM (VALUES ${rows.join(', ')}) AS v(account, learner_id, registered_at, region, bad_person, bad_account)`,
  )
  await database.run(
    `CREATE OR REPLACE TABLE vault.person AS FROM (VALUES ${accounts.map(([, person], i) => `(${i + 1}, ${person})`).join(', ')}) AS v(account, person)`,
  )
  await database.run(
    decideStanding(
      'vault.account',
      { person: 'CASE WHEN bad_person THEN 2 END', account: 'CASE WHEN bad_account THEN 5 END' },
      '2026-11-01',
    ),
  )
}

const fates = async (): Promise<unknown> =>
  Object.fromEntries(
    (await valuesOf(database, 'SELECT learner_id, fate FROM vault.standing')).map(([id, fate]) => [
      id,
      rowFates[Number(fate)],
    ]),
  )
const counted = () => valuesOf(database, `SELECT * FROM (${countedPersons(['region'])}) ORDER BY person`)

describe('two accounts of one person and one of another', () => {
  beforeEach(() =>
    decide([
      ['old', 1, '2026-01-01', 'north'],
      ['new', 1, '2026-03-01', 'south'],
      ['other', 3, '2026-02-01', 'west'],
    ]),
  )
  it('are represented by the one registered last', async () => {
    expect(await fates()).toEqual({ old: 'merged', new: 'used', other: 'used' })
  })
  it('give its attributes, and the first registration', async () => {
    expect(await counted()).toEqual([
      ['1', '2026-01-01 00:00:00', 'south'],
      ['3', '2026-02-01 00:00:00', 'west'],
    ])
  })
  it("let events of every account count as the person's", async () => {
    expect(await valuesOf(database, `SELECT * FROM (${accountKeys()}) ORDER BY id`)).toEqual([
      ['new', '1', '0'],
      ['old', '1', '0'],
      ['other', '3', '0'],
    ])
  })
})

describe('the fate of an account', () => {
  it.each<{ because: string; accounts: readonly Account[]; expected: Readonly<Record<string, string>> }>([
    {
      because: 'one refusal refuses the person',
      accounts: [
        ['a', 1, '2026-01-01', 'n'],
        ['b', 1, '2026-02-01', 'n', true],
        ['c', 3, '2026-01-01', 'n'],
      ],
      expected: { a: 'notAdmitted', b: 'notAdmitted', c: 'used' },
    },
    {
      because: 'an account may be refused by itself',
      accounts: [
        ['a', 1, '2026-01-01', 'n'],
        ['b', 1, '2026-02-01', 'n', false, true],
      ],
      expected: { a: 'used', b: 'notAdmitted' },
    },
    {
      because: 'an account to come does not represent anyone yet',
      accounts: [
        ['a', 1, '2026-10-31 23:59:59', 'n'],
        ['b', 1, '2026-11-01 00:00:00', 'n'],
      ],
      expected: { a: 'used', b: 'later' },
    },
    {
      because: 'a refusal to come refuses the person already',
      accounts: [
        ['a', 1, '2026-01-01', 'n'],
        ['b', 1, '2027-01-01', 'n', true],
      ],
      expected: { a: 'notAdmitted', b: 'notAdmitted' },
    },
    {
      because: 'of two registered at once the greater number represents',
      accounts: [
        ['b', 1, '2026-01-01', 'n'],
        ['a', 1, '2026-01-01', 'n'],
      ],
      expected: { a: 'merged', b: 'used' },
    },
  ])('is $expected since $because', async ({ accounts, expected }) => {
    await decide(accounts)
    expect(await fates()).toEqual(expected)
  })
})

it('counts nobody who is refused or to come', async () => {
  await decide([
    ['a', 1, '2026-01-01', 'n', true],
    ['b', 2, '2027-01-01', 'n'],
  ])
  expect(await counted()).toEqual([])
})

it('takes the first registration among accounts that count', async () => {
  await decide([
    ['a', 1, '2020-01-01', 'n', false, true],
    ['b', 1, '2026-01-01', 'n'],
    ['c', 1, '2026-02-01', 's'],
  ])
  expect(await counted()).toEqual([['1', '2026-01-01 00:00:00', 's']])
})
