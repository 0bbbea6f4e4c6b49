import { resolve } from 'node:path'
import { readReleaseTables } from '../reports/read-release.ts'
import type { PublishedTable, TableShape, TabulatedTable } from '../schemas/cell.ts'
import { ConfigurationError, UsageError } from '../schemas/failure.ts'
import type { CellExplanation } from '../transforms/disclosure/cell-explanation.ts'
import { explainCell } from '../transforms/disclosure/explain-cell.ts'
import { protectionLimits } from './5-protect.ts'
import { loadProject } from './load-project.ts'
import { recordedPreferences, recordedRules } from './recorded-reasons.ts'
import { type ReleaseRecord, readReleaseRecord } from './release-record.ts'
import { runPaths } from './run-paths.ts'
import { explainStock, type StockExplanation } from './stocks/explain-stock.ts'

export interface ExplainOptions {
  readonly project: string
  readonly workspace?: string | undefined
  readonly release: string
  readonly table: string
  /** `age=18-24,gender=F`; a dimension that is not named is at its total. */
  readonly cell: string
}

/** Restricted: it holds hidden figures. */
export interface ReleaseExplanation extends CellExplanation {
  /** Says so in the JSON, too. */
  readonly restricted: true
  readonly release: string
}

/**
 * Why a cell of a release is hidden, what it protects, and what publishing it would reveal; of a stock since when a row
 * stands, what waits, and why: for engineers, from the
 * workspace's record of the run that made the release. Reads only; no source is needed.
 *
 * @throws {ConfigurationError} if the table, a dimension or a code is unknown, or there is no record
 * @throws {UsageError} if the cell cannot be read
 */
export async function explainReleasedCell(
  options: ExplainOptions,
): Promise<ReleaseExplanation | StockExplanation> {
  const project = await loadProject(options.project)
  const { workspace } = runPaths(project, options)
  const wanted = parseCell(options.cell)
  const release = resolve(options.release)
  const record = await readReleaseRecord(release, workspace, project.definition.project.id)
  const published = async () => readReleaseTables(release)
  return explainRecordedCell(record, { table: options.table, cell: wanted }, published)
}

/**
 * The same for a record that was read already.
 *
 * @param wanted codes by dimension; one that is not named is at its total
 * @param published the release's tables; asked for where the row is one of a stock
 * @throws {ConfigurationError} if the table, a dimension or a code is unknown
 */
export async function explainRecordedCell(
  record: ReleaseRecord,
  wanted: { readonly table: string; readonly cell: ReadonlyMap<string, string> },
  published: () => Promise<readonly PublishedTable[]>,
): Promise<ReleaseExplanation | StockExplanation> {
  const { manifest, tables, statuses, policy } = record
  const table = tables.findIndex(({ shape }) => shape.id === wanted.table)
  if (table < 0)
    throw new ConfigurationError(
      `the table must be one of ${tables.map(({ shape }) => shape.id).join(', ')}`,
      wanted.table,
    )
  const row = findRow(tables[table]!, wanted.cell)
  if (tables[table]!.shape.asOf !== undefined) return explainStock(await published(), record, { table, row })
  // Neither what to hide first nor how ties were broken bears on what is hidden.
  const limits = protectionLimits(policy, recordedPreferences(record), '')
  const { rules, ...explanation } = await explainCell(tables, statuses, { table, row }, limits)
  return {
    restricted: true,
    release: manifest.id,
    ...explanation,
    rules: [...rules, ...recordedRules(record, { table, row })],
  }
}

/** Codes may hold commas: a comma ends one only where another `dimension=` follows. */
function parseCell(text: string): ReadonlyMap<string, string> {
  const named = new Map<string, string>()
  if (['', 'total'].includes(text.trim())) return named
  for (const part of text.split(/,(?=\s*[a-z][a-z0-9_]*=)/)) {
    const [, name, code] = /^\s*([a-z][a-z0-9_]*)=(.+?)\s*$/.exec(part) ?? []
    if (name === undefined || code === undefined || named.has(name))
      throw new UsageError(
        `CELL must name each dimension at most once, such as age=18-24,gender=F, or be total. Provided value: ${text}`,
      )
    named.set(name, code)
  }
  return named
}

function findRow({ shape, cells }: TabulatedTable, wanted: ReadonlyMap<string, string>): number {
  for (const [name, code] of wanted) refuseUnknown(shape, name, code)
  const coordinates = shape.dimensions.map(({ name, codes }) => wanted.get(name) ?? codes[0]!.code)
  return cells.findIndex((cell) => coordinates.every((code, d) => cell.coordinates[d] === code))
}

/** More codes than these are not listed. */
const listedCodes = 20

function refuseUnknown({ id, dimensions }: TableShape, name: string, code: string): void {
  const dimension = dimensions.find((known) => known.name === name)
  if (dimension === undefined)
    throw new ConfigurationError(
      `the dimension of ${id} must be one of ${dimensions.map((known) => known.name).join(', ')}`,
      name,
    )
  const codes = dimension.codes.map((known) => known.code)
  if (codes.includes(code)) return
  const list = codes.length <= listedCodes ? `: one of ${codes.join(', ')}` : ''
  throw new ConfigurationError(`the code must be one of ${name} in ${id}${list}`, code)
}
