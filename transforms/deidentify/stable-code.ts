import { createHash } from 'node:crypto'
import { knownAccountRelation } from '../admit/known-accounts.ts'
import { contributionRelation } from '../contributions/contribution-relations.ts'
import { literal, vaultRelation } from '../relation.ts'
import { codeRelation } from './contributor-code.ts'
import { knownCodeRelation, otherCodeRelation, stableCodeRelation } from './stable-code-relations.ts'

const accountCodeRelation = vaultRelation('account_code')

/** Bytes of a block of SHA-256. */
const block = 64

/**
 * SQL that gives each counted person a code that stays the same from run to run: HMAC-SHA-256 (RFC 2104) of the key of
 * an account, as 64 hexadecimal digits. Without the secret nobody can tell whose it is.
 *
 * The account is one by which the person is in the contributions already, be its row bad this time or its date another one;
 * only of who is in none it is the first. An account that two persons have, for a bad row bears its id, is of one of them.
 */
export function assignStableCodes(secret: string): readonly string[] {
  return [
    `CREATE OR REPLACE TABLE ${accountCodeRelation.from} AS
SELECT *, ${authenticated(secret, 'learner_id')} AS learner FROM ${knownAccountRelation.from}`,
    `CREATE OR REPLACE TABLE ${stableCodeRelation.from} AS
WITH held AS (
  SELECT learner, min(CASE WHEN until IS NULL THEN '0' ELSE '1' END || since || learner) AS rank FROM ${contributionRelation.from}
  WHERE learner IS NOT NULL GROUP BY learner
), owned AS (
  SELECT learner, arg_min(person, (NOT counted, person)) AS person FROM ${accountCodeRelation.from}
  WHERE person IN (SELECT person FROM ${codeRelation.from}) AND learner NOT IN (
    SELECT learner FROM ${accountCodeRelation.from} WHERE refused AND person NOT IN (SELECT person FROM ${codeRelation.from})
  ) GROUP BY learner
), known AS (
  SELECT person, arg_min(learner, rank) AS learner FROM owned JOIN held USING (learner) GROUP BY person
), first AS (
  SELECT person, arg_min(learner, (registered_at, learner_id)) AS learner FROM ${accountCodeRelation.from}
  WHERE counted GROUP BY person
)
SELECT code, coalesce(known.learner, first.learner) AS learner
FROM ${codeRelation.from} JOIN first USING (person) LEFT JOIN known USING (person)`,
    `CREATE OR REPLACE TABLE ${otherCodeRelation.from} AS
SELECT DISTINCT code, learner FROM ${accountCodeRelation.from} JOIN ${codeRelation.from} USING (person)
WHERE learner IN (SELECT learner FROM ${contributionRelation.from}) AND learner NOT IN (SELECT learner FROM ${stableCodeRelation.from})`,
    `CREATE OR REPLACE TABLE ${knownCodeRelation.from} AS
SELECT learner, bool_or(refused) AND learner NOT IN (SELECT learner FROM ${stableCodeRelation.from}) AS refused,
  bool_or(requested) AS requested, bool_and(gone_for_good) AS gone_for_good
FROM ${accountCodeRelation.from} GROUP BY learner`,
  ]
}

/** SQL of the HMAC of a column's text. */
function authenticated(secret: string, column: string): string {
  const given = Buffer.from(secret)
  const key = given.length > block ? createHash('sha256').update(given).digest() : given
  const pad = (byte: number) => {
    const padded = Buffer.alloc(block, byte)
    key.forEach((one, i) => {
      padded[i] = one ^ byte
    })
    return `unhex(${literal(padded.toString('hex'))})`
  }
  return `sha256(${pad(0x5c)} || unhex(sha256(${pad(0x36)} || encode(CAST(${column} AS VARCHAR)))))`
}
