import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSample, type Sample } from './sample.ts'

describe('learners', () => {
  let sample: Sample
  beforeAll(async () => {
    sample = await openSample()
  })
  afterAll(() => sample.remove())

  it.each([
    { what: 'erasure requests', condition: 'erasure_requested_at IS NOT NULL', least: 5, most: 30 },
    { what: 'refusals of statistics', condition: 'NOT statistics_consent', least: 15, most: 60 },
    {
      what: 'accounts deleted over three years ago',
      condition: "deleted_at < '2023-06-30'",
      least: 8,
      most: 40,
    },
    { what: 'staff accounts', condition: "account_type = 'staff'", least: 3, most: 30 },
    { what: 'test accounts', condition: "account_type = 'test'", least: 2, most: 25 },
    { what: 'minors with consent', condition: 'guardian_consent', least: 15, most: 100 },
    {
      what: 'minors without consent',
      condition:
        "guardian_consent IS DISTINCT FROM true AND birth_date BETWEEN '2010-07-01' AND '2013-01-01'",
      least: 3,
      most: 60,
    },
    { what: 'educations not stated', condition: 'education IS NULL', least: 70, most: 150 },
    { what: 'occupations not stated', condition: 'occupation IS NULL', least: 110, most: 210 },
    {
      what: 'accounts that share a phone',
      condition: 'phone IN (SELECT phone FROM learners GROUP BY phone HAVING count(*) > 1)',
      least: 12,
      most: 100,
    },
    {
      what: 'accounts that share an e-mail',
      condition: 'email IN (SELECT email FROM learners GROUP BY email HAVING count(*) > 1)',
      least: 12,
      most: 100,
    },
  ])('hold $what in about the right number', async ({ condition, least, most }) => {
    const rows = await sample.count(`SELECT count(*) FROM learners WHERE ${condition}`)
    expect(rows).toBeGreaterThanOrEqual(least)
    expect(rows).toBeLessThanOrEqual(most)
  })

  it('have identifiers of their own that lead to nobody', async () => {
    const wrong = await sample.select(
      String.raw`SELECT learner_id FROM learners WHERE NOT regexp_full_match(coalesce(learner_id, 'lrn-00000000'), 'lrn-[0-9a-f]{8}')
        OR NOT regexp_full_match(coalesce(email, 'a.b.00000000@x.example'), '[a-z]+\.[a-z]+\.[0-9a-f]{8}@[a-z]+\.example')
        OR NOT regexp_full_match(coalesce(phone, '+998000000000'), '\+99800[0-9]{7}')`,
    )
    expect(wrong).toEqual([])
    expect(await sample.count('SELECT count(DISTINCT phone) FROM learners')).toBeGreaterThan(1900)
    expect(
      await sample.select(
        "SELECT ip FROM lesson_views WHERE NOT regexp_full_match(ip, '100\\.(6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])\\..*')",
      ),
    ).toEqual([])
  })

  it('are 14 to 70 years old', async () => {
    const years = await sample.select(
      'SELECT min(2026 - year(birth_date)) AS least, max(2026 - year(birth_date)) AS most FROM learners WHERE year(birth_date) NOT IN (1900, 2100) AND year(registered_at) >= 2025',
    )
    expect(Number(years[0]!['least'])).toBeGreaterThanOrEqual(14)
    expect(Number(years[0]!['most'])).toBeLessThanOrEqual(71)
  })

  it('score higher the more education they have', async () => {
    const means = await sample.select(
      "SELECT education >= 'ED5' AS tertiary, avg(score / max_score) AS mean FROM test_results JOIN learners USING (learner_id) WHERE score BETWEEN 0 AND max_score AND max_score > 0 AND education LIKE 'ED_' GROUP BY 1 ORDER BY 1",
    )
    expect(Number(means[1]!['mean']) - Number(means[0]!['mean'])).toBeGreaterThan(0.03)
  })
})
