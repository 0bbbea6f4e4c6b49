import { knownCodeRelation } from '../deidentify/stable-code-relations.ts'
import { literal } from '../relation.ts'
import { contributionRelation, currentRelation } from './contribution-relations.ts'
import { isOfReturns, isOfStocks, mayReturn } from './series-kinds.ts'

/**
 * SQL that takes note of a release: what has changed since the last one ended on its day, what is new began.
 *
 * @param asOf day that the release is of, later than all before of these series, `YYYY-MM-DD`
 * @param series that the release counts anew; of others nothing changes
 */
export function advanceContributions(asOf: string, series: readonly string[]): readonly string[] {
  const list = ['', ...series].map(literal).join(', ')
  const holds = `b.series IN (${list}) AND b.learner IS NOT NULL AND b.until IS NULL`
  const same = 'n.series = b.series AND n.learner = b.learner AND n.place = b.place AND n.amount = b.amount'
  return [
    `UPDATE ${contributionRelation.from} AS b SET until = ${literal(asOf)}
WHERE ${holds} AND NOT EXISTS (SELECT 1 FROM ${currentRelation.from} AS n WHERE ${same})`,
    `INSERT INTO ${contributionRelation.from}
SELECT n.series, n.learner, n.place, n.amount, ${literal(asOf)}, NULL, 1, NULL FROM ${currentRelation.from} AS n
WHERE n.series IN (${list}) AND NOT EXISTS (SELECT 1 FROM ${contributionRelation.from} AS b WHERE ${holds} AND ${same})`,
  ]
}

/** SQL that drops stocks which no release has: one that was added, and left out again before anything was released. */
export function dropOtherStocks(released: readonly string[]): string {
  const kept = ['', ...released].flatMap((series) => [series, mayReturn + series])
  return `DELETE FROM ${contributionRelation.from} WHERE (${isOfStocks} OR ${isOfReturns}) AND series NOT IN (${kept.map(literal).join(', ')})`
}

/** Who is gone has no code, or one that says so, where a longer period still has to tell them from others. */
const isSomebody = "learner IS NOT NULL AND learner NOT LIKE 'gone %'"

/**
 * SQL that takes note of who is in the sources: of learners who are not, the day; of those who are back, nothing. They stay
 * who they are, so that a source which lacks them for a night does not turn them into some who left and others who came.
 *
 * @param today `YYYY-MM-DD`
 */
export function noteAbsent(today: string): string {
  const isKnown = `learner IN (SELECT learner FROM ${knownCodeRelation.from})`
  return `UPDATE ${contributionRelation.from} SET absent = CASE WHEN ${isKnown} THEN NULL ELSE coalesce(absent, ${literal(today)}) END
WHERE ${isSomebody} AND (absent IS NULL) <> (${isKnown})`
}

/** SELECT of the number of contributions that `noteAbsent` would change. */
export function countNewlyAbsent(): string {
  return `SELECT count(*) FROM ${contributionRelation.from}
WHERE ${isSomebody} AND (absent IS NULL) <> (learner IN (SELECT learner FROM ${knownCodeRelation.from}))`
}

/** SELECT of the number of learners who are absent. */
export function countAbsent(): string {
  return `SELECT count(DISTINCT learner) FROM ${contributionRelation.from} WHERE absent IS NOT NULL`
}

/** SELECT of the number of learners who are absent since before a day, whatever the sources say by now. */
export function countAbsentSince(before: string): string {
  return `SELECT count(DISTINCT learner) FROM ${contributionRelation.from} WHERE ${isSomebody} AND absent < ${literal(before)}`
}

/**
 * SQL that forgets who is refused, and who is absent for long: of what they contributed only numbers of learners stay, and
 * that they contribute nothing from now on. Whose row is merely bad this time stays, as does who is absent for less: who came
 * back as somebody else would count as one who left and one who joined.
 *
 * @param gone from which day on, `YYYY-MM-DD`: after the last release, and not after the next
 * @param before day before which who is absent since then is forgotten, `YYYY-MM-DD`
 * @param kind condition of the series that it is about; all where absent
 */
export function forgetDeparted(gone: string, before: string, kind = 'true'): readonly string[] {
  const { from } = contributionRelation
  const isTheirs = `${kind} AND ${departed(before)}`
  return [
    `INSERT INTO ${from} SELECT series, NULL, place, amount, since, coalesce(until, ${literal(gone)}), CAST(sum(learners) AS BIGINT), NULL
FROM ${from} WHERE ${isTheirs} GROUP BY ALL`,
    `DELETE FROM ${from} WHERE ${isTheirs}`,
    // Which attributes they had is of use to nobody, and of series of contributions each place tells them.
    `DELETE FROM ${from} WHERE learner IS NULL AND ends_with(series, '/')`,
  ]
}

/** SELECT of the number of learners who would be forgotten. */
export function countDeparted(before: string): string {
  return `SELECT count(DISTINCT learner) FROM ${contributionRelation.from} WHERE ${departed(before)}`
}

/** SELECT of the number of these who asked for it. */
export function countRequested(before: string): string {
  return `${countDeparted(before)} AND learner IN (SELECT learner FROM ${knownCodeRelation.from} WHERE requested)`
}

/** Condition of contributions of learners who are refused, or absent since before a day. */
export function departed(before: string): string {
  return `${isSomebody} AND (absent < ${literal(before)} OR learner IN (SELECT learner FROM ${knownCodeRelation.from} WHERE refused))`
}
