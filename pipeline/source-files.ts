import { stat } from 'node:fs/promises'
import { basename, relative, resolve } from 'node:path'
import { glob } from 'tinyglobby'
import { z } from 'zod'
import { SourceError, WithheldError } from '../schemas/failure.ts'
import type { FilesDefinition } from '../schemas/project.ts'
import { identifier, literal, vaultRelation } from '../transforms/relation.ts'
import { readCsvHeader } from './csv-header.ts'
import { type Database, wholeNumber } from './database.ts'
import { isOutOfSpace } from './disk-space.ts'
import { refuseBrokenGzip } from './whole-gzip.ts'

/** Files of one shape, opened: a relation with their columns, `__file` and `__position`. */
export interface OpenFiles {
  /** SQL for FROM. */
  readonly from: string
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  /** Rows that could not even be split into columns; they count as read and quarantined. */
  readonly rejected: readonly { readonly file: string; readonly position: number; readonly rule: string }[]
}

/**
 * Opens the files of a source. Parquet is read in place; CSV and JSONL, whose rows need numbers of their own,
 * are first copied into the vault as text.
 *
 * @param name source or input, for errors and names in the vault
 * @throws {SourceError} if a file is missing, unreadable, or unlike the others
 */
export async function openFiles(
  database: Database,
  name: string,
  definition: FilesDefinition,
  folder: string,
): Promise<OpenFiles> {
  const files = (
    await glob(definition.files, { cwd: folder, absolute: true, expandDirectories: false })
  ).toSorted()
  if (files.length === 0) throw new SourceError(name, `no file matches. Provided value: ${definition.files}`)
  const shown = (file: string) => relative(resolve(folder), file) || basename(file)
  for (const file of files)
    if ((await stat(file)).size === 0) throw new SourceError(name, `${shown(file)} is empty`)
  for (const file of files) if (file.endsWith('.gz')) await refuseBrokenGzip(name, file, shown(file))
  switch (definition.format) {
    case 'parquet':
      return openParquet(database, name, files, definition.hive, shown)
    case 'csv':
      return openCsv(database, name, files, definition.delimiter, shown)
    case 'jsonl':
      return openJsonl(database, name, files, shown)
  }
}

async function openParquet(
  database: Database,
  name: string,
  files: readonly string[],
  hive: boolean,
  shown: (file: string) => string,
): Promise<OpenFiles> {
  const schemas = new Map<string, string>()
  for (const file of files) {
    const columns = await readable(name, `${shown(file)} is not readable Parquet`, () =>
      database.select(
        `SELECT name FROM parquet_schema(${literal(file)}) WHERE num_children IS NULL ORDER BY name`,
        z.object({ name: z.string() }),
      ),
    )
    schemas.set(file, columns.map((column) => column.name).join(', '))
  }
  const odd = files.find((file) => schemas.get(file) !== schemas.get(files[0]!))
  if (odd !== undefined)
    throw new SourceError(name, `${shown(odd)} has other columns than ${shown(files[0]!)}`)
  const options = `union_by_name = true, hive_partitioning = ${hive}, hive_types_autocast = false`
  const list = `[${files.map(literal).join(', ')}]`
  const described = await readable(name, 'its Parquet files do not fit together', () =>
    database.select(
      `DESCRIBE SELECT * FROM read_parquet(${list}, ${options})`,
      z.object({ column_name: z.string(), column_type: z.string() }),
    ),
  )
  return {
    from: `(SELECT *, filename AS __file, file_row_number + 1 AS __position FROM read_parquet(${list}, ${options}, filename = true, file_row_number = true))`,
    columns: described.map((column) => ({ name: column.column_name, type: column.column_type })),
    rejected: [],
  }
}

