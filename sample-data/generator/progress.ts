import { days, moment } from './clock.ts'
import { type SampleFormat, spoil } from './dirt.ts'
import type { Draws } from './draws.ts'

/** Six of seven who complete take the certificate, within nine days. */
const certifiedShare = 0.86

/** SQL for the rows of `progress`, in the order of enrolments. */
export function progressRows(draw: Draws, format: SampleFormat): string {
  const spoiled = (field: string, column = field) =>
    `${spoil('progress', field, 'no', column, format)} AS ${field}`
  return `WITH dated AS (
  SELECT e.*, learner_id, course_id,
    CASE WHEN ${draw.chance('e.no', 'certified', certifiedShare)}
      THEN done + ${days(0.1)} + ${draw.below('e.no', 'certificate', days(9))} END AS certified
  FROM enrolment e JOIN account ON account.no = e.account JOIN course ON course.no = e.course
), stated AS (
  SELECT no, learner_id, course_id, ${moment('enrolled')} AS enrolled_at, (100 * reach // core)::INTEGER AS percent,
    ${moment('done')} AS completed_at, CASE WHEN certified < ends THEN ${moment('certified')} END AS certificate_at
  FROM dated
)
SELECT ${spoiled('learner_id')}, ${spoiled('course_id')}, ${spoiled('enrolled_at')}, ${spoiled('percent')},
  ${spoiled('completed_at')}, ${spoiled('certificate_at')}
FROM stated ORDER BY no`
}
