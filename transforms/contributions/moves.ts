import { literal } from '../relation.ts'
import { contributionRelation, currentRelation } from './contribution-relations.ts'

/**
 * SELECT of who contributed to a series on any of several days, joined to what they contribute now: `before` and `now` (places,
 * null for none), `first` and `last` (positions among the days: from which on, and up to which), `learners`.
 *
 * Everybody who was counted on a day is in one row with `first` ≤ its position < `last`. Spells are told apart by these days
 * only, which are few beside all days that spells begin and end on.
 *
 * @param days ascending, `YYYY-MM-DD`
 */
export function contributionMoves(series: string, days: readonly string[]): string {
  const list = `CAST([${days.map(literal).join(', ')}] AS VARCHAR[])`
  const own = (relation: string) => `(SELECT * FROM ${relation} WHERE series = ${literal(series)})`
  return `WITH b AS ${own(contributionRelation.from)}, n AS ${own(currentRelation.from)}, moment AS (
  SELECT date, len(list_filter(${list}, lambda day: day < date)) AS position
  FROM (SELECT since AS date FROM b UNION SELECT until FROM b WHERE until IS NOT NULL)
)
SELECT b.place AS before, n.place AS now, f.position AS first, coalesce(l.position, ${days.length}) AS last,
  CAST(sum(coalesce(b.learners, 1)) AS BIGINT) AS learners
FROM b JOIN moment AS f ON f.date = b.since LEFT JOIN moment AS l ON l.date = b.until LEFT JOIN n ON n.learner = b.learner
WHERE f.position < coalesce(l.position, ${days.length})
GROUP BY ALL ORDER BY ALL`
}

/** SELECT of how many are counted in each leaf now: `place`, `learners`. */
export function currentCounts(series: string): string {
  return `SELECT place, count(*) AS learners FROM ${currentRelation.from} WHERE series = ${literal(series)} GROUP BY place ORDER BY place`
}
