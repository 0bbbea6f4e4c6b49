import { stableCodeRelation } from '../deidentify/stable-code-relations.ts'
import { cohortRelation, literal } from '../relation.ts'

/**
 * Who contributes what to which leaf of a series, and since when. A series is what is published anew about learners who
 * were counted before: a stock, by its table. A learner may be in several leaves of one, with an amount in each.
 *
 * Columns: `series`, `learner` (null for learners who are gone),
 * `place` (codes), `amount`, `since`, `until` (days; from the one on, and before the other; null where it still holds),
 * `learners` (1, or how many are gone), `absent` (day of the first run that did not find them in the sources; null for
 * who is in them, or gone).
 */
export const contributionRelation = cohortRelation('contribution')

/** The same of the period at hand: `series`, `learner`, `place`, `amount`. */
export const currentRelation = cohortRelation('current_contribution')

/** Columns of `contributionRelation`, as they are stored. */
const contributionColumns =
  'series VARCHAR, learner VARCHAR, place VARCHAR, amount BIGINT, since VARCHAR, until VARCHAR, learners BIGINT, absent VARCHAR'

/** SQL that makes both relations, empty. */
export function startContributions(): readonly string[] {
  return [
    `CREATE OR REPLACE TABLE ${contributionRelation.from} (${contributionColumns})`,
    `CREATE OR REPLACE TABLE ${currentRelation.from} (series VARCHAR, learner VARCHAR, place VARCHAR, amount BIGINT)`,
  ]
}

/** SQL that takes in what learners of this run contribute to a series. */
export function addCurrent(series: string, leaves: string): string {
  return `INSERT INTO ${currentRelation.from}
SELECT ${literal(series)}, learner, leaf, 1 FROM (${leaves}) JOIN ${stableCodeRelation.from} USING (code)`
}

/** SELECT of all contributions in an order that tells nothing but what they are. */
export function storedContributions(): string {
  return `SELECT * FROM ${contributionRelation.from} ORDER BY series, since, until, place, learner, amount, learners, absent`
}

/** SQL that drops all series of a kind, by its condition. */
export function dropSeries(kind: string): string {
  return `DELETE FROM ${contributionRelation.from} WHERE ${kind}`
}
