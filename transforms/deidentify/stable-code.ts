import { createHash } from 'node:crypto'
import { standingRelation } from '../admit/admission.ts'
import { fateCode } from '../extract/row-fate.ts'
import { cohortRelation, literal } from '../relation.ts'
import { codeRelation } from './contributor-code.ts'

/** Columns: `code` (of this run), `learner` (the same in every run). It is gone with the run. */
export const stableCodeRelation = cohortRelation('stable_code')

/** Bytes of a block of SHA-256. */
const block = 64

/**
 * SQL that gives each counted person a code that stays the same from run to run: HMAC-SHA-256 (RFC 2104) of the key of
 * their first account, as 64 hexadecimal digits. Without the secret nobody can tell whose it is.
 *
 * Whoever loses their first account from the source becomes somebody else.
 */
export function assignStableCodes(secret: string): string {
  const given = Buffer.from(secret)
  const key = Buffer.concat(
    [given.length > block ? createHash('sha256').update(given).digest() : given],
    block,
  )
  const pad = (byte: number) => `unhex(${literal(Buffer.from(key.map((one) => one ^ byte)).toString('hex'))})`
  const inner = `unhex(sha256(${pad(0x36)} || encode(CAST(account AS VARCHAR))))`
  return `CREATE OR REPLACE TABLE ${stableCodeRelation.from} AS
SELECT code, sha256(${pad(0x5c)} || ${inner}) AS learner FROM (
  SELECT person, arg_min(learner_id, (registered_at, learner_id)) AS account FROM ${standingRelation.from}
  WHERE fate IN (${fateCode('used')}, ${fateCode('merged')}) GROUP BY person
) JOIN ${codeRelation.from} USING (person)`
}
