import { fateCode } from '../extract/row-fate.ts'
import { identifier } from '../relation.ts'
import { standingRelation } from './admission.ts'
import { personRelation } from './merge-accounts.ts'

/**
 * SQL that decides the fate of every valid account: not admitted (the first rule that refuses the person or
 * the account), later (registered after the as-of date), merged (another account of the same person stands
 * for it: the one registered last), or used. Windows are over few columns, to which the others are joined: over all of them
 * they take twice as long.
 *
 * @param accounts relation with `account`, `learner_id`, `registered_at` and the fields that rules need
 */
export function decideStanding(
  accounts: string,
  refuses: { readonly person: string; readonly account: string },
  asOfEnd: string,
): string {
  return `CREATE OR REPLACE TABLE ${standingRelation.from} AS
WITH known AS (
  SELECT account, learner_id, registered_at, person, ${refuses.person} AS person_refusal, ${refuses.account} AS account_refusal
  FROM ${accounts} JOIN ${personRelation.from} USING (account)
), judged AS (
  SELECT *, coalesce(min(person_refusal) OVER (PARTITION BY person), account_refusal) AS refusal FROM known
), ranked AS (
  SELECT *, row_number() OVER (
    PARTITION BY person, (refusal IS NULL AND registered_at < TIMESTAMP '${asOfEnd}')
    ORDER BY registered_at DESC, learner_id DESC) AS nth
  FROM judged
)
SELECT a.*, r.person, r.refusal,
  CAST(CASE WHEN r.refusal IS NOT NULL THEN ${fateCode('notAdmitted')}
    WHEN r.registered_at >= TIMESTAMP '${asOfEnd}' THEN ${fateCode('later')}
    WHEN nth > 1 THEN ${fateCode('merged')}
    ELSE ${fateCode('used')} END AS UTINYINT) AS fate
FROM ${accounts} AS a JOIN ranked AS r USING (account)`
}

/**
 * SELECT of what an event needs to know about an account: its person's number, and whether its events count.
 * Events of a merged account count as its person's.
 */
export function accountKeys(): string {
  return `SELECT learner_id AS id, person AS number,
  CAST(CASE WHEN fate = ${fateCode('merged')} THEN ${fateCode('used')} ELSE fate END AS UTINYINT) AS fate
FROM ${standingRelation.from}`
}

/**
 * SELECT of one row for each person who is counted: `person`, `registered_at` (of the first account), and the
 * attributes of the account that stands for it.
 */
export function countedPersons(attributes: readonly string[]): string {
  const first = `min(registered_at) OVER (PARTITION BY person)`
  const counted = `SELECT *, ${first} AS first_registered FROM ${standingRelation.from} WHERE fate IN (${fateCode('used')}, ${fateCode('merged')})`
  return `SELECT person, first_registered AS registered_at${attributes.map((a) => `, ${identifier(a)}`).join('')} FROM (${counted}) WHERE fate = ${fateCode('used')}`
}
