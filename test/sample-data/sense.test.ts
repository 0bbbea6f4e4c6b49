import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSample, type Sample } from './sample.ts'

/** Rows that are not spoilt, by what a reader can see. */
const unspoilt = `account AS (SELECT * FROM learners WHERE learner_id IS NOT NULL AND registered_at BETWEEN '2020-01-01' AND '2026-06-30 23:59:59'
  QUALIFY count(*) OVER (PARTITION BY learner_id) = 1),
lesson AS (SELECT * FROM lessons QUALIFY count(*) OVER (PARTITION BY lesson_id) = 1),
view AS (SELECT v.*, course_id FROM lesson_views v JOIN account USING (learner_id) JOIN lesson USING (lesson_id)
  WHERE started_at BETWEEN '2025-01-01' AND '2026-06-30 23:59:59'),
enrolment AS (SELECT p.* FROM progress p JOIN account USING (learner_id) JOIN courses USING (course_id)
  WHERE year(enrolled_at) > 1900 AND (certificate_at IS NULL OR year(certificate_at) < 2100) AND percent BETWEEN 0 AND 100
    AND (completed_at IS NULL OR completed_at >= enrolled_at)),
result AS (SELECT t.* FROM test_results t JOIN account USING (learner_id) JOIN tests USING (test_id, course_id)
  WHERE year(submitted_at) NOT IN (1900, 2100) AND score BETWEEN 0 AND max_score AND max_score > 0)`

describe('unspoilt rows', () => {
  let sample: Sample
  beforeAll(async () => {
    sample = await openSample()
  })
  afterAll(() => sample.remove())

  it.each([
    {
      never: 'two enrolments of a learner in a course',
      query: 'SELECT 1 FROM enrolment GROUP BY learner_id, course_id HAVING count(*) > 1',
    },
    {
      never: 'an enrolment before registration',
      query: 'SELECT 1 FROM enrolment JOIN account USING (learner_id) WHERE enrolled_at < registered_at',
    },
    {
      never: 'a view before its enrolment',
      query: 'SELECT 1 FROM view JOIN enrolment USING (learner_id, course_id) WHERE started_at < enrolled_at',
    },
    {
      never: 'a test before its enrolment',
      query:
        'SELECT 1 FROM result JOIN enrolment USING (learner_id, course_id) WHERE submitted_at < enrolled_at',
    },
    {
      never: 'a view after the account was deleted',
      query: 'SELECT 1 FROM view JOIN account USING (learner_id) WHERE started_at > deleted_at',
    },
    {
      never: 'a certificate without or before completion',
      query:
        'SELECT 1 FROM enrolment WHERE certificate_at IS NOT NULL AND (completed_at IS NULL OR certificate_at < completed_at)',
    },
    {
      never: 'completion without all of the course done',
      query: 'SELECT 1 FROM enrolment WHERE (completed_at IS NOT NULL) <> (percent = 100)',
    },
    {
      never: 'completion with fewer views than core lessons',
      query:
        'SELECT 1 FROM enrolment JOIN (SELECT learner_id, course_id, count(*) AS n FROM view GROUP BY ALL) USING (learner_id, course_id) WHERE completed_at IS NOT NULL AND n < 6',
    },
    {
      never: 'an event after the end',
      query:
        "SELECT 1 FROM enrolment WHERE greatest(enrolled_at, completed_at, certificate_at) >= '2026-07-01'",
    },
    {
      never: 'a visit shorter than a minute or longer than 25',
      query: 'SELECT 1 FROM view WHERE seconds BETWEEN 0 AND 59 OR seconds BETWEEN 1500 AND 86400',
    },
  ])('hold no $never', async ({ query }) => {
    expect(await sample.select(`WITH ${unspoilt} ${query}`)).toEqual([])
  })

  it('hold views of courses enrolled in only', async () => {
    const strays = await sample.count(
      `WITH ${unspoilt} SELECT count(*) FROM (SELECT DISTINCT learner_id, course_id FROM view) ANTI JOIN progress USING (learner_id, course_id)`,
    )
    const dirt = sample.summary.dirt.progress
    expect(strays).toBeLessThanOrEqual(
      dirt['no-learner_id']! + dirt['unknown-learner']! + dirt['unknown-course']!,
    )
  })

  it('hold activity of every kind', async () => {
    const kinds = await sample.select(
      `WITH ${unspoilt} SELECT (SELECT count(*) FROM view)::INT AS views, (SELECT count(*) FROM enrolment)::INT AS enrolments,
        (SELECT count(completed_at) FROM enrolment)::INT AS completions, (SELECT count(certificate_at) FROM enrolment)::INT AS certificates,
        (SELECT count(*) FROM result)::INT AS results`,
    )
    const { views, enrolments, completions, certificates, results } = kinds[0]!
    expect(views).toBeGreaterThan(38_000)
    expect(enrolments).toBeGreaterThan(6_000)
    expect(completions).toBeGreaterThan(500)
    expect(certificates).toBeGreaterThan(400)
    expect(results).toBeGreaterThan(6_000)
  })
})
