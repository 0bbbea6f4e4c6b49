import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { dayAfter } from '../../pipeline/period-calendar.ts'

/** The columns whose time says when a row came to be. */
const timeColumns = {
  progress: 'enrolled_at',
  test_results: 'submitted_at',
  lesson_views: 'started_at',
} as const

/** Learners out of a thousand who move, and who ask for erasure, within the nights. */
const [movers, erasures] = [60, 30]
/** Events out of a hundred that come two nights late. */
const late = 5

/** What the sources of a sample say each night, if learners arrive, move and leave and some rows come late. */
export class NightlySources {
  readonly #whole: string
  readonly #out: string
  readonly #days: readonly string[]

  /**
   * @param whole folder with the whole sample, in Parquet
   * @param out folder to write to
   */
  constructor(whole: string, out: string, days: readonly string[]) {
    this.#whole = whole
    this.#out = out
    this.#days = days
  }

  /** Writes the sources as they are once the day of night n has ended. */
  async fill(n: number): Promise<void> {
    const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
    try {
      const connection = await instance.connect()
      await this.#fillLearners(connection, n)
      for (const name of ['courses', 'lessons', 'tests']) await this.#copy(connection, `${name}.parquet`, '')
      for (const name of ['progress', 'test_results'] as const)
        await this.#copy(connection, `${name}.parquet`, this.#isThere(timeColumns[name], n))
      await mkdir(join(this.#out, 'lesson_views'), { recursive: true })
      for (const name of await readdir(join(this.#whole, 'lesson_views')))
        if (name.slice(0, 7) <= this.#days[n]!.slice(0, 7))
          await this.#copy(connection, join('lesson_views', name), this.#isThere(timeColumns.lesson_views, n))
      connection.closeSync()
    } finally {
      instance.closeSync()
    }
  }

  async #fillLearners(connection: DuckDBConnection, n: number): Promise<void> {
    const length = this.#days.length
    const draw = (what: string, below: number) => `(hash(learner_id || '${what}') % ${below})`
    const hasMoved = `${draw('moves', 1000)} < ${movers} AND ${draw('moves on', length)} <= ${n}`
    const asks = (by: number) =>
      `(${draw('asks', 1000)} < ${erasures} AND ${draw('asks on', length)} <= ${by})`
    const day = `'${this.#days[n]!} 09:00:00'`
    const districts = `(SELECT list(DISTINCT district ORDER BY district) FROM '${join(this.#whole, 'learners.parquet')}' WHERE length(district) = 7)`
    await connection.run(`COPY (
SELECT * REPLACE (
  CASE WHEN ${hasMoved} THEN ${districts}[1 + ${draw('to', 200)}::INTEGER] ELSE district END AS district,
  CASE WHEN ${hasMoved} THEN NULL ELSE region END AS region,
  CASE WHEN ${asks(n)} THEN CAST(${day} AS TIMESTAMP) ELSE erasure_requested_at END AS erasure_requested_at)
FROM '${join(this.#whole, 'learners.parquet')}'
WHERE CAST(registered_at AS VARCHAR) < '${dayAfter(this.#days[n]!)}' AND NOT ${asks(n - 3)}
) TO '${join(this.#out, 'learners.parquet')}' (FORMAT parquet)`)
  }

  #isThere(column: string, n: number): string {
    const lateFrom = this.#days[n - 1] ?? this.#days[n]!
    const isLate = `hash(learner_id || ${column}::VARCHAR) % 100 < ${late} AND ${column}::VARCHAR >= '${lateFrom}'`
    return `WHERE ${column}::VARCHAR < '${dayAfter(this.#days[n]!)}' AND NOT coalesce(${isLate}, false)`
  }

  async #copy(connection: DuckDBConnection, name: string, where: string): Promise<void> {
    await connection.run(
      `COPY (SELECT * FROM '${join(this.#whole, name)}' ${where}) TO '${join(this.#out, name)}' (FORMAT parquet)`,
    )
  }
}
