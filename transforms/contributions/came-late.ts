import type { Period } from '../../schemas/period.ts'
import { otherCodeRelation, stableCodeRelation } from '../deidentify/stable-code-relations.ts'
import { literal } from '../relation.ts'
import { stockMembers } from '../tabulate/stock-members.ts'
import { addedRelation, isIn } from './base-periods.ts'
import { contributionRelation, currentRelation } from './contribution-relations.ts'
import { cameLate } from './series-kinds.ts'

const daysSince = (date: string) => `date_diff('day', DATE '1970-01-01', ${date})`

/**
 * SQL that takes in who, of a stock at the end of a base period, may be somebody who was counted before, was forgotten and
 * came back: whoever is in the stock by this code since a later base period than the longest period's first only, and was
 * there before, as the sources have it (registered, or did anything). Who is truly new was not. And whoever did anything in
 * the longest period by another code besides, since their accounts were not known to be of one person. `place` is the leaf, `amount`
 * the first day of the base period that they came in, in days since 1970; for the others of the last one. A row of nobody says
 * that it was asked.
 *
 * After `addCurrent` of the stock, while `stockMembers` are of the same day.
 */
export function addCameLate(stock: string, period: Period, longest: Period): readonly string[] {
  const { grain, start, end } = period
  const row = (learner: string, place: string, amount: string) =>
    `SELECT ${literal(cameLate + stock)}, ${learner}, ${place}, ${amount}, ${literal(end)}`
  return [
    `INSERT INTO ${addedRelation.from} ${row('NULL', "''", '0')}`,
    `INSERT INTO ${addedRelation.from}
WITH entered AS (
  SELECT c.learner, c.place, coalesce(CAST(date_trunc('${grain}', CAST(min(b.since) AS DATE)) AS DATE), DATE ${literal(start)}) AS day
  FROM ${currentRelation.from} AS c
  LEFT JOIN ${contributionRelation.from} AS b ON b.series = c.series AND b.learner = c.learner
  WHERE c.series = ${literal(stock)} GROUP BY c.learner, c.place
), late AS (
  SELECT * FROM entered JOIN ${stableCodeRelation.from} USING (learner) WHERE day > DATE ${literal(longest.start)}
), doubtful AS (
  SELECT late.learner, late.place, late.day FROM late LEFT JOIN ${stockMembers.from} AS m ON m.code = late.code
  WHERE m.since IS NULL OR m.since < late.day
  UNION ALL SELECT learner, place, DATE ${literal(start)} FROM entered JOIN ${stableCodeRelation.from} USING (learner)
  WHERE code IN (SELECT o.code FROM ${otherCodeRelation.from} AS o JOIN ${contributionRelation.from} AS b ON b.learner = o.learner
    WHERE ${isIn(longest)})
)
${row('learner', 'place', daysSince('max(day)'))} FROM doubtful GROUP BY learner, place`,
  ]
}

/** SELECT of whether a base period noted who came late to a stock: 0 where it did not. */
export function countAsked(stock: string, last: Period): string {
  return `SELECT count(*) FROM ${contributionRelation.from} WHERE ${isNoted(stock, last)} AND learner IS NULL`
}

/**
 * SELECT of who may have come back within a longer period, by leaf of a stock: `leaf`, `learners`. Who was counted in its
 * first base period comes back in a later one.
 *
 * @param last the base period that it ends with
 */
export function countCameLate(stock: string, { start }: Period, last: Period): string {
  return `SELECT place AS leaf, count(*) AS learners FROM ${contributionRelation.from}
WHERE ${isNoted(stock, last)} AND learner IS NOT NULL AND amount > ${daysSince(`DATE ${literal(start)}`)} GROUP BY leaf ORDER BY leaf`
}

function isNoted(stock: string, { start }: Period): string {
  return `series = ${literal(cameLate + stock)} AND since = ${literal(start)}`
}
