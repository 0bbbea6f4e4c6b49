import type { PeriodGrain } from '../../schemas/period.ts'
import { fateCode } from '../extract/row-fate.ts'
import { stagedRelation } from '../extract/stage-source.ts'
import { vaultRelation } from '../relation.ts'

/** Columns: `learner_id` (a person's number), `period` (its first day), `minutes`. It lives in the vault only. */
export const learnerMinutesRelation = vaultRelation('learner_minutes')

/** Minutes of one view, to the nearest whole one. */
const minutesOf = 'CAST(floor((seconds + 30) / 60.0) AS BIGINT)'
const views = `${stagedRelation('lesson_views').from} AS s`
const used = `s.fate = ${fateCode('used')}`
const periodOf = (grain: PeriodGrain) => `CAST(date_trunc('${grain}', s.started_at) AS DATE)`

/** SQL of `learnerMinutesRelation`: what each learner's views of each period add up to. */
export function sumLearnerMinutes(grain: PeriodGrain): string {
  return `CREATE OR REPLACE TABLE ${learnerMinutesRelation.from} AS
SELECT s.learner_id, ${periodOf(grain)} AS period, CAST(sum(${minutesOf}) AS BIGINT) AS minutes
FROM ${views} WHERE ${used} GROUP BY 1, 2`
}

/**
 * SELECT of the views that count, with their `minutes`: those of a learner and period are taken in the order of day,
 * lesson and length until `minutesPerLearner` are used up, and later ones have 0.
 *
 * Minutes so clamped still add up over every dimension, and so do those of base periods over longer ones. Only rows
 * of learners who exceed the constant in some period are sorted.
 */
export function clampedViews(grain: PeriodGrain, minutesPerLearner: number): string {
  const above = `(SELECT DISTINCT learner_id FROM ${learnerMinutesRelation.from} WHERE minutes > ${minutesPerLearner}) AS above`
  const columns = 's.learner_id, s.lesson_id, s.started_at'
  const before = `PARTITION BY s.learner_id, ${periodOf(grain)} ORDER BY s.started_at, s.lesson_id, s.seconds ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING`
  return `SELECT ${columns}, ${minutesOf} AS minutes
FROM ${views} LEFT JOIN ${above} ON above.learner_id = s.learner_id WHERE ${used} AND above.learner_id IS NULL
UNION ALL
SELECT learner_id, lesson_id, started_at, least(minutes, greatest(0, ${minutesPerLearner} - coalesce(earlier, 0))) AS minutes
FROM (
  SELECT ${columns}, ${minutesOf} AS minutes, CAST(sum(${minutesOf}) OVER (${before}) AS BIGINT) AS earlier
  FROM ${views} JOIN ${above} ON above.learner_id = s.learner_id WHERE ${used}
)`
}

/** SELECT, for each period with views, of its first day `period`, `clamped` learners, their `removed` minutes and all `minutes`. */
export function clampedByPeriod(minutesPerLearner: number): string {
  return `SELECT CAST(period AS VARCHAR) AS period,
  count(*) FILTER (WHERE minutes > ${minutesPerLearner}) AS clamped,
  CAST(sum(greatest(0, minutes - ${minutesPerLearner})) AS BIGINT) AS removed,
  CAST(sum(minutes) AS BIGINT) AS minutes
FROM ${learnerMinutesRelation.from} GROUP BY period`
}
