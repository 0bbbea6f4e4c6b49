import type { Custody, Held } from '../schemas/custody.ts'
import { attest } from './attest.ts'

/** A table in a database, by name: it holds no rows. */
export interface Relation {
  /** Qualified and quoted, ready for FROM. */
  readonly from: string
}

export type HeldRelation<C extends Custody> = Held<C, Relation>

/** Identified relations live in the vault. */
export function vaultRelation(table: string): HeldRelation<'identified'> {
  return attest('identified', { from: `vault.${identifier(table)}` })
}

/** Deidentified relations live beside it and outlast it. */
export function cohortRelation(table: string): HeldRelation<'deidentified'> {
  return attest('deidentified', { from: `cohort.${identifier(table)}` })
}

/** Deidentified as well, gone with the connection, never written to a file but to spill. */
export function temporaryRelation(table: string): HeldRelation<'deidentified'> {
  return attest('deidentified', { from: `temp.${identifier(table)}` })
}

/** Quotes a name for SQL. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** Quotes a text for SQL. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** A VALUES list as a FROM item with named columns; an empty one yields no rows. */
export function valuesTable(
  alias: string,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const names = columns.map(identifier).join(', ')
  if (rows.length === 0)
    return `(SELECT ${columns.map((c) => `NULL AS ${identifier(c)}`).join(', ')} WHERE false) AS ${identifier(alias)}`
  return `(VALUES ${rows.map((row) => `(${row.join(', ')})`).join(', ')}) AS ${identifier(alias)}(${names})`
}
