import { type AdmissionRule, admissionRules } from '../../schemas/policy.ts'
import { fateCode } from '../extract/row-fate.ts'
import { vaultRelation } from '../relation.ts'
import { type refusals, standingRelation } from './admission.ts'
import { personRelation } from './merge-accounts.ts'

/**
 * Every account of the source that has an id, whether it is counted this time or not: its row may be bad for a night, or
 * be from later. Columns: `learner_id`, `person`, `registered_at` (null for a bad row), `counted` (of this person
 * this time), `refused` (by a rule about the account, or by any account of its person), `requested` (by an account of the
 * person, to be erased), `gone_for_good` (refused, and each account of
 * the person asked to be erased or was closed long ago: where another one is there, the person may be admitted again by it).
 */
export const knownAccountRelation = vaultRelation('known_account')

const lasting: readonly AdmissionRule[] = ['erasure-requested', 'deleted-over-3-years']

/** Number of a rule, as `refusals` counts them. */
const numberOf = (rule: AdmissionRule) => admissionRules.indexOf(rule) + 1
const lastingNumbers = lasting.map(numberOf)

/**
 * SQL of `knownAccountRelation`, once every valid account's standing is decided.
 *
 * @param accounts relation of the valid accounts
 * @param spoilt relation of accounts in the quarantine
 * @param refuses SQL of the rules, as `refusals` gives it
 */
export function listKnownAccounts(
  accounts: string,
  spoilt: string,
  refuses: ReturnType<typeof refusals>,
): string {
  const own = `coalesce(${refuses.person}, ${refuses.account})`
  const isRequest = `coalesce(${refuses.unreadable} = ${numberOf('erasure-requested')}, false)`
  return `CREATE OR REPLACE TABLE ${knownAccountRelation.from} AS
WITH unfit AS (
  SELECT account, learner_id, coalesce(${refuses.person}, ${refuses.unreadable}) AS rule, ${refuses.requested} OR ${isRequest} AS requested
  FROM ${spoilt}
), asking AS (
  SELECT person, bool_or(requested) AS requested FROM (
    SELECT person, ${refuses.person} AS rule, ${refuses.requested} AS requested
    FROM ${accounts} JOIN ${personRelation.from} USING (account)
    UNION ALL SELECT person, rule, requested FROM unfit JOIN ${personRelation.from} USING (account)
    UNION ALL SELECT person, rule, requested FROM ${standingRelation.from} JOIN unfit USING (learner_id)
  ) WHERE rule IS NOT NULL GROUP BY person
), bad AS (SELECT person FROM ${spoilt} JOIN ${personRelation.from} USING (account)
), lasting AS (
  SELECT person FROM ${accounts} JOIN ${personRelation.from} USING (account) WHERE person NOT IN (SELECT person FROM bad)
  GROUP BY person HAVING bool_and(coalesce(${own} IN (${lastingNumbers.join(', ')}), false))
)
SELECT learner_id, person, registered_at, fate IN (${fateCode('used')}, ${fateCode('merged')}) AS counted,
  fate = ${fateCode('notAdmitted')} AS refused, person IN (SELECT person FROM asking WHERE requested) AS requested,
  person IN (SELECT person FROM lasting) AS gone_for_good
FROM ${standingRelation.from}
UNION ALL SELECT learner_id, person, NULL, false, person IN (SELECT person FROM asking),
  person IN (SELECT person FROM asking WHERE requested), false
FROM ${spoilt} JOIN ${personRelation.from} USING (account) WHERE learner_id IS NOT NULL`
}
