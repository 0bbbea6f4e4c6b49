import type { DuckDBConnection } from '@duckdb/node-api'
import type { PublishedTable, TableShape } from '../../schemas/cell.ts'
import { catalogue } from '../catalogue.ts'
import { columnsOf } from '../columns.ts'
import { quoteName, quoteText, readColumns } from '../database.ts'
import { type FlatTable, flatTable } from '../flat-table.ts'
import type { Fault } from './finding.ts'

/**
 * How `release.duckdb` differs from the tables.
 *
 * @param path absolute path of the file
 * @param shapes of all tables, without definition faults
 * @param tables those whose content is known
 * @throws {Error} if the file is not a database that DuckDB can read
 */
export async function databaseFaults(
  connection: DuckDBConnection,
  path: string,
  shapes: readonly TableShape[],
  tables: readonly PublishedTable[],
): Promise<readonly Fault[]> {
  await connection.run(`ATTACH ${quoteText(path)} AS release (READ_ONLY)`)
  const described = catalogue(shapes)
  const layouts = [...shapes.map((shape) => ({ name: shape.id, columns: columnsOf(shape) })), ...described]
  if (!(await holdsOnly(connection, layouts))) {
    return [
      fault(
        'release.duckdb holds the tables and their description with the declared columns, and nothing else',
      ),
    ]
  }
  const faults: Fault[] = []
  for (const table of [...tables.map(flatTable), ...described]) {
    if (!(await hasContent(connection, table)))
      faults.push(fault(`release.duckdb has the content of ${table.name}`))
  }
  return faults
}

function fault(clause: string): Fault {
  return { rule: 'database', clause }
}

/** Views, macros and comments could carry what no table declares. */
const extras = `
  SELECT count(*) FROM (
    SELECT 1 FROM duckdb_views() WHERE database_name = 'release' AND NOT internal
    UNION ALL SELECT 1 FROM duckdb_functions() WHERE database_name = 'release' AND NOT internal
    UNION ALL SELECT 1 FROM duckdb_types() WHERE database_name = 'release' AND NOT internal
    UNION ALL SELECT 1 FROM duckdb_schemas() WHERE database_name = 'release'
      AND (NOT internal OR comment IS NOT NULL OR cardinality(tags) > 0)
    UNION ALL SELECT 1 FROM duckdb_sequences() WHERE database_name = 'release'
    UNION ALL SELECT 1 FROM duckdb_indexes() WHERE database_name = 'release'
    UNION ALL SELECT 1 FROM duckdb_constraints() WHERE database_name = 'release'
    UNION ALL SELECT 1 FROM duckdb_tables() WHERE database_name = 'release'
      AND (comment IS NOT NULL OR cardinality(tags) > 0)
    UNION ALL SELECT 1 FROM duckdb_columns() WHERE database_name = 'release' AND NOT internal
      AND (comment IS NOT NULL OR column_default IS NOT NULL)
    UNION ALL SELECT 1 FROM duckdb_databases() WHERE database_name = 'release'
      AND comment IS NOT NULL)`

async function holdsOnly(
  connection: DuckDBConnection,
  layouts: readonly Pick<FlatTable, 'name' | 'columns'>[],
): Promise<boolean> {
  const [[extra] = []] = await readColumns(connection, extras)
  const rows = await readColumns(
    connection,
    `SELECT schema_name, table_name, column_index, column_name, data_type FROM duckdb_columns()
     WHERE database_name = 'release' AND NOT internal`,
  )
  const actual = (rows[0] ?? []).map((_, i) => JSON.stringify(rows.map((column) => column[i]))).sort()
  const expected = layouts
    .flatMap(({ name, columns }) =>
      columns.map((column, i) => JSON.stringify(['main', name, i + 1, column.name, column.type])),
    )
    .sort()
  return (
    extra === 0 && actual.length === expected.length && actual.every((column, i) => column === expected[i])
  )
}

async function hasContent(connection: DuckDBConnection, { name, rows }: FlatTable): Promise<boolean> {
  const columns = await readColumns(connection, `FROM release.main.${quoteName(name)}`)
  let count = 0
  for (const row of rows) {
    if (row.some((value, c) => value !== columns[c]?.[count])) return false
    count += 1
  }
  return columns.every((column) => column.length === count)
}
