import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { z } from 'zod'
import { literal } from '../transforms/relation.ts'

export interface DatabaseOptions {
  /** For spilling; inside a restricted folder. */
  readonly temporary: string
  /** Folders outside which nothing can be read or written. */
  readonly allowed: readonly string[]
  readonly memoryLimit?: string
  readonly threads?: number
}

type Row = Readonly<Record<string, unknown>>

/** One embedded DuckDB. Results are materialized: streaming would swallow errors. */
export class Database {
  readonly #instance: DuckDBInstance
  readonly #connection: DuckDBConnection

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection) {
    this.#instance = instance
    this.#connection = connection
  }

  static async open(options: DatabaseOptions): Promise<Database> {
    const instance = await DuckDBInstance.create(':memory:', {
      temp_directory: options.temporary,
      memory_limit: options.memoryLimit ?? '2GB',
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      ...(options.threads === undefined ? {} : { threads: String(options.threads) }),
    })
    const database = new Database(instance, await instance.connect())
    await database.run(
      `SET allowed_directories = [${options.allowed.map((folder) => literal(folder)).join(', ')}]`,
    )
    await database.run("SET GLOBAL TimeZone = 'UTC'")
    return database
  }

  /**
   * Lets queries run on a connection of their own, beside others of the same tables: they must touch nothing that these
   * change meanwhile. Temporary tables are of one connection.
   */
  async beside<T>(work: (database: Database) => Promise<T>): Promise<T> {
    const other = new Database(this.#instance, await this.#instance.connect())
    try {
      return await work(other)
    } finally {
      other.#connection.closeSync()
    }
  }

  /** Forbids everything but the allowed folders from here on; nothing can be attached outside them. */
  async seal(): Promise<void> {
    await this.run('SET enable_external_access = false')
    await this.run('SET lock_configuration = true')
  }

  async run(sql: string): Promise<void> {
    await this.#connection.run(sql)
  }

  async rows(sql: string): Promise<readonly Row[]> {
    const reader = await this.#connection.runAndReadAll(sql)
    return reader.getRowObjectsJS()
  }

  /** Rows checked against a schema: where SQL meets types. */
  async select<T>(sql: string, schema: z.ZodType<T>): Promise<readonly T[]> {
    return z.array(schema).parse(await this.rows(sql))
  }

  async count(sql: string): Promise<number> {
    const [row] = await this.select(`SELECT CAST((${sql}) AS BIGINT) AS n`, z.object({ n: wholeNumber }))
    return row?.n ?? 0
  }

  close(): void {
    this.#connection.closeSync()
    this.#instance.closeSync()
  }
}

/** Counts come back as BigInt; every one that Kohort handles is exact as a number. */
export const wholeNumber = z
  .union([z.bigint(), z.int()])
  .transform(Number)
  .refine((n) => Number.isSafeInteger(n), 'a count must be a whole number')
