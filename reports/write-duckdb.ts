import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { PublishedTable } from '../schemas/cell.ts'
import type { Held } from '../schemas/custody.ts'
import { catalogue } from './catalogue.ts'
import { quoteText, storeTable } from './database.ts'
import { flatTable } from './flat-table.ts'

/** Path of the database file in a release. */
export const databasePath = 'release.duckdb'

/**
 * Writes `release.duckdb`: the tables, and `_tables`, `_columns`, `_codes` that describe them. The file is
 * fresh, so that no free page holds anything else.
 *
 * @param folder absolute path without symbolic links; has no such file yet
 * @param connection of `withDatabase` for this folder
 * @throws {Error} if a value does not fit its column or the file cannot be written in full
 */
export async function writeDuckdb(
  tables: Held<'protected', readonly PublishedTable[]>,
  folder: string,
  connection: DuckDBConnection,
): Promise<void> {
  const described = catalogue(tables.map(({ shape }) => shape))
  await connection.run(`ATTACH ${quoteText(join(folder, databasePath))} AS release`)
  for (const table of [...tables.map(flatTable), ...described]) await storeTable(connection, 'release', table)
  // Write errors that a detach would leave to the destructor surface here.
  await connection.run('CHECKPOINT release')
  await connection.run('DETACH release')
}