async function openCsv(
  database: Database,
  name: string,
  files: readonly string[],
  delimiter: string,
  shown: (file: string) => string,
): Promise<OpenFiles> {
  const headers = await Promise.all(files.map((file) => readCsvHeader(name, file, delimiter, shown(file))))
  const columns = headers[0]!
  const odd = files.find((_, i) => headers[i]!.toSorted().join('\n') !== columns.toSorted().join('\n'))
  if (odd !== undefined)
    throw new SourceError(name, `${shown(odd)} has other columns than ${shown(files[0]!)}`)
  const raw = vaultRelation(`raw_${name}`).from
  await database.run(
    `CREATE OR REPLACE TABLE ${raw} (${[...columns.map((c) => `${identifier(c)} VARCHAR`), '__file VARCHAR', '__position BIGINT'].join(', ')})`,
  )
  const rejected: { file: string; position: number; rule: string }[] = []
  for (const [i, file] of files.entries()) {
    const own = headers[i]!
    const spec = `{${own.map((c) => `${literal(c)}: 'VARCHAR'`).join(', ')}}`
    const read = `read_csv(${literal(file)}, auto_detect = false, header = true, delim = ${literal(delimiter)}, quote = '"', escape = '"', columns = ${spec}, store_rejects = true, rejects_limit = 0, parallel = false)`
    await database.run('DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans')
    await readable(name, `${shown(file)} is not readable CSV in UTF-8`, () =>
      database.run(
        `INSERT INTO ${raw} SELECT ${columns.map(identifier).join(', ')}, ${literal(file)}, row_number() OVER () FROM ${read}`,
      ),
    )
    const errors = await database.select(
      'SELECT DISTINCT ON (line) line AS position, CAST(error_type AS VARCHAR) AS rule FROM reject_errors ORDER BY line, rule',
      z.object({ position: wholeNumber, rule: z.string() }),
    )
    // Lines count from the header, rows from the line after it.
    for (const { position, rule } of errors)
      rejected.push({ file, position: position - 1, rule: `csv: ${rule.toLowerCase()}` })
    if (errors.length > 0) await database.run(shiftPositions(raw, file))
  }
  await database.run('DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans')
  return { from: raw, columns: columns.map((column) => ({ name: column, type: 'VARCHAR' })), rejected }
}

/** SQL that moves the rows of a file down by the rejected lines above each, so that positions are those in the file. */
function shiftPositions(raw: string, file: string): string {
  const gaps =
    'SELECT line - 1 - row_number() OVER (ORDER BY line) AS rows_above FROM (SELECT DISTINCT line FROM reject_errors)'
  return `UPDATE ${raw} SET __position = __position + (SELECT count(*) FROM (${gaps}) WHERE rows_above < __position) WHERE __file = ${literal(file)}`
}

async function openJsonl(
  database: Database,
  name: string,
  files: readonly string[],
  shown: (file: string) => string,
): Promise<OpenFiles> {
  const lines = vaultRelation(`raw_${name}`).from
  await database.run(`CREATE OR REPLACE TABLE ${lines} (line VARCHAR, __file VARCHAR, __position BIGINT)`)
  for (const file of files) {
    const read = `read_csv(${literal(file)}, auto_detect = false, header = false, delim = '\\x01', quote = '', escape = '', columns = {'line': 'VARCHAR'}, parallel = false)`
    await readable(name, `${shown(file)} is not readable JSONL in UTF-8`, () =>
      database.run(`INSERT INTO ${lines} SELECT line, ${literal(file)}, row_number() OVER () FROM ${read}`),
    )
  }
  const isObject = `json_valid(line) AND json_type(CASE WHEN json_valid(line) THEN line END) = 'OBJECT'`
  const bad = await database.select(
    `SELECT __file AS file, __position AS position FROM ${lines} WHERE NOT coalesce(${isObject}, false) AND trim(coalesce(line, '')) <> ''`,
    z.object({ file: z.string(), position: wholeNumber }),
  )
  const keys = await database.select(
    `SELECT DISTINCT key FROM (SELECT unnest(json_keys(line)) AS key FROM ${lines} WHERE ${isObject}) ORDER BY key`,
    z.object({ key: z.string() }),
  )
  if (keys.length === 0) throw new SourceError(name, `${shown(files[0]!)} holds no JSON object`)
  const columns = keys.map(
    ({ key }) => `line ->> ${literal(`$."${key.replaceAll('"', '\\"')}"`)} AS ${identifier(key)}`,
  )
  return {
    from: `(SELECT ${[...columns, '__file', '__position'].join(', ')} FROM ${lines} WHERE ${isObject})`,
    columns: keys.map(({ key }) => ({ name: key, type: 'VARCHAR' })),
    rejected: bad.map(({ file, position }) => ({ file, position, rule: 'jsonl: not an object' })),
  }
}

/** Refuses columns that nobody declared: they may hold anything. */
export function refuseUndeclared(name: string, open: OpenFiles, declared: ReadonlySet<string>): void {
  const unknown = open.columns.find((column) => !declared.has(column.name))
  if (unknown !== undefined)
    throw new WithheldError(`${name} has a column without a role. Provided value: ${unknown.name}`)
}

/** DuckDB's own messages may quote a row: they never reach a log. */
async function readable<T>(name: string, rule: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    throw new SourceError(
      name,
      isOutOfSpace(error) ? 'no space left on the disk of the workspace' : rule,
      error,
    )
  }
}
