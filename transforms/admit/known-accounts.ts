import { fateCode } from '../extract/row-fate.ts'
import { vaultRelation } from '../relation.ts'
import { standingRelation } from './admission.ts'

/**
 * Columns: `learner_id` of each account that nobody refuses, whether it is counted this time or not: its row may be bad
 * for a night, or be from later.
 */
export const knownAccountRelation = vaultRelation('known_account')

/**
 * SQL of `knownAccountRelation`, once every valid account's standing is decided.
 *
 * @param spoilt relation of accounts in the quarantine
 * @param refuses SQL of the number of the rule that refuses an account's person, or NULL; and the same of a
 *   malformed field
 */
export function listKnownAccounts(
  spoilt: string,
  refuses: { readonly person: string; readonly unreadable: string },
): string {
  return `CREATE OR REPLACE TABLE ${knownAccountRelation.from} AS
SELECT learner_id FROM ${standingRelation.from} WHERE fate <> ${fateCode('notAdmitted')}
UNION SELECT learner_id FROM ${spoilt} WHERE learner_id IS NOT NULL AND coalesce(${refuses.person}, ${refuses.unreadable}) IS NULL`
}
