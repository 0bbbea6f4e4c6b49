import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { readReleaseRecord } from '../../pipeline/release-record.ts'
import { parseManifest, shapesOf } from '../../reports/manifest.ts'
import { type Dimension, matrixCoordinates } from '../../schemas/cell.ts'

/** What a reader has of a stock on one day, and where its learners really were. */
export interface SeenStock {
  readonly dimensions: readonly Dimension[]
  /** By row, in the order of `matrixCoordinates`: the figure, where the release shows it as of its day. */
  readonly shown: readonly (number | null)[]
  /** Leaf of each learner, as codes joined by blanks. */
  readonly members: ReadonlyMap<string, string>
}

export interface SeenIdle {
  readonly table: string
  readonly row: string
  readonly registered: number
  readonly active: number
}

async function select(sql: string): Promise<readonly (readonly unknown[])[]> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  try {
    const connection = await instance.connect()
    const rows = (await connection.runAndReadAll(sql)).getRowsJson()
    connection.closeSync()
    return rows
  } finally {
    instance.closeSync()
  }
}

const key = (codes: readonly string[]) => codes.join(' ')

export async function seenStock(release: string, workspace: string, table: string): Promise<SeenStock> {
  const parsed = parseManifest(await readFile(join(release, 'manifest.json'), 'utf8'))
  if (!('manifest' in parsed)) throw new Error('a release must have a manifest')
  const shape = shapesOf(parsed.manifest).find(({ id }) => id === table)
  if (shape === undefined) throw new Error(`a release must have the table ${table}`)
  const names = shape.dimensions.map(({ name }) => `"${name}"`).join(', ')
  const [measure] = shape.baseMeasures
  const rows = await select(
    `SELECT "${measure!.name}", CAST(as_of AS VARCHAR), ${names} FROM '${join(release, 'tables', `${table}.parquet`)}'`,
  )
  const shown = new Map(
    rows.map(([count, asOf, ...codes]) => [
      key(codes.map(String)),
      asOf === shape.asOf && count !== null ? Number(count) : null,
    ]),
  )
  const folder = join(workspace, 'ledger', 'contributions')
  const files = (await readdir(folder)).filter((name) => name.endsWith('.parquet'))
  if (files.length !== 1) throw new Error('one file of contributions must lie beside the ledger')
  const members = await select(
    `SELECT learner, place FROM '${join(folder, files[0]!)}' WHERE series = '${table}' AND learner IS NOT NULL AND until IS NULL`,
  )
  return {
    dimensions: shape.dimensions,
    shown: [...matrixCoordinates(shape.dimensions)].map((codes) => shown.get(key(codes)) ?? null),
    members: new Map(members.map(([learner, place]) => [String(learner), String(place)])),
  }
}

/** Rows of flows which, taken from the same row of the stock, leave 1 to 9 who are not active. */
export async function seenFlows(
  release: string,
  workspace: string,
  project: string,
  stock: SeenStock,
): Promise<readonly SeenIdle[]> {
  const nameOf = (dimensions: readonly Dimension[], codes: readonly string[]) =>
    dimensions
      .flatMap(({ name, codes: [total] }, d) => (codes[d] === total!.code ? [] : [`${name}=${codes[d]}`]))
      .toSorted()
      .join(' ')
  const registered = new Map<string, number>()
  for (const [row, codes] of [...matrixCoordinates(stock.dimensions)].entries()) {
    const count = stock.shown[row]
    if (count != null) registered.set(nameOf(stock.dimensions, codes), count)
  }
  const { tables, statuses } = await readReleaseRecord(release, workspace, project)
  return tables.flatMap(({ shape, cells }, t) =>
    shape.asOf !== undefined
      ? []
      : cells.flatMap(({ coordinates, contributors }, row) => {
          const name = nameOf(shape.dimensions, coordinates)
          const all = registered.get(name)
          if (statuses[t]![row] !== 'published' || all === undefined) return []
          const idle = all - contributors
          return idle > 0 && idle < 10
            ? [{ table: shape.id, row: name, registered: all, active: contributors }]
            : []
        }),
  )
}
