import { z } from 'zod'
import { ConfigurationError, SourceError, WithheldError } from '../schemas/failure.ts'
import type { FileSourceDefinition, QuerySourceDefinition, SourceDefinition } from '../schemas/project.ts'
import type { SourceField, SourceName } from '../schemas/source/contract.ts'
import { columnReferences, syntaxTree } from '../transforms/extract/column-references.ts'
import { identifier, vaultRelation } from '../transforms/relation.ts'
import type { Database } from './database.ts'
import { type OpenFiles, openFiles, refuseUndeclared } from './source-files.ts'

/** A source whose columns are called as the contract's fields are. */
export interface OpenSource {
  /** SQL for FROM: the fields, `__file`, `__position`. */
  readonly from: string
  /** DuckDB type of each field. */
  readonly types: ReadonlyMap<string, string>
  readonly rejected: OpenFiles['rejected']
}

/**
 * Opens a source: files with the project's `map`, or a query over several.
 *
 * @param fields all fields of the contract
 * @param needed those that will be read
 * @throws {WithheldError} if a column has no role
 * @throws {SourceError | ConfigurationError} if a field is missing or the map does not fit
 */
export async function openSource(
  database: Database,
  source: SourceName,
  definition: SourceDefinition,
  fields: readonly SourceField[],
  needed: readonly SourceField[],
  folder: string,
): Promise<OpenSource> {
  const unknown = definition.absent.find((name) => !fields.some((field) => field.name === name))
  if (unknown !== undefined)
    throw new ConfigurationError(`sources.${source}.absent must name fields of the contract`, unknown)
  return 'query' in definition
    ? openQuery(database, source, definition, fields, needed, folder)
    : openMapped(database, source, definition, fields, needed, folder)
}

async function openMapped(
  database: Database,
  source: SourceName,
  definition: FileSourceDefinition,
  fields: readonly SourceField[],
  needed: readonly SourceField[],
  folder: string,
): Promise<OpenSource> {
  const open = await openFiles(database, source, definition, folder)
  const physical = new Set(open.columns.map(({ name }) => name))
  const names = new Set(fields.map(({ name }) => name))
  const stray = Object.keys(definition.map).find((name) => !names.has(name))
  if (stray !== undefined)
    throw new ConfigurationError(`sources.${source}.map must name fields of the contract`, stray)
  const declared = new Set([...names, ...definition.ignore])
  for (const [name, expression] of Object.entries(definition.map))
    for (const column of await referencesOf(
      database,
      `SELECT ${expression} AS f FROM t`,
      `sources.${source}.map.${name}`,
    ))
      declared.add(column)
  refuseUndeclared(source, open, declared)
  const columns = needed.map(({ name }) => {
    const expression = definition.map[name]
    if (expression !== undefined) return `${expression} AS ${identifier(name)}`
    if (!physical.has(name))
      throw new SourceError(source, `the field ${name} is missing: map it, or declare it absent`)
    return identifier(name)
  })
  const contradicted = definition.absent.find(
    (name) => physical.has(name) || definition.map[name] !== undefined,
  )
  if (contradicted !== undefined)
    throw new ConfigurationError(`sources.${source} declares a field absent that it has`, contradicted)
  const from = `(SELECT ${[...columns, '__file', '__position'].join(', ')} FROM ${open.from})`
  return { from, types: await describe(database, source, from), rejected: open.rejected }
}

async function openQuery(
  database: Database,
  source: SourceName,
  definition: QuerySourceDefinition,
  fields: readonly SourceField[],
  needed: readonly SourceField[],
  folder: string,
): Promise<OpenSource> {
  const used = await referencesOf(database, definition.query, `sources.${source}.query`)
  const inputs: string[] = []
  const rejected: OpenFiles['rejected'][number][] = []
  for (const [name, files] of Object.entries(definition.inputs)) {
    const open = await openFiles(database, `${source}_${name}`, files, folder)
    refuseUndeclared(`${source}.${name}`, open, new Set([...used, ...files.ignore]))
    rejected.push(...open.rejected)
    inputs.push(
      `${identifier(name)} AS (SELECT ${open.columns.map((column) => identifier(column.name)).join(', ')} FROM ${open.from})`,
    )
  }
  const table = vaultRelation(`query_${source}`).from
  try {
    await database.run(
      `CREATE OR REPLACE TABLE ${table} AS WITH ${inputs.join(', ')} SELECT *, 'query' AS __file, row_number() OVER () AS __position FROM (${definition.query})`,
    )
  } catch (error) {
    throw new SourceError(
      source,
      `its query fails: ${bindingMessage(error) ?? 'a value does not fit; use TRY_CAST'}`,
      error,
    )
  }
  const types = await describe(database, source, table)
  const names = new Set(fields.map(({ name }) => name))
  const stray = [...types.keys()].find((name) => !names.has(name) && !name.startsWith('__'))
  if (stray !== undefined)
    throw new WithheldError(`${source} has a column without a role. Provided value: ${stray}`)
  const missing = needed.find(({ name }) => !types.has(name))
  if (missing !== undefined)
    throw new SourceError(source, `the field ${missing.name} is missing: select it, or declare it absent`)
  return { from: table, types, rejected }
}

async function describe(
  database: Database,
  source: SourceName,
  from: string,
): Promise<ReadonlyMap<string, string>> {
  try {
    const columns = await database.select(
      `DESCRIBE SELECT * FROM ${from}`,
      z.object({ column_name: z.string(), column_type: z.string() }),
    )
    return new Map(columns.map(({ column_name, column_type }) => [column_name, column_type]))
  } catch (error) {
    throw new SourceError(source, `its map does not fit: ${bindingMessage(error) ?? 'unknown reason'}`, error)
  }
}

async function referencesOf(database: Database, query: string, owner: string): Promise<ReadonlySet<string>> {
  const [row] = await database.select(syntaxTree(query), z.object({ tree: z.string() }))
  return columnReferences(row?.tree ?? '', owner)
}

/** Binder errors speak of names only; errors about values do not begin so. */
function bindingMessage(error: unknown): string | null {
  const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : ''
  return /^(Binder|Parser|Catalog) Error/.test(message) ? message : null
}
