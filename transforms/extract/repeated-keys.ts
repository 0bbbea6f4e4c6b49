import type { SourceName } from '../../schemas/source/source-name.ts'
import { duplicateRelation } from './stage-source.ts'

/**
 * SQL that lists every row whose key an earlier row has (files in name order, rows in file order).
 *
 * Keys are compared by a 64-bit hash first, which keeps memory at 8 bytes a key, and exactly among the few
 * that share one.
 *
 * @param from relation with `key`, `__file`, `__position`
 */
export function findRepeatedKeys(source: SourceName, from: string): string {
  const suspects = `SELECT hash(key) AS h FROM ${from} WHERE key IS NOT NULL GROUP BY hash(key) HAVING count(*) > 1`
  const candidates = `SELECT key, __file, __position FROM ${from} WHERE hash(key) IN (${suspects})`
  return `CREATE OR REPLACE TABLE ${duplicateRelation(source).from} AS
SELECT __file AS file, __position AS position
FROM (SELECT __file, __position, row_number() OVER (PARTITION BY key ORDER BY __file, __position) AS nth FROM (${candidates}))
WHERE nth > 1`
}
