import { rmSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { sourceNames } from '../../schemas/source/source-name.ts'
import { months } from './clock.ts'
import type { SampleFormat } from './dirt.ts'
import { literal } from './staging.ts'

const formats: readonly SampleFormat[] = ['parquet', 'csv', 'jsonl']
const copyOptions: Readonly<Record<SampleFormat, string>> = {
  parquet: 'FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v2',
  csv: 'FORMAT csv, HEADER true',
  jsonl: "FORMAT json, TIMESTAMPFORMAT '%Y-%m-%dT%H:%M:%S'",
}

/** Removes what an earlier run left in the folder, other formats included, and nothing else. */
export async function clearSourceFiles(folder: string): Promise<void> {
  const stems = [...sourceNames, ...months.map((month) => join('lesson_views', month.id))]
  for (const stem of stems)
    for (const format of formats) rmSync(join(folder, `${stem}.${format}`), { force: true })
  await mkdir(join(folder, 'lesson_views'), { recursive: true })
}

/**
 * Writes the rows of a query to `<folder>/<stem>.<format>`, in the query's order.
 *
 * @returns the number of rows
 */
export async function writeSourceFile(
  connection: DuckDBConnection,
  query: string,
  folder: string,
  stem: string,
  format: SampleFormat,
): Promise<number> {
  const path = literal(join(folder, `${stem}.${format}`))
  const answer = await connection.run(`COPY (${query}) TO ${path} (${copyOptions[format]})`)
  return answer.rowsChanged
}
