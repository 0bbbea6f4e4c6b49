import { knownCodeRelation, stableCodeRelation } from '../deidentify/stable-code-relations.ts'
import { literal, valuesTable } from '../relation.ts'
import { stockMembers } from '../tabulate/stock-members.ts'
import { contributionRelation, currentRelation } from './contribution-relations.ts'
import { isOfReturns, isOfStocks, mayReturn } from './series-kinds.ts'

/**
 * SQL that takes note, before they are forgotten, of how many refused learners were in which leaf of the stocks, since when and
 * until when: those who are not gone for good may be admitted again, and nobody will know then that they were counted before.
 *
 * @param gone from which day on they are not counted, `YYYY-MM-DD`
 */
export function noteReturns(gone: string): string {
  const { from } = contributionRelation
  return `INSERT INTO ${from}
SELECT ${literal(mayReturn)} || series, NULL, place, 0, since, coalesce(until, ${literal(gone)}), count(*), NULL FROM ${from}
WHERE ${isOfStocks} AND learner IN (SELECT learner FROM ${knownCodeRelation.from} WHERE refused AND NOT gone_for_good)
GROUP BY ALL`
}

/** SELECT of those who were noted: `stock` (table), `place`, `since`, `until`, `learners`. */
export function notedReturns(): string {
  return `SELECT substr(series, ${mayReturn.length + 1}) AS stock, place, since, until, CAST(sum(learners) AS BIGINT) AS learners
FROM ${contributionRelation.from} WHERE ${isOfReturns} GROUP BY ALL ORDER BY ALL`
}

/**
 * SELECT of who entered a stock late: on a later day than the first that they would have been counted on, as the sources have
 * them. Perhaps they were counted before, by the same code even, forgotten and admitted again; perhaps they were not
 * admitted until then. `place` (their leaf now), `due` (that first day), `entered`, `learners`.
 *
 * After `addCurrent` of the stock, while `stockMembers` are of the same day.
 *
 * @param days on which the stock was counted, `YYYY-MM-DD`
 * @param today the day that it is counted on
 */
export function lateComers(series: string, days: readonly string[], today: string): string {
  const counted = valuesTable(
    'counted',
    ['due'],
    [...days, today].map((day) => [`DATE ${literal(day)}`]),
  )
  return `WITH entered AS (
  SELECT n.learner, n.place, coalesce(min(CAST(b.since AS DATE)), DATE ${literal(today)}) AS entered
  FROM ${currentRelation.from} AS n LEFT JOIN ${contributionRelation.from} AS b ON b.series = n.series AND b.learner = n.learner
  WHERE n.series = ${literal(series)} GROUP BY n.learner, n.place
)
SELECT place, CAST(due AS VARCHAR) AS due, CAST(entered AS VARCHAR) AS entered, count(*) AS learners
FROM entered JOIN ${stableCodeRelation.from} USING (learner) JOIN ${stockMembers.from} AS m USING (code)
ASOF JOIN ${counted} ON m.since <= counted.due
WHERE due < entered GROUP BY ALL ORDER BY ALL`
}
