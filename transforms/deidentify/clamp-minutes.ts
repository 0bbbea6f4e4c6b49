import type { PeriodGrain } from '../../schemas/period.ts'
import { fateCode } from '../extract/row-fate.ts'
import { stagedRelation } from '../extract/stage-source.ts'
import { vaultRelation } from '../relation.ts'

/**
 * Learners with more minutes in a period than count there. Columns: `learner_id` (a person's number), `period` (its
 * first day), `minutes` (all of them). It lives in the vault only.
 */
export const clampedLearnerRelation = vaultRelation('clamped_learner')

/** Minutes of one view, to the nearest whole one. */
const minutesOf = 'CAST(floor((seconds + 30) / 60.0) AS BIGINT)'
const views = `${stagedRelation('lesson_views').from} AS s`
const used = `s.fate = ${fateCode('used')}`
const periodOf = (grain: PeriodGrain) => `CAST(date_trunc('${grain}', s.started_at) AS DATE)`

/** SQL of `clampedLearnerRelation`: only who exceeds the constant over all periods is looked at period by period. */
export function findClampedLearners(grain: PeriodGrain, minutesPerLearner: number): string {
  const exceeds = `HAVING sum(${minutesOf}) > ${minutesPerLearner}`
  const many = `(SELECT s.learner_id FROM ${views} WHERE ${used} GROUP BY 1 ${exceeds}) AS many`
  return `CREATE OR REPLACE TABLE ${clampedLearnerRelation.from} AS
SELECT s.learner_id, ${periodOf(grain)} AS period, CAST(sum(${minutesOf}) AS BIGINT) AS minutes
FROM ${views} JOIN ${many} ON many.learner_id = s.learner_id WHERE ${used} GROUP BY 1, 2 ${exceeds}`
}

/**
 * SELECT of the views that count, with their `minutes`: those of a learner and period are taken in the order of day,
 * lesson and length until `minutesPerLearner` are used up, and later ones have 0.
 *
 * Minutes so clamped still add up over every dimension, and so do those of base periods over longer ones. Only rows
 * of learners who exceed the constant in some period are sorted.
 */
export function clampedViews(grain: PeriodGrain, minutesPerLearner: number): string {
  const above = `(SELECT DISTINCT learner_id FROM ${clampedLearnerRelation.from}) AS above`
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

/** SELECT, for each period that has any, of its first day `period`, its `clamped` learners and their `removed` minutes. */
export function clampedByPeriod(minutesPerLearner: number): string {
  return `SELECT CAST(period AS VARCHAR) AS period, count(*) AS clamped, CAST(sum(minutes - ${minutesPerLearner}) AS BIGINT) AS removed
FROM ${clampedLearnerRelation.from} GROUP BY period`
}
