import { DuckDBInstance } from '@duckdb/node-api'

/** Rows as a recipient's own DuckDB gives them, from the database file `file` or from none. */
export async function query(sql: string, file = ':memory:'): Promise<unknown> {
  const instance = await DuckDBInstance.create(file, file === ':memory:' ? {} : { access_mode: 'READ_ONLY' })
  const connection = await instance.connect()
  try {
    return (await connection.runAndReadAll(sql)).getRowsJson()
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
