import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import {
  listSharedContacts,
  personSum,
  propagatePersons,
  startPersons,
} from '../../../transforms/admit/merge-accounts.ts'
import { literal } from '../../../transforms/relation.ts'
import { emptyDatabase, valuesOf } from '../database.ts'

const database = await emptyDatabase()

interface Account {
  readonly email?: string | null
  readonly phone?: string | null
}

/** The person of each account, in the order given; accounts are numbered from 1. */
async function persons(
  accounts: readonly Account[],
  present = ['email', 'phone'],
): Promise<readonly number[]> {
  const text = (value: string | null | undefined) =>
    value == null ? 'CAST(NULL AS VARCHAR)' : literal(value)
  const rows = accounts.map(({ email, phone }, i) => `(${i + 1}, ${text(email)}, ${text(phone)})`)
  await database.run(
    `CREATE OR REPLACE TABLE vault.account AS FROM (VALUES ${rows.join(', ')}) AS v(account, email, phone)`,
  )
  await database.run(listSharedContacts('vault.account', new Set(present)))
  await database.run(startPersons('vault.account'))
  const sum = async () => (await valuesOf(database, personSum()))[0]?.[0]
  for (let before: unknown, now = await sum(); now !== before; ) {
    before = now
    await database.run(propagatePersons())
    now = await sum()
  }
  return (await valuesOf(database, 'SELECT person FROM vault.person ORDER BY account')).map(([person]) =>
    Number(person),
  )
}

describe('accounts of one person', () => {
  it.each([
    { because: 'nothing is shared', accounts: [{ email: 'a@x' }, { email: 'b@x' }], expected: [1, 2] },
    {
      because: 'an e-mail is shared',
      accounts: [{ email: 'a@x' }, { email: 'b@x' }, { email: 'a@x' }],
      expected: [1, 2, 1],
    },
    {
      because: 'e-mails differ in case and spaces',
      accounts: [{ email: 'Ann@X.uz' }, { email: ' ann@x.UZ ' }],
      expected: [1, 1],
    },
    {
      because: 'phones differ in punctuation',
      accounts: [{ phone: '+998 (90) 123-45-67' }, { phone: '998901234567' }],
      expected: [1, 1],
    },
    {
      because: 'phones differ in a digit',
      accounts: [{ phone: '+998901234567' }, { phone: '+998901234568' }],
      expected: [1, 2],
    },
    {
      because: 'contacts chain through e-mail and phone',
      accounts: [
        { phone: '3' },
        { email: 'b', phone: '2' },
        { email: 'a', phone: '3' },
        { email: 'a', phone: '2' },
      ],
      expected: [1, 1, 1, 1],
    },
    {
      because: 'contacts form a cycle',
      accounts: [
        { email: 'a', phone: '1' },
        { email: 'b', phone: '1' },
        { email: 'b', phone: '2' },
        { email: 'a', phone: '2' },
      ],
      expected: [1, 1, 1, 1],
    },
    {
      because: 'missing contacts are not shared',
      accounts: [
        { email: '' },
        { email: ' ' },
        { email: null },
        { phone: '' },
        { phone: 'none' },
        { phone: '-' },
      ],
      expected: [1, 2, 3, 4, 5, 6],
    },
    { because: 'an e-mail is not a phone', accounts: [{ email: '123' }, { phone: '123' }], expected: [1, 2] },
  ])('are $expected when $because', async ({ accounts, expected }) => {
    expect(await persons(accounts)).toEqual(expected)
  })

  it('are told by the contacts that the source has', async () => {
    const accounts = [
      { email: 'a', phone: '1' },
      { email: 'b', phone: '1' },
      { email: 'a', phone: '2' },
    ]
    expect(await persons(accounts, ['email'])).toEqual([1, 2, 1])
    expect(await persons(accounts, ['phone'])).toEqual([1, 1, 3])
    expect(await persons(accounts, [])).toEqual([1, 2, 3])
  })
})

/** Least member of each account's component, by disjoint sets. */
function components(accounts: readonly Account[]): readonly number[] {
  const parent = accounts.map((_, i) => i)
  const find = (i: number): number => (parent[i] === i ? i : find(parent[i]!))
  for (const [i, a] of accounts.entries())
    for (const [j, b] of accounts.entries())
      if ((a.email != null && a.email === b.email) || (a.phone != null && a.phone === b.phone)) {
        const [low, high] = [find(i), find(j)].toSorted((x, y) => x - y)
        parent[high!] = low!
      }
  return accounts.map((_, i) => find(i) + 1)
}

const contact = (prefix: string) =>
  fc.option(
    fc.nat(12).map((n) => `${prefix}${n}`),
    { freq: 3 },
  )
test.prop(
  [fc.array(fc.record({ email: contact('e'), phone: contact('9') }), { minLength: 1, maxLength: 25 })],
  { numRuns: 40 },
)('are the connected components of shared contacts', async (accounts) => {
  expect(await persons(accounts)).toEqual(components(accounts))
})
