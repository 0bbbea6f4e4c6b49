import type { DuckDBConnection } from '@duckdb/node-api'
import { type Month, moment } from './clock.ts'
import { type SampleFormat, spoil } from './dirt.ts'
import type { Draws } from './draws.ts'
import { stage } from './staging.ts'
import { visits } from './visits.ts'

const userAgents = [
  'Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36',
  'Mozilla/5.0 (Linux; Android 13; Redmi Note 12) AppleWebKit/537.36 Chrome/129.0 Mobile Safari/537.36',
  'Mozilla/5.0 (Linux; Android 12; TECNO KI5k) AppleWebKit/537.36 Chrome/127.0 Mobile Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile Safari/604.1',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 14_7) AppleWebKit/605.1.15 Version/18.1 Safari/605.1.15',
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0 YaBrowser/24.12 Safari/537.36',
]

/** Stages `agent(place, user_agent)`. */
export async function stageUserAgents(connection: DuckDBConnection): Promise<void> {
  await stage(
    connection,
    'agent',
    { place: 'BIGINT', user_agent: 'VARCHAR' },
    userAgents.map((name, place) => [place, name]),
  )
}

/** Makes `month_enrolment`: the enrolments whose visits may fall in a month, ordered by `no`. */
export async function makeMonthEnrolments(
  connection: DuckDBConnection,
  month: Month,
  draw: Draws,
): Promise<void> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE month_enrolment AS
SELECT e.*, learner_id, ip, user_agent, course_id,
  greatest(0, (${month.start} - enrolled) * visits // span - 1) AS low,
  CASE WHEN enrolled + span < ${month.end} THEN visits ELSE least(visits, (${month.end} - enrolled) * visits // span + 1) END AS high
FROM enrolment e
JOIN account ON account.no = e.account
JOIN course ON course.no = e.course
JOIN agent ON agent.place = ${draw.below('e.account', 'user agent', userAgents.length)}
WHERE enrolled < ${month.end} AND enrolled + span >= ${month.start} AND visits > 0
ORDER BY e.no`)
}

/** SQL for the rows of `lesson_views` that start in a month, in the order of enrolments and visits. */
export function lessonViewRows(month: Month, draw: Draws, format: SampleFormat): string {
  const visit = visits(draw)
  const spoiled = (field: string, column = field) =>
    `${spoil('lesson_views', field, 'no', column, format)} AS ${field}`
  return `SELECT ${spoiled('view_id', `'view-' || no`)}, ${spoiled('learner_id')},
  ${spoiled('lesson_id', `course_id || '-l' || lpad(lesson::VARCHAR, 3, '0')`)},
  ${spoiled('started_at', moment('started'))}, ${spoiled('seconds')}, ip, user_agent
FROM (
  SELECT no, 'view-' || abs(no - 1) AS previous_id, learner_id, course_id, ip, user_agent, lesson, started, seconds
  FROM (
    SELECT learner_id, course_id, ip, user_agent,
      ${visit.number('k')} AS no, ${visit.start('k')} AS started, ${visit.seconds('k')}::INTEGER AS seconds, ${visit.lesson('k')} AS lesson
    FROM (SELECT *, unnest(range(low, high)) AS k FROM month_enrolment)
  )
  WHERE started >= ${month.start} AND started < ${month.end}
)`
}
