import { literal, vaultRelation } from '../relation.ts'

/** Columns: `person`, `code`. It lives in the vault only. */
export const codeRelation = vaultRelation('code')

/**
 * SQL that gives each counted person a code from 1 to their number, in an order that only the salt explains.
 *
 * @param persons SELECT with `person`
 * @param salt fresh random text, new for each run
 */
export function assignCodes(persons: string, salt: string): string {
  return `CREATE OR REPLACE TABLE ${codeRelation.from} AS
SELECT person, CAST(row_number() OVER (ORDER BY sha256(${literal(salt)} || CAST(person AS VARCHAR))) AS INTEGER) AS code
FROM (${persons})`
}
