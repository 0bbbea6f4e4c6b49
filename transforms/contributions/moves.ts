import { literal } from '../relation.ts'
import { contributionRelation, currentRelation } from './contribution-relations.ts'

/**
 * SELECT of who contributed to a series before, joined to what they contribute now: `before` and `now` (places, null for
 * none), `since` and `until` of the former (null where there is none), `learners`.
 *
 * Everybody who was counted on a day is in one row with `since` ≤ day < `until`; the rows without `before` are of those
 * who were in no leaf at any time.
 */
export function contributionMoves(series: string): string {
  return `SELECT b.place AS before, n.place AS now, b.since, b.until, CAST(sum(coalesce(b.learners, 1)) AS BIGINT) AS learners
FROM (SELECT * FROM ${contributionRelation.from} WHERE series = ${literal(series)}) AS b
FULL JOIN (SELECT * FROM ${currentRelation.from} WHERE series = ${literal(series)}) AS n ON n.learner = b.learner
GROUP BY ALL ORDER BY ALL`
}

/** SELECT of how many are counted in each leaf now: `place`, `learners`. */
export function currentCounts(series: string): string {
  return `SELECT place, count(*) AS learners FROM ${currentRelation.from} WHERE series = ${literal(series)} GROUP BY place ORDER BY place`
}
