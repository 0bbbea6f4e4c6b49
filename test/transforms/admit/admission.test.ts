import { describe, expect, it } from 'vitest'
import { type AdmissionRule, admissionRules } from '../../../schemas/policy.ts'
import { refusals } from '../../../transforms/admit/admission.ts'
import { emptyDatabase, valuesOf } from '../database.ts'

const database = await emptyDatabase()
const fields = [
  'account_type',
  'erasure_requested_at',
  'statistics_consent',
  'birth_date',
  'guardian_consent',
  'deleted_at',
] as const
type Account = Partial<Record<(typeof fields)[number], string>>

const welcome: Account = {
  account_type: "'learner'",
  erasure_requested_at: 'CAST(NULL AS TIMESTAMP)',
  statistics_consent: 'CAST(NULL AS BOOLEAN)',
  birth_date: "DATE '1990-01-01'",
  guardian_consent: 'CAST(NULL AS BOOLEAN)',
  deleted_at: 'CAST(NULL AS TIMESTAMP)',
}

/** The rule that refuses an account at the end of 31 October 2026, if any. */
async function refusedBy(account: Account, chosen: readonly AdmissionRule[] = admissionRules) {
  const { person, account: own } = refusals(chosen, new Set(fields), '2026-11-01')
  const columns = Object.entries({ ...welcome, ...account }).map(([name, sql]) => `${sql} AS ${name}`)
  const [row] = await valuesOf(
    database,
    `SELECT ${person} AS person, ${own} AS account FROM (SELECT ${columns.join(', ')})`,
  )
  const name = (value: unknown) => (value === null ? null : admissionRules[Number(value) - 1])
  return { person: name(row![0]), account: name(row![1]) }
}

describe('at the end of 31 October 2026', () => {
  it.each<{ because: string; account: Account; person: AdmissionRule | null }>([
    { because: 'nothing speaks against it', account: {}, person: null },
    { because: 'it is a member of staff', account: { account_type: "'staff'" }, person: 'staff-or-test' },
    { because: 'it is a test account', account: { account_type: "'test'" }, person: 'staff-or-test' },
    {
      because: 'erasure was asked for',
      account: { erasure_requested_at: "TIMESTAMP '2026-10-31 12:00:00'" },
      person: 'erasure-requested',
    },
    {
      because: 'statistics were refused',
      account: { statistics_consent: 'false' },
      person: 'statistics-refused',
    },
    { because: 'statistics were agreed to', account: { statistics_consent: 'true' }, person: null },
    { because: 'it turned 16 today', account: { birth_date: "DATE '2010-10-31'" }, person: null },
    {
      because: 'it turns 16 tomorrow',
      account: { birth_date: "DATE '2010-11-01'" },
      person: 'under-16-without-guardian',
    },
    {
      because: 'it is 15, and a guardian agreed',
      account: { birth_date: "DATE '2011-01-01'", guardian_consent: 'true' },
      person: null,
    },
    {
      because: 'it is 15, and a guardian did not agree',
      account: { birth_date: "DATE '2011-01-01'", guardian_consent: 'false' },
      person: 'under-16-without-guardian',
    },
    {
      because: 'its age is unknown',
      account: { birth_date: 'CAST(NULL AS DATE)' },
      person: 'under-16-without-guardian',
    },
    {
      because: 'its age is unknown, and a guardian agreed',
      account: { birth_date: 'CAST(NULL AS DATE)', guardian_consent: 'true' },
      person: null,
    },
    {
      because: 'staff comes before erasure',
      account: { account_type: "'staff'", erasure_requested_at: "TIMESTAMP '2026-01-01'" },
      person: 'staff-or-test',
    },
  ])('a person is refused by $person when $because', async ({ account, person }) => {
    expect(await refusedBy(account)).toEqual({ person, account: null })
  })

  it.each([
    { deleted: '2023-11-01 00:00:00', account: null, because: 'three years are just over' },
    { deleted: '2023-10-31 23:59:59', account: 'deleted-over-3-years', because: 'three years are past' },
    { deleted: '2026-10-30 00:00:00', account: null, because: 'it was deleted yesterday' },
  ])('an account deleted at $deleted is refused by $account: $because', async ({ deleted, account }) => {
    expect(await refusedBy({ deleted_at: `TIMESTAMP '${deleted}'` })).toEqual({ person: null, account })
  })
})

describe('rules that are not chosen', () => {
  it('refuse nobody', async () => {
    const worst: Account = {
      account_type: "'staff'",
      statistics_consent: 'false',
      birth_date: 'CAST(NULL AS DATE)',
      deleted_at: "TIMESTAMP '2001-01-01'",
    }
    expect(await refusedBy(worst, [])).toEqual({ person: null, account: null })
  })
  it('do not shift the numbers of those that are', async () => {
    expect(await refusedBy({ statistics_consent: 'false' }, ['statistics-refused'])).toEqual({
      person: 'statistics-refused',
      account: null,
    })
  })
})

it.each(admissionRules)('%s is refused where its field is absent', (rule) => {
  expect(() => refusals([rule], new Set(), '2026-11-01')).toThrow(
    `an admission rule needs its fields in the learners source. Provided value: ${rule} without`,
  )
})
it.each(['birth_date', 'guardian_consent'])('a rule with two fields needs %s, too', (field) => {
  const present = new Set<string>(fields.filter((name) => name !== field))
  expect(() => refusals(['under-16-without-guardian'], present, '2026-11-01')).toThrow(
    `under-16-without-guardian without ${field}`,
  )
})
