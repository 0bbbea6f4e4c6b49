import { knownCodeRelation } from '../deidentify/stable-code.ts'
import { literal } from '../relation.ts'
import { contributionRelation, currentRelation } from './contribution-relations.ts'

/**
 * SQL that takes note of a release: what has changed since the last one ended on its day, what is new began.
 *
 * @param asOf day that the release is of, later than all before of these series, `YYYY-MM-DD`
 * @param series that the release counts anew; of others nothing changes
 */
export function advanceContributions(asOf: string, series: readonly string[]): readonly string[] {
  const own = `b.series IN (${['', ...series].map(literal).join(', ')})`
  const holds = `${own} AND b.learner IS NOT NULL AND b.until IS NULL`
  const same = 'n.series = b.series AND n.learner = b.learner AND n.place = b.place AND n.amount = b.amount'
  return [
    `UPDATE ${contributionRelation.from} AS b SET until = ${literal(asOf)}
WHERE ${holds} AND NOT EXISTS (SELECT 1 FROM ${currentRelation.from} AS n WHERE ${same})`,
    `INSERT INTO ${contributionRelation.from}
SELECT n.series, n.learner, n.place, n.amount, ${literal(asOf)}, NULL, 1 FROM ${currentRelation.from} AS n
WHERE NOT EXISTS (SELECT 1 FROM ${contributionRelation.from} AS b WHERE ${holds} AND ${same})`,
  ]
}

/**
 * SQL that forgets who is refused or gone from the sources: of what they contributed only numbers of learners stay, and
 * that they contribute nothing from now on. Whose row is merely bad this time stays: who came back as somebody else would
 * count as one who left and one who joined.
 *
 * @param gone from which day on, `YYYY-MM-DD`: after the last release, and not after the next
 */
export function forgetDeparted(gone: string): readonly string[] {
  const departed = `learner IS NOT NULL AND learner NOT IN (SELECT learner FROM ${knownCodeRelation.from})`
  const { from } = contributionRelation
  return [
    `INSERT INTO ${from} SELECT series, NULL, place, amount, since, coalesce(until, ${literal(gone)}), CAST(sum(learners) AS BIGINT)
FROM ${from} WHERE ${departed} GROUP BY ALL`,
    `DELETE FROM ${from} WHERE ${departed}`,
    // Which attributes they had is of use to nobody, and of series of contributions each place tells them.
    `DELETE FROM ${from} WHERE learner IS NULL AND ends_with(series, '/')`,
  ]
}

/** SELECT of the number of learners who would be forgotten. */
export function countDeparted(): string {
  return `SELECT count(DISTINCT learner) FROM ${contributionRelation.from}
WHERE learner IS NOT NULL AND learner NOT IN (SELECT learner FROM ${knownCodeRelation.from})`
}
