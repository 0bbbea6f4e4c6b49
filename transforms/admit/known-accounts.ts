import { type AdmissionRule, admissionRules } from '../../schemas/policy.ts'
import { fateCode } from '../extract/row-fate.ts'
import { vaultRelation } from '../relation.ts'
import { standingRelation } from './admission.ts'
import { personRelation } from './merge-accounts.ts'

/**
 * Every account of the source that has an id, whether it is counted this time or not: its row may be bad for a night, or
 * be from later. Columns: `learner_id`, `person`, `registered_at` (null for a bad row), `counted` (of this person
 * this time), `refused` (by a rule about the account, or by any account of its person), `gone_for_good` (refused, and each account of
 * the person asked to be erased or was closed long ago: where another one is there, the person may be admitted again by it).
 */
export const knownAccountRelation = vaultRelation('known_account')

const lasting: readonly AdmissionRule[] = ['erasure-requested', 'deleted-over-3-years']

/** Numbers of the rules, as `refusals` counts them. */
const lastingNumbers = lasting.map((rule) => admissionRules.indexOf(rule) + 1)

/**
 * SQL of `knownAccountRelation`, once every valid account's standing is decided.
 *
 * @param accounts relation of the valid accounts
 * @param spoilt relation of accounts in the quarantine
 * @param refuses SQL of the number of the rule that refuses an account's person, or the account alone, or NULL; and the same
 *   of a malformed field
 */
export function listKnownAccounts(
  accounts: string,
  spoilt: string,
  refuses: { readonly person: string; readonly account: string; readonly unreadable: string },
): string {
  const own = `coalesce(${refuses.person}, ${refuses.account})`
  const asks = `coalesce(${refuses.person}, ${refuses.unreadable}) IS NOT NULL`
  return `CREATE OR REPLACE TABLE ${knownAccountRelation.from} AS
WITH asking AS (
  SELECT person FROM ${accounts} JOIN ${personRelation.from} USING (account) WHERE ${refuses.person} IS NOT NULL
  UNION SELECT person FROM ${spoilt} JOIN ${personRelation.from} USING (account) WHERE ${asks}
  UNION SELECT person FROM ${standingRelation.from}
  WHERE learner_id IN (SELECT learner_id FROM ${spoilt} WHERE ${asks})
), bad AS (SELECT person FROM ${spoilt} JOIN ${personRelation.from} USING (account)
), lasting AS (
  SELECT person FROM ${accounts} JOIN ${personRelation.from} USING (account) WHERE person NOT IN (SELECT person FROM bad)
  GROUP BY person HAVING bool_and(coalesce(${own} IN (${lastingNumbers.join(', ')}), false))
)
SELECT learner_id, person, registered_at, fate IN (${fateCode('used')}, ${fateCode('merged')}) AS counted,
  fate = ${fateCode('notAdmitted')} AS refused, person IN (SELECT person FROM lasting) AS gone_for_good
FROM ${standingRelation.from}
UNION ALL SELECT learner_id, person, NULL, false, person IN (SELECT person FROM asking), false
FROM ${spoilt} JOIN ${personRelation.from} USING (account) WHERE learner_id IS NOT NULL`
}
