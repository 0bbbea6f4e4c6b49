import { createHash } from 'node:crypto'
import { standingRelation } from '../admit/admission.ts'
import { knownAccountRelation } from '../admit/known-accounts.ts'
import { fateCode } from '../extract/row-fate.ts'
import { cohortRelation, literal } from '../relation.ts'
import { codeRelation } from './contributor-code.ts'

/** Columns: `code` (of this run), `learner` (the same in every run). It is gone with the run. */
export const stableCodeRelation = cohortRelation('stable_code')
/** Columns: `learner`, of everybody whom nobody refuses, whether counted this time or not. Gone with the run, too. */
export const knownCodeRelation = cohortRelation('known_code')

/** Bytes of a block of SHA-256. */
const block = 64

/**
 * SQL that gives each counted person a code that stays the same from run to run: HMAC-SHA-256 (RFC 2104) of the key of
 * their first account, as 64 hexadecimal digits. Without the secret nobody can tell whose it is.
 *
 * Whoever loses their first account from the source becomes somebody else.
 */
export function assignStableCodes(secret: string): readonly string[] {
  return [
    `CREATE OR REPLACE TABLE ${stableCodeRelation.from} AS
SELECT code, ${authenticated(secret, 'account')} AS learner FROM (
  SELECT person, arg_min(learner_id, (registered_at, learner_id)) AS account FROM ${standingRelation.from}
  WHERE fate IN (${fateCode('used')}, ${fateCode('merged')}) GROUP BY person
) JOIN ${codeRelation.from} USING (person)`,
    `CREATE OR REPLACE TABLE ${knownCodeRelation.from} AS
SELECT ${authenticated(secret, 'learner_id')} AS learner FROM ${knownAccountRelation.from}`,
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
