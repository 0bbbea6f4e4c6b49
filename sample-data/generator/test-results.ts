import type { DuckDBConnection } from '@duckdb/node-api'
import { testsOfCourse } from './catalogue.ts'
import { days, moment } from './clock.ts'
import { type SampleFormat, spoil } from './dirt.ts'
import type { Draws } from './draws.ts'
import { visits } from './visits.ts'

/** One test in eight is answered by guessing, evenly from 0 to 100 per cent. */
const guessed = 0.125

/**
 * Makes `attempt`: one row an attempt at a test, ordered by `no`; `score` in points.
 *
 * Part p of a course's tests opens with the core lesson at p/3 of them. Scores rise with education, with the
 * ease of the course and with the learner's ability; half of those who fail try once more, and do better.
 */
export async function makeAttempts(connection: DuckDBConnection, draw: Draws): Promise<void> {
  const visit = visits(draw)
  const key = '(enrolment * 4 + part)'
  const opens = visit.reaching(`(core * part + ${testsOfCourse - 1}) // ${testsOfCourse}`)
  // The sum of three even draws has the shape of a normal one, with standard deviation 1/2.
  const scatter = (purpose: string) =>
    `(${draw.unit(key, `${purpose} 1`)} + ${draw.unit(key, `${purpose} 2`)} + ${draw.unit(key, `${purpose} 3`)} - 1.5)`
  await connection.run(`CREATE TEMP TABLE attempt AS
WITH open AS (
  SELECT no AS enrolment, account, course, ends, part, ${visit.start(opens)} + ${visit.seconds(opens)} AS opened
  FROM (SELECT *, unnest(range(1, ${testsOfCourse + 1})) AS part FROM enrolment WHERE reach > 0)
  WHERE reach * ${testsOfCourse} >= core * part
), first_try AS (
  SELECT enrolment, part, o.account, o.ends, test_id, t.course_id, pass_score, max_score,
    opened + ${draw.below(key, 'handed in', days(2))} AS handed_in,
    CASE WHEN ${draw.chance(key, 'guesses', guessed)} THEN 100 * ${draw.unit(key, 'guess')}
      ELSE CASE WHEN education >= 'ED5' THEN 68 WHEN education IS NULL THEN 63 ELSE 59 END
        + 5 * ease + 16 * (${draw.unit('o.account', 'ability')} - 0.5) + 32 * ${scatter('luck')} END AS percent
  FROM open o JOIN account ON account.no = o.account JOIN course ON course.no = o.course JOIN test t USING (course, part)
  WHERE ${draw.chance(key, 'takes the test', 0.8)}
), second_try AS (
  SELECT enrolment, part, account, ends, test_id, course_id, pass_score, max_score,
    handed_in + ${days(1)} + ${draw.below(key, 'second try', days(4))} AS handed_in, percent + 12 + 24 * ${scatter('second luck')} AS percent
  FROM first_try WHERE percent < pass_score AND ${draw.chance(key, 'tries again', 0.5)}
), every AS (
  SELECT *, 1 AS try FROM first_try UNION ALL SELECT *, 2 FROM second_try
)
SELECT row_number() OVER (ORDER BY enrolment, part, try) - 1 AS no, account, test_id, course_id, handed_in,
  (round(greatest(0, least(100, percent)) * max_score / 50) / 2)::DECIMAL(7, 2) AS score, max_score::DECIMAL(7, 2) AS max_score
FROM every WHERE handed_in < ends ORDER BY no`)
}

/** SQL for the rows of `test_results`, in the order of attempts. */
export function testResultRows(format: SampleFormat): string {
  const spoiled = (field: string, column = field) =>
    `${spoil('test_results', field, 'no', column, format)} AS ${field}`
  return `WITH stated AS (
  SELECT a.no, 'attempt-' || a.no AS attempt_id, 'attempt-' || abs(a.no - 1) AS previous_id, learner_id, test_id, course_id,
    ${moment('handed_in')} AS submitted_at, score, max_score
  FROM attempt a JOIN account ON account.no = a.account
)
SELECT ${spoiled('attempt_id')}, ${spoiled('learner_id')}, ${spoiled('test_id')}, course_id, ${spoiled('submitted_at')},
  ${spoiled('score')}, ${spoiled('max_score')}
FROM stated ORDER BY no`
}
