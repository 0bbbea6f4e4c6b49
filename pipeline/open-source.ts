import { z } from 'zod'
import { ConfigurationError, SourceError, WithheldError } from '../schemas/failure.ts'
import type { FileSourceDefinition, QuerySourceDefinition, SourceDefinition } from '../schemas/project.ts'
import type { SourceField } from '../schemas/source/contract.ts'
import type { SourceName } from '../schemas/source/source-name.ts'
import {
  expressionQuery,
  expressionReferences,
  mappedRows,
  queryReferences,
} from '../transforms/extract/column-references.ts'
import { syntaxTree } from '../transforms/extract/syntax-tree.ts'
import { identifier, vaultRelation } from '../transforms/relation.ts'
import type { Database } from './database.ts'
import { type LoadedFiles, refuseUndeclared } from './opened-files.ts'
import { openFiles } from './source-files.ts'

/** A source whose columns are called as the contract's fields are. */
export interface OpenSource {
  /** SQL for FROM: the fields, `__file`, `__position`. */
  readonly from: string
  /** DuckDB type of each field. */
  readonly types: ReadonlyMap<string, string>
  /** Records that the files hold or the query yields, counted apart from what is staged; rejected ones among them. */
  readonly records: number
  /** Files with rows that could not even be split into columns. */
  readonly rejecting: readonly LoadedFiles[]
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
  const mapped = new Set<string>()
  for (const [name, expression] of Object.entries(definition.map)) {
    const tree = await treeOf(database, expressionQuery(expression))
    for (const column of expressionReferences(tree, `sources.${source}.map.${name}`)) mapped.add(column)
  }
  refuseUndeclared(source, open, new Set([...names, ...definition.ignore, ...mapped]))
  const contradicted = definition.absent.find(
    (name) => physical.has(name) || definition.map[name] !== undefined,
  )
  if (contradicted !== undefined)
    throw new ConfigurationError(`sources.${source} declares a field absent that it has`, contradicted)
  const columns = needed.map(({ name }) => {
    const expression = definition.map[name]
    if (expression !== undefined) return `(\n${expression}\n) AS ${identifier(name)}`
    if (!physical.has(name))
      throw new SourceError(source, `the field ${name} is missing: map it, or declare it absent`)
    return identifier(name)
  })
  const unmapped = needed.filter(({ name }) => definition.map[name] === undefined)
  const loaded = await open.load(new Set([...mapped, ...unmapped.map(({ name }) => name)]))
  const from = `(SELECT ${[...columns, '__file', '__position'].join(', ')} FROM ${loaded.from} AS ${mappedRows})`
  return {
    from,
    types: await describe(database, source, from, 'map'),
    records: loaded.records,
    rejecting: [loaded],
  }
}

async function openQuery(
  database: Database,
  source: SourceName,
  definition: QuerySourceDefinition,
  fields: readonly SourceField[],
  needed: readonly SourceField[],
  folder: string,
): Promise<OpenSource> {
  const owner = `sources.${source}.query`
  const used = queryReferences(
    await treeOf(database, definition.query),
    owner,
    Object.keys(definition.inputs),
  )
  const inputs: string[] = []
  const rejecting: LoadedFiles[] = []
  for (const [name, files] of Object.entries(definition.inputs)) {
    const open = await openFiles(database, `${source}_${name}`, files, folder)
    const columns = used.get(name) ?? new Set()
    refuseUndeclared(`${source}.${name}`, open, new Set([...columns, ...files.ignore]))
    const loaded = await open.load(columns)
    rejecting.push(loaded)
    const list = loaded.columns.length === 0 ? 'NULL' : loaded.columns.map(identifier).join(', ')
    inputs.push(`${identifier(name)} AS (SELECT ${list} FROM ${loaded.from})`)
  }
  const rows = `(\n${definition.query.replace(/;\s*$/, '')}\n)`
  const yielded = await describe(database, source, rows, 'query', inputs)
  const names = new Set(fields.map(({ name }) => name))
  const stray = [...yielded.keys()].find((name) => !names.has(name))
  if (stray !== undefined)
    throw new WithheldError(`${source} has a column without a role. Provided value: ${stray}`)
  const missing = needed.find(({ name }) => !yielded.has(name))
  if (missing !== undefined)
    throw new SourceError(source, `the field ${missing.name} is missing: select it, or declare it absent`)
  const table = vaultRelation(`query_${source}`).from
  const columns = needed.map(({ name }) => identifier(name)).join(', ')
  try {
    await database.run(
      `CREATE OR REPLACE TABLE ${table} AS WITH ${inputs.join(', ')} SELECT ${columns}, 'query' AS __file, row_number() OVER () AS __position FROM ${rows}`,
    )
  } catch (error) {
    throw new SourceError(
      source,
      `its query fails: ${bindingMessage(error) ?? 'a value does not fit; use TRY_CAST'}`,
      error,
    )
  }
  const rejectedRows = rejecting.reduce((sum, files) => sum + files.rejectedRows, 0)
  return {
    from: table,
    types: yielded,
    records: (await database.count(`SELECT count(*) FROM ${table}`)) + rejectedRows,
    rejecting,
  }
}

/** Types by column of a relation; only names are looked at. */
async function describe(
  database: Database,
  source: SourceName,
  from: string,
  owner: 'map' | 'query',
  inputs: readonly string[] = [],
): Promise<ReadonlyMap<string, string>> {
  try {
    const columns = await database.select(
      `DESCRIBE ${inputs.length === 0 ? '' : `WITH ${inputs.join(', ')} `}SELECT * FROM ${from}`,
      z.object({ column_name: z.string(), column_type: z.string() }),
    )
    return new Map(columns.map(({ column_name, column_type }) => [column_name, column_type]))
  } catch (error) {
    throw new SourceError(
      source,
      owner === 'map'
        ? `its map does not fit: ${bindingMessage(error) ?? 'unknown reason'}`
        : `its query fails: ${bindingMessage(error) ?? 'a value does not fit; use TRY_CAST'}`,
      error,
    )
  }
}

async function treeOf(database: Database, query: string): Promise<string> {
  const [row] = await database.select(syntaxTree(query), z.object({ tree: z.string() }))
  return row?.tree ?? ''
}

/** Binder errors speak of names only; errors about values do not begin so. */
function bindingMessage(error: unknown): string | null {
  const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : ''
  return /^(Binder|Parser|Catalog) Error/.test(message) ? message : null
}
