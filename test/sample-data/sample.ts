import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { generateSample, type SampleOptions, type SampleSummary } from '../../sample-data/generate.ts'

/** A small sample on disk, its sources as views of a database. */
export interface Sample {
  readonly folder: string
  readonly summary: SampleSummary
  /** Rows of a query, as JSON scalars. */
  select(query: string): Promise<Record<string, unknown>[]>
  /** The only number of a query's only row. */
  count(query: string): Promise<number>
  remove(): void
}

const single = ['learners', 'courses', 'lessons', 'tests', 'progress', 'test_results']

export async function openSample(options: Partial<SampleOptions> = {}): Promise<Sample> {
  const folder = mkdtempSync(join(tmpdir(), 'kohort-sample-'))
  const format = options.format ?? 'parquet'
  const summary = await generateSample({
    learners: 2000,
    views: 40_000,
    seed: 1,
    ...options,
    format,
    out: folder,
  })
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const files = [
    ...single.map((name) => ({ name, glob: `${name}.${format}` })),
    { name: 'lesson_views', glob: `lesson_views/*.${format}` },
  ]
  for (const { name, glob } of files)
    await connection.run(`CREATE VIEW ${name} AS FROM '${join(folder, glob)}'`)
  const select = async (query: string) => (await connection.runAndReadAll(query)).getRowObjectsJson()
  return {
    folder,
    summary,
    select,
    count: async (query) => Number(Object.values((await select(query))[0] ?? {})[0]),
    remove: () => {
      connection.closeSync()
      instance.closeSync()
      rmSync(folder, { recursive: true })
    },
  }
}

/** Files below a folder with their SHA-256, by name. */
export function fingerprints(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  const hashed = files.map((file): [string, string] => {
    const path = join(file.parentPath, file.name)
    return [path.slice(folder.length + 1), createHash('sha256').update(readFileSync(path)).digest('hex')]
  })
  return Object.fromEntries(hashed.toSorted(([a], [b]) => a.localeCompare(b)))
}
