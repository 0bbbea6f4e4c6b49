import {
  type DuckDBConnection,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBInstance,
  type DuckDBValue,
} from '@duckdb/node-api'
import type { FlatTable, FlatValue } from './flat-table.ts'

/**
 * Runs `work` in a fresh in-memory DuckDB database that reaches one folder only, then closes it.
 *
 * It uses one thread, so that files come out byte for byte the same, and never spills to disk.
 *
 * @param folder absolute path without symbolic links
 */
export async function withDatabase<T>(
  folder: string,
  work: (connection: DuckDBConnection) => Promise<T>,
): Promise<T> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '1',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    temp_directory: '',
  })
  try {
    const connection = await instance.connect()
    try {
      await connection.run(`SET allowed_directories = [${quoteText(`${folder}/`)}]`)
      await connection.run('SET enable_external_access = false')
      await connection.run('SET lock_configuration = true')
      return await work(connection)
    } finally {
      connection.closeSync()
    }
  } finally {
    instance.closeSync()
  }
}

/** An SQL identifier. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** An SQL text literal. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/**
 * Creates a table in an attached database and fills it, rows in the order given.
 *
 * @throws {Error} if a value does not fit its column
 */
export async function storeTable(
  connection: DuckDBConnection,
  database: string,
  table: FlatTable,
): Promise<void> {
  const columns = table.columns.map(({ name, type }) => `${quoteName(name)} ${type}`)
  await connection.run(
    `CREATE TABLE ${quoteName(database)}.main.${quoteName(table.name)} (${columns.join(', ')})`,
  )
  const appender = await connection.createAppender(table.name, 'main', database)
  for (const row of table.rows) {
    table.columns.forEach(({ type, decimals }, i) => {
      const value = row[i]!
      if (value === null) appender.appendNull()
      else if (type === 'DATE') appender.appendDate(dayOf(String(value)))
      else if (typeof value === 'string') appender.appendVarchar(value)
      else if (type === 'BIGINT') appender.appendBigInt(BigInt(value))
      else appender.appendDecimal(new DuckDBDecimalValue(BigInt(value), 18, decimals))
    })
    appender.endRow()
  }
  appender.closeSync()
}

function dayOf(text: string): DuckDBDateValue {
  return new DuckDBDateValue(Date.parse(text) / millisecondsOfDay)
}

const millisecondsOfDay = 86_400_000

/** What a query gives, column by column; an integer beyond 2^53 and a value of another type come back as NaN. */
export async function readColumns(
  connection: DuckDBConnection,
  sql: string,
): Promise<readonly FlatValue[][]> {
  const reader = await connection.runAndReadAll(sql)
  return reader.getColumns().map((column) => column.map(flatValue))
}

function flatValue(value: DuckDBValue): FlatValue {
  if (value === null || typeof value === 'string') return value
  if (value instanceof DuckDBDateValue) return value.toString()
  const whole = value instanceof DuckDBDecimalValue ? value.value : value
  const number = typeof whole === 'bigint' || typeof whole === 'number' ? Number(whole) : Number.NaN
  return Number.isSafeInteger(number) ? number : Number.NaN
}
