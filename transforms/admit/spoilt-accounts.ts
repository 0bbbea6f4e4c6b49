import { fateCode } from '../extract/row-fate.ts'
import { standingRelation } from './admission.ts'
import { personRelation } from './merge-accounts.ts'

/**
 * SQL that refuses every person of whom an account in the quarantine says that they are not to be counted: such
 * a row is too bad to count, but not too bad to ask for erasure, even where the request itself cannot be read.
 * It speaks for the accounts that share its contacts or its id.
 *
 * @param spoilt relation like that of the valid accounts, with persons in `personRelation`, and `brokenRule`
 * @param refuses SQL of the number of the rule that refuses an account's person, or NULL; and the same of a
 *   malformed field
 */
export function refuseWithSpoilt(
  spoilt: string,
  refuses: { readonly person: string; readonly unreadable: string },
): string {
  const asking = `SELECT account, learner_id, coalesce(${refuses.person}, ${refuses.unreadable}) AS refusal FROM ${spoilt}`
  return `UPDATE ${standingRelation.from} SET
  refusal = least(coalesce(${standingRelation.from}.refusal, asked.refusal), asked.refusal), fate = ${fateCode('notAdmitted')}
FROM (
  SELECT person, min(refusal) AS refusal FROM (
    SELECT person, refusal FROM (${asking}) JOIN ${personRelation.from} USING (account)
    UNION ALL SELECT s.person, a.refusal FROM (${asking}) AS a JOIN ${standingRelation.from} AS s USING (learner_id)
  ) WHERE refusal IS NOT NULL GROUP BY person
) AS asked WHERE ${standingRelation.from}.person = asked.person`
}
