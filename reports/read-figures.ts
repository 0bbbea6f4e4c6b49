import { realpath } from 'node:fs/promises'
import { join } from 'node:path'
import type { PublishedTable } from '../schemas/cell.ts'
import type { Manifest } from '../schemas/release.ts'
import { sha256OfFile } from './checksums.ts'
import { withDatabase } from './database.ts'
import { parquetPath, shapesOf } from './manifest.ts'
import { definitionFaults } from './structure/definition-faults.ts'
import { readTable } from './structure/read-table.ts'

/**
 * The tables of a release as its Parquet files have them; nothing else of it is read.
 *
 * @returns null where a file is missing, is not the one that the manifest names, or does not hold its table
 */
export async function readFigures(
  folder: string,
  manifest: Manifest,
): Promise<readonly PublishedTable[] | null> {
  const root = await realpath(folder)
  const release = { project: manifest.project.id, version: manifest.version, asOf: manifest.as_of }
  const stated = new Map(manifest.files.map(({ path, sha256 }) => [path, sha256]))
  return withDatabase(root, async (connection) => {
    const tables: PublishedTable[] = []
    for (const shape of shapesOf(manifest)) {
      const path = parquetPath(shape.id)
      const sha256 = await sha256OfFile(join(root, path)).catch(() => null)
      if (sha256 === null || sha256 !== stated.get(path) || definitionFaults(shape).length > 0) return null
      const { table, faults } = await readTable(connection, join(root, path), shape, release)
      if (table === null || faults.length > 0) return null
      tables.push(table)
    }
    return tables
  })
}
