import { vaultRelation } from '../relation.ts'

/** Columns: `account`, `person`: the least account number among those linked by shared contacts. */
export const personRelation = vaultRelation('person')
const contactRelation = vaultRelation('contact')

/**
 * SQL that lists the contacts which two or more accounts share; e-mails without case, phones by their digits.
 *
 * @param accounts relation with `account` and the contact fields
 */
export function listSharedContacts(accounts: string, present: ReadonlySet<string>): string {
  const kinds = [
    ...(present.has('email')
      ? [`SELECT account, 'e' || lower(trim(email)) AS contact FROM ${accounts} WHERE trim(email) <> ''`]
      : []),
    ...(present.has('phone')
      ? [
          `SELECT account, 'p' || regexp_replace(phone, '[^0-9]', '', 'g') AS contact FROM ${accounts} WHERE regexp_replace(phone, '[^0-9]', '', 'g') <> ''`,
        ]
      : []),
  ]
  const all =
    kinds.length === 0
      ? `SELECT account, NULL AS contact FROM ${accounts} WHERE false`
      : kinds.join(' UNION ALL ')
  return `CREATE OR REPLACE TABLE ${contactRelation.from} AS
WITH listed AS (${all})
SELECT account, contact FROM listed WHERE contact IN (SELECT contact FROM listed GROUP BY contact HAVING count(DISTINCT account) > 1)`
}

/** SQL that makes every account a person of its own. */
export function startPersons(accounts: string): string {
  return `CREATE OR REPLACE TABLE ${personRelation.from} AS SELECT account, account AS person FROM ${accounts}`
}

/** SQL of one round of label propagation: each account takes the least person among accounts it shares a contact with. */
export function propagatePersons(): string {
  return `CREATE OR REPLACE TABLE ${personRelation.from} AS
WITH least AS (
  SELECT contact, min(person) AS person FROM ${contactRelation.from} JOIN ${personRelation.from} USING (account) GROUP BY contact
), best AS (
  SELECT account, min(person) AS person FROM ${contactRelation.from} JOIN least USING (contact) GROUP BY account
)
SELECT p.account, least(p.person, coalesce(best.person, p.person)) AS person
FROM ${personRelation.from} AS p LEFT JOIN best USING (account)`
}

/** SQL of a number that falls with every round that changes anything; at its minimum, accounts are merged. */
export function personSum(): string {
  return `SELECT CAST(coalesce(sum(person), 0) AS VARCHAR) AS total FROM ${personRelation.from}`
}
