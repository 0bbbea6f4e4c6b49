import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SourceName } from '../../schemas/source/source-name.ts'
import { openSample, type Sample } from './sample.ts'

/** SQL that is true of the rows of a kind, or for repeated ids the rows too many. */
const signs: Readonly<Record<SourceName, Readonly<Record<string, string>>>> = {
  learners: {
    'no-learner_id': 'count(*) FILTER (learner_id IS NULL)',
    'duplicate-learner_id': 'count(learner_id) - count(DISTINCT learner_id)',
    'no-registered_at': 'count(*) FILTER (registered_at IS NULL)',
    'registered_at-1900': 'count(*) FILTER (year(registered_at) = 1900)',
    'registered_at-2100': 'count(*) FILTER (year(registered_at) = 2100)',
    'no-account_type': 'count(*) FILTER (account_type IS NULL)',
    'unknown-account_type': "count(*) FILTER (account_type NOT IN ('learner', 'staff', 'test'))",
    'no-birth_date': 'count(*) FILTER (birth_date IS NULL)',
    'birth_date-1900': 'count(*) FILTER (year(birth_date) = 1900)',
    'birth_date-2100': 'count(*) FILTER (year(birth_date) = 2100)',
    'no-gender': 'count(*) FILTER (gender IS NULL)',
    'no-district': 'count(*) FILTER (district IS NULL)',
    'no-settlement': 'count(*) FILTER (settlement IS NULL)',
    'malformed-district': "count(*) FILTER (NOT regexp_full_match(district, '17[0-9]{5}'))",
    'unlisted-education': "count(*) FILTER (education NOT LIKE 'ED_')",
  },
  courses: { 'no-course_id': 'count(*) FILTER (course_id IS NULL)' },
  lessons: {
    'no-lesson_id': 'count(*) FILTER (lesson_id IS NULL)',
    'unknown-course':
      'count(*) FILTER (course_id NOT IN (SELECT course_id FROM courses WHERE course_id IS NOT NULL))',
    'duplicate-lesson_id': 'count(lesson_id) - count(DISTINCT lesson_id)',
  },
  tests: {
    'unknown-course':
      'count(*) FILTER (course_id NOT IN (SELECT course_id FROM courses WHERE course_id IS NOT NULL))',
    'pass_score-above-100': 'count(*) FILTER (pass_score > 100)',
  },
  lesson_views: {
    'no-learner_id': 'count(*) FILTER (learner_id IS NULL)',
    'no-lesson_id': 'count(*) FILTER (lesson_id IS NULL)',
    'no-started_at': 'count(*) FILTER (started_at IS NULL)',
    'unknown-learner':
      'count(*) FILTER (learner_id NOT IN (SELECT learner_id FROM learners WHERE learner_id IS NOT NULL))',
    'unknown-lesson':
      'count(*) FILTER (lesson_id NOT IN (SELECT lesson_id FROM lessons WHERE lesson_id IS NOT NULL))',
    'duplicate-view_id': 'count(view_id) - count(DISTINCT view_id)',
    'negative-seconds': 'count(*) FILTER (seconds < 0)',
    'seconds-beyond-a-day': 'count(*) FILTER (seconds > 86400)',
    'started_at-1900': 'count(*) FILTER (year(started_at) = 1900)',
    'started_at-2100': 'count(*) FILTER (year(started_at) = 2100)',
  },
  progress: {
    'no-learner_id': 'count(*) FILTER (learner_id IS NULL)',
    'no-enrolled_at': 'count(*) FILTER (enrolled_at IS NULL)',
    'unknown-learner':
      'count(*) FILTER (learner_id NOT IN (SELECT learner_id FROM learners WHERE learner_id IS NOT NULL))',
    'unknown-course':
      'count(*) FILTER (course_id NOT IN (SELECT course_id FROM courses WHERE course_id IS NOT NULL))',
    'percent-above-100': 'count(*) FILTER (percent > 100)',
    'negative-percent': 'count(*) FILTER (percent < 0)',
    'completed-before-enrolment': 'count(*) FILTER (completed_at < enrolled_at)',
    'enrolled_at-1900': 'count(*) FILTER (year(enrolled_at) = 1900)',
    'certificate_at-2100': 'count(*) FILTER (year(certificate_at) = 2100)',
  },
  test_results: {
    'no-learner_id': 'count(*) FILTER (learner_id IS NULL)',
    'no-score': 'count(*) FILTER (score IS NULL)',
    'unknown-learner':
      'count(*) FILTER (learner_id NOT IN (SELECT learner_id FROM learners WHERE learner_id IS NOT NULL))',
    'unknown-test': 'count(*) FILTER (test_id NOT IN (SELECT test_id FROM tests))',
    'duplicate-attempt_id': 'count(attempt_id) - count(DISTINCT attempt_id)',
    'score-above-maximum': 'count(*) FILTER (score > max_score AND max_score > 0)',
    'negative-score': 'count(*) FILTER (score < 0)',
    'no-maximum': 'count(*) FILTER (max_score = 0)',
    'submitted_at-1900': 'count(*) FILTER (year(submitted_at) = 1900)',
    'submitted_at-2100': 'count(*) FILTER (year(submitted_at) = 2100)',
  },
}
describe('dirt', () => {
  let sample: Sample
  beforeAll(async () => {
    sample = await openSample()
  })
  afterAll(() => sample.remove())

  it.each(Object.entries(signs))('of %s is there as often as the summary says', async (name, kinds) => {
    const source = Object.keys(signs).find((key): key is SourceName => key === name)!
    const planted = sample.summary.dirt[source]
    expect(Object.keys(kinds).toSorted()).toEqual(Object.keys(planted).toSorted())
    for (const [kind, sign] of Object.entries(kinds)) {
      expect(planted[kind], kind).toBeGreaterThan(0)
      expect(await sample.count(`SELECT ${sign} FROM ${source}`), kind).toBe(planted[kind])
    }
  })

  it.each(['learners', 'lessons', 'lesson_views', 'progress', 'test_results'] as const)(
    'spoils one row of %s in a hundred',
    (source) => {
      const planted = Object.values(sample.summary.dirt[source]).reduce((sum, rows) => sum + rows, 0)
      const share = planted / sample.summary.rows[source]
      expect(share).toBeGreaterThan(0.008)
      expect(share).toBeLessThan(0.013)
    },
  )
})
