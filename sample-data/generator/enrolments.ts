import type { DuckDBConnection } from '@duckdb/node-api'
import { courseSlots } from './catalogue.ts'
import { days, opening } from './clock.ts'
import { spoilt } from './dirt.ts'
import type { Draws } from './draws.ts'
import { visits } from './visits.ts'

/** A learner plans 1 to this many courses, one every 6 to 42 days. */
const mostCourses = 10

/**
 * Makes `enrolment`: one row a learner and course, ordered by `no` and `enrolled`.
 *
 * An enrolment lasts 8 to 48 days, less where the account or the sample ends before. About four in ten
 * mean to do all the core lessons, the others stop at some lesson before. The given number of visits is shared
 * out in proportion to the lessons meant to be reached; where it is too small for all, some never start.
 * `done` is when the last core lesson was reached.
 */
export async function makeEnrolments(
  connection: DuckDBConnection,
  views: number,
  draw: Draws,
): Promise<void> {
  const key = 'account * 16 + turn'
  const visit = visits(draw)
  const completes = `0.33 + 0.2 * ${draw.unit('account', 'persistence')} + 0.06 * ease`
  await connection.run(`CREATE TEMP TABLE enrolment AS
WITH planned AS (
  SELECT no AS account, registered, ends, ${days(6)} + ${draw.below('no', 'pace', days(36))} AS pace,
    unnest(range(1 + ${draw.below('no', 'courses', mostCourses)})) AS turn
  FROM account
  WHERE registered >= ${opening} AND NOT ${spoilt('learners', 'learner_id', 'no')} AND NOT ${draw.chance('no', 'never enrols', 0.05)}
), drawn AS (
  SELECT account, turn, ends,
    registered + turn * pace + ${draw.below(key, 'enrolled', `if(turn = 0, ${days(3)}, pace)`)} AS enrolled,
    ${draw.below(key, 'course', courseSlots)} AS slot
  FROM planned
), enrolled AS (
  SELECT account, turn, course, enrolled, ends, core, lessons, ease,
    ${days(8)} + ${draw.below(key, 'span', days(40))} AS wanted
  FROM drawn JOIN course_pick USING (slot) JOIN course ON course.no = course
  WHERE enrolled < ends
  QUALIFY row_number() OVER (PARTITION BY account, course ORDER BY turn) = 1
), aimed AS (
  SELECT *, least(wanted, ends - enrolled) AS span,
    CASE WHEN ${draw.unit(key, 'completes')} < ${completes} THEN core
      ELSE 1 + ${draw.below(key, 'stops', 'core - 1')} END AS aim
  FROM enrolled
), weighed AS (
  SELECT *, aim * span // wanted AS within,
    16 + (16 * (aim * span // wanted) * (1.05 + 0.5 * ${draw.unit(key, 'diligence')}))::BIGINT AS weight,
    row_number() OVER (ORDER BY enrolled, account, turn) - 1 AS no
  FROM aimed
), started AS (
  SELECT * REPLACE (CASE WHEN ${draw.unit(key, 'starts')} < 16.0 * ${views} / (SELECT sum(weight) FROM weighed) OR no = 0 THEN weight ELSE 0 END AS weight)
  FROM weighed
), summed AS (
  SELECT *, sum(weight) OVER (ORDER BY no ROWS UNBOUNDED PRECEDING)::BIGINT AS upto, sum(weight) OVER ()::BIGINT AS total
  FROM started
), shared AS (
  SELECT no, account, course, enrolled, ends, span, core, lessons, within,
    (upto - weight) * ${views} // total AS first_visit,
    upto * ${views} // total - (upto - weight) * ${views} // total AS visits
  FROM summed
), reached AS (
  SELECT *, least(visits, within) AS reach FROM shared
)
SELECT no, account, course, enrolled, ends, span, core, lessons, first_visit, visits, reach,
  CASE WHEN reach = core THEN least(${visit.start(visit.reaching('core'))} + ${visit.seconds(visit.reaching('core'))}, ends - 1) END AS done
FROM reached ORDER BY no`)
}
