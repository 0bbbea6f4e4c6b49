import type { ReleaseFormat } from '../../schemas/release-format.ts'
import { csvPath, parquetPath } from '../manifest.ts'
import { databasePath } from '../write-duckdb.ts'

export const datapackagePath = 'datapackage.json'
export const dcatPath = 'dcat.jsonld'
export const sdmxStructurePath = 'structure.sdmx.json'

export const csvMetadataPath = (table: string) => `tables/${table}.meta.csv`
export const arrowPath = (table: string) => `tables/${table}.arrow`
export const sdmxCsvPath = (table: string) => `tables/${table}.sdmx.csv`

const pathsOf: Readonly<Record<ReleaseFormat, (tables: readonly string[]) => readonly string[]>> = {
  metadata: (tables) => [...tables.map(csvMetadataPath), datapackagePath, dcatPath],
  arrow: (tables) => tables.map(arrowPath),
  sdmx: (tables) => [...tables.map(sdmxCsvPath), sdmxStructurePath],
}

/** Files of tables in the formats that every release has. */
export function plainPaths(tables: readonly string[]): readonly string[] {
  return [databasePath, ...tables.flatMap((table) => [parquetPath(table), csvPath(table)])]
}

/** All files that tables and formats of a manifest ask for, but itself. */
export function releasePaths(
  tables: readonly string[],
  formats: readonly ReleaseFormat[],
): readonly string[] {
  return [...plainPaths(tables), ...formats.flatMap((format) => pathsOf[format](tables))]
}
