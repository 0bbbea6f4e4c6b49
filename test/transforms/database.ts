import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { Database } from '../../pipeline/database.ts'

/**
 * A database in memory with empty `vault` and `cohort`, closed after the tests of the file. It runs in the
 * time zone UTC, as in a run.
 */
export async function emptyDatabase(): Promise<Database> {
  const temporary = await mkdtemp(join(tmpdir(), 'kohort-transforms-'))
  const database = await Database.open({ temporary, allowed: [temporary], threads: 1 })
  for (const name of ['vault', 'cohort']) await database.run(`ATTACH ':memory:' AS ${name}`)
  afterAll(async () => {
    database.close()
    await rm(temporary, { recursive: true, force: true })
  })
  return database
}

/** Rows of a query as lists of values: whole numbers as numbers, dates and moments as DuckDB spells them. */
export async function valuesOf(database: Database, sql: string): Promise<readonly (readonly unknown[])[]> {
  const rows = await database.rows(`SELECT COLUMNS(*)::VARCHAR FROM (${sql})`)
  return rows.map((row) => Object.values(row))
}
