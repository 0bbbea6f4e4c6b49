import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { PublishedTable, TableShape } from '../schemas/cell.ts'
import type { Held } from '../schemas/custody.ts'
import type { Manifest } from '../schemas/release.ts'
import { quoteName, quoteText, storeTable } from './database.ts'
import { flatTable } from './flat-table.ts'
import { parquetPath } from './manifest.ts'

/** What a Parquet file says about the release it belongs to. */
export interface ReleaseIdentity {
  readonly project: Manifest['project']['id']
  readonly version: number
  /** `YYYY-MM-DD` */
  readonly asOf: string
}

/** The key-value metadata of a table's Parquet file, in the order written. */
export function parquetMetadata(
  shape: TableShape,
  release: ReleaseIdentity,
): readonly (readonly [string, string])[] {
  return [
    ['format', 'kohort-table/1'],
    ['project', release.project],
    ['period', shape.period],
    ['version', String(release.version)],
    ['table', shape.id],
    ['title', shape.title.en],
    ['as_of', release.asOf],
  ]
}

/**
 * Writes `tables/<id>.parquet` for each table, zstd-compressed; the same tables give the same bytes.
 *
 * @param folder absolute path without symbolic links; has a subfolder `tables`
 * @param connection of `withDatabase` for this folder
 * @throws {Error} if a value does not fit its column or a file cannot be written in full
 */
export async function writeParquet(
  tables: Held<'protected', readonly PublishedTable[]>,
  release: ReleaseIdentity,
  folder: string,
  connection: DuckDBConnection,
): Promise<void> {
  for (const table of tables) {
    const metadata = parquetMetadata(table.shape, release).map(
      ([key, value]) => `${quoteName(key)}: ${quoteText(value)}`,
    )
    await storeTable(connection, 'memory', flatTable(table))
    await connection.run(
      `COPY ${quoteName(table.shape.id)} TO ${quoteText(join(folder, parquetPath(table.shape.id)))}
       (FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v2, KV_METADATA {${metadata.join(', ')}})`,
    )
    await connection.run(`DROP TABLE ${quoteName(table.shape.id)}`)
  }
}
