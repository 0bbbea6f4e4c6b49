import { createHmac } from 'node:crypto'
import { expect, it } from 'vitest'
import { assignStableCodes } from '../../../transforms/deidentify/stable-code.ts'
import { fateCode } from '../../../transforms/extract/row-fate.ts'
import { emptyDatabase, valuesOf } from '../database.ts'

const database = await emptyDatabase()
await database.run(`CREATE TABLE vault.standing AS FROM (VALUES
  ('late', 1, TIMESTAMP '2026-02-01', ${fateCode('used')}),
  ('first', 1, TIMESTAMP '2026-01-01', ${fateCode('merged')}),
  ('O''Neil ø', 2, TIMESTAMP '2026-01-01', ${fateCode('used')}),
  ('refused', 3, TIMESTAMP '2026-01-01', ${fateCode('notAdmitted')})) AS t(learner_id, person, registered_at, fate)`)
await database.run('CREATE TABLE vault.code AS FROM (VALUES (1, 11), (2, 12)) AS t(person, code)')
await database.run(
  `CREATE TABLE vault.known_account AS FROM (VALUES ('first'), ('late'), ('bad')) AS t(learner_id)`,
)

const hmac = (secret: string, text: string) => createHmac('sha256', secret).update(text).digest('hex')

it.each(['0123456789abcdef'.repeat(4), 'short', 'longer than a block of SHA-256: '.repeat(4)])(
  'is the HMAC of the first account, with the secret %s',
  async (secret) => {
    for (const sql of assignStableCodes(secret)) await database.run(sql)
    expect(await valuesOf(database, 'SELECT code, learner FROM cohort.stable_code ORDER BY code')).toEqual([
      ['11', hmac(secret, 'first')],
      ['12', hmac(secret, "O'Neil ø")],
    ])
    const known = await valuesOf(database, 'SELECT learner FROM cohort.known_code')
    expect(known.flat().toSorted()).toEqual(['first', 'late', 'bad'].map((id) => hmac(secret, id)).toSorted())
  },
)
