import { z } from 'zod'
import { SourceError } from '../schemas/failure.ts'
import { identifier, literal } from '../transforms/relation.ts'
import type { Database } from './database.ts'
import { exactPath, type OpenFiles, readable, refuseTwins, shownColumn } from './opened-files.ts'

const columnSchema = z.object({ column_name: z.string(), column_type: z.string() })

/**
 * Opens Parquet files, which are read in place.
 *
 * @throws {SourceError} if one is unreadable, or they differ in a column's name or type
 */
export async function openParquet(
  database: Database,
  name: string,
  files: readonly string[],
  hive: boolean,
  shown: (file: string) => string,
): Promise<OpenFiles> {
  const first = files[0]!
  const expected = await columnsOf(database, name, first, shown)
  for (const file of files.slice(1)) {
    const columns = await columnsOf(database, name, file, shown)
    if (columns.size !== expected.size || [...columns.keys()].some((column) => !expected.has(column)))
      throw new SourceError(name, `${shown(file)} has other columns than ${shown(first)}`)
    const place = [...expected].findIndex(([column, type]) => columns.get(column) !== type)
    if (place >= 0)
      throw new SourceError(
        name,
        `${shown(file)} has another type than ${shown(first)} in ${shownColumn([...expected.keys()][place]!, place)}`,
      )
  }
  refuseTwins(name, shown(first), [...expected.keys()])
  const list = `[${files.map((file) => literal(exactPath(file))).join(', ')}]`
  const options = `union_by_name = true, hive_partitioning = ${hive}, hive_types_autocast = false`
  const described = await readable(name, 'its Parquet files do not fit together', () =>
    database.select(`DESCRIBE SELECT * FROM read_parquet(${list}, ${options})`, columnSchema),
  )
  return {
    columns: described.map((column) => ({ name: column.column_name, type: column.column_type })),
    load: async (wanted) => {
      const columns = described.map((column) => column.column_name).filter((column) => wanted.has(column))
      const selected = [
        ...columns.map(identifier),
        'filename AS __file',
        'file_row_number + 1 AS __position',
      ].join(', ')
      return {
        from: `(SELECT ${selected} FROM read_parquet(${list}, ${options}, filename = true, file_row_number = true))`,
        columns,
        records: await database.count(`SELECT sum(num_rows) FROM parquet_file_metadata(${list})`),
        rejected: null,
        rejectedRows: 0,
      }
    },
  }
}

/** Types by column name, as the file itself has them. */
async function columnsOf(
  database: Database,
  name: string,
  file: string,
  shown: (file: string) => string,
): Promise<ReadonlyMap<string, string>> {
  const columns = await readable(name, `${shown(file)} is not readable Parquet`, () =>
    database.select(
      `DESCRIBE SELECT * FROM read_parquet(${literal(exactPath(file))}, hive_partitioning = false)`,
      columnSchema,
    ),
  )
  return new Map(columns.map((column) => [column.column_name, column.column_type]))
}
