import { createHmac } from 'node:crypto'
import { expect, it } from 'vitest'
import { startContributions } from '../../../transforms/contributions/contribution-relations.ts'
import { assignStableCodes } from '../../../transforms/deidentify/stable-code.ts'
import { emptyDatabase, valuesOf } from '../database.ts'

const database = await emptyDatabase()
await database.run('CREATE TABLE vault.code AS FROM (VALUES (1, 11), (2, 12)) AS t(person, code)')
await database.run(`CREATE TABLE vault.known_account AS FROM (VALUES
  ('late', 1, TIMESTAMP '2026-02-01', true, false, false, false),
  ('first', 1, TIMESTAMP '2026-01-01', true, false, false, false),
  ('bad', 1, NULL, false, false, false, false),
  ('O''Neil ø', 2, TIMESTAMP '2026-01-01', true, false, false, false),
  ('over', 2, TIMESTAMP '2020-01-01', false, true, false, false),
  ('refused', 3, TIMESTAMP '2026-01-01', false, true, true, true)) AS t(learner_id, person, registered_at, counted, refused, requested, gone_for_good)`)
for (const sql of startContributions()) await database.run(sql)

const hmac = (secret: string, text: string) => createHmac('sha256', secret).update(text).digest('hex')

it.each(['0123456789abcdef'.repeat(4), 'short', 'longer than a block of SHA-256: '.repeat(4)])(
  'is the HMAC of the first account, with the secret %s',
  async (secret) => {
    for (const sql of assignStableCodes(secret)) await database.run(sql)
    expect(await valuesOf(database, 'SELECT code, learner FROM cohort.stable_code ORDER BY code')).toEqual([
      ['11', hmac(secret, 'first')],
      ['12', hmac(secret, "O'Neil ø")],
    ])
    const known = await valuesOf(
      database,
      'SELECT learner, refused, requested, gone_for_good FROM cohort.known_code',
    )
    const expected = [
      ...['first', 'late', 'bad', "O'Neil ø"].map((id) => [hmac(secret, id), false, false, false]),
      [hmac(secret, 'over'), true, false, false],
      [hmac(secret, 'refused'), true, true, true],
    ]
    expect(known.map(String).toSorted()).toEqual(expected.map(String).toSorted())
  },
)

it.each([
  { held: 'late', because: 'the first account was added later' },
  { held: 'bad', because: 'the account’s row is bad this time' },
])('is the one of the account that is held, where $because', async ({ held }) => {
  const secret = 'of this test'
  for (const sql of startContributions()) await database.run(sql)
  await database.run(
    `INSERT INTO cohort.contribution VALUES ('stock', '${hmac(secret, held)}', 'a', 1, '2026-01-31', NULL, 1, NULL)`,
  )
  for (const sql of assignStableCodes(secret)) await database.run(sql)
  expect(await valuesOf(database, 'SELECT learner FROM cohort.stable_code WHERE code = 11')).toEqual([
    [hmac(secret, held)],
  ])
})

it('knows by which codes a person is held besides, who was taken for several', async () => {
  const secret = 'of this test'
  for (const sql of startContributions()) await database.run(sql)
  const spell = (id: string, since: string) =>
    `('stock', '${hmac(secret, id)}', 'a', 1, '${since}', NULL, 1, NULL)`
  const held = [
    ['late', '2026-01-31'],
    ['bad', '2026-02-28'],
    ['refused', '2026-01-31'],
    ["O'Neil ø", '2026-01-31'],
  ] as const
  await database.run(
    `INSERT INTO cohort.contribution VALUES ${held.map(([id, since]) => spell(id, since)).join(', ')}`,
  )
  for (const sql of assignStableCodes(secret)) await database.run(sql)
  expect(await valuesOf(database, 'SELECT code, learner FROM cohort.other_code')).toEqual([
    ['11', hmac(secret, 'bad')],
  ])
})

it('stays where the account that is held was deleted long ago and another one counts', async () => {
  const secret = 'of this test'
  for (const sql of startContributions()) await database.run(sql)
  await database.run(
    `INSERT INTO cohort.contribution VALUES ('stock', '${hmac(secret, 'over')}', 'a', 1, '2026-01-31', NULL, 1, NULL)`,
  )
  for (const sql of assignStableCodes(secret)) await database.run(sql)
  const held = `learner = '${hmac(secret, 'over')}'`
  expect(await valuesOf(database, `SELECT code FROM cohort.stable_code WHERE ${held}`)).toEqual([['12']])
  expect(await valuesOf(database, `SELECT refused FROM cohort.known_code WHERE ${held}`)).toEqual([['false']])
})
