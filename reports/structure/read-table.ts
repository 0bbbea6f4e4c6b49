import type { DuckDBConnection } from '@duckdb/node-api'
import {
  matrixCoordinates,
  matrixSize,
  type PublishedRow,
  type PublishedTable,
  type TableShape,
} from '../../schemas/cell.ts'
import { columnsOf } from '../columns.ts'
import { quoteText, readColumns } from '../database.ts'
import type { FlatValue } from '../flat-table.ts'
import { sortedRowNumbers } from '../row-order.ts'
import { parquetMetadata, type ReleaseIdentity } from '../write-parquet.ts'
import { dayFaults } from './day-faults.ts'
import { figureFaults, isFigure, type RawFigure } from './figure-faults.ts'
import type { Fault } from './finding.ts'

/** A table as its Parquet file gives it. */
interface ReadTable {
  /** Null where the file does not hold a table of the declared form. */
  readonly table: PublishedTable | null
  readonly faults: readonly Fault[]
}

/**
 * Reads a Parquet file back into the table it was written from.
 *
 * @param shape without definition faults
 * @param path absolute path of the file
 * @throws {Error} if the file is not Parquet that DuckDB can read
 */
export async function readTable(
  connection: DuckDBConnection,
  path: string,
  shape: TableShape,
  release: ReleaseIdentity,
): Promise<ReadTable> {
  // Without hive_partitioning a folder named x=y on the way would add a column.
  const file = `read_parquet(${quoteText(path)}, hive_partitioning = false)`
  const metadata = await metadataFaults(connection, path, parquetMetadata(shape, release))
  const described = await readColumns(
    connection,
    `SELECT column_name, column_type FROM (DESCRIBE FROM ${file})`,
  )
  const columns = columnFaults(shape, described)
  if (columns.length > 0) return { table: null, faults: [...metadata, ...columns] }

  const [[count] = []] = await readColumns(connection, `SELECT count(*) FROM ${file}`)
  if (count !== matrixSize(shape.dimensions)) return { table: null, faults: [...metadata, incompleteMatrix] }
  const content = contentOf(shape, await readColumns(connection, `FROM ${file}`))
  return { table: content.table, faults: [...metadata, ...content.faults] }
}

const incompleteMatrix: Fault = {
  rule: 'matrix',
  clause: 'a table has one row for every combination of its codes, and no other',
}

async function metadataFaults(
  connection: DuckDBConnection,
  path: string,
  expected: readonly (readonly [string, string])[],
): Promise<readonly Fault[]> {
  // Hexadecimal, since neither key nor value need be text.
  const columns = await readColumns(
    connection,
    `SELECT hex(key), hex(value) FROM parquet_kv_metadata(${quoteText(path)})`,
  )
  const actual = (columns[0] ?? []).map((key, i) => `${key} ${columns[1]?.[i]}`)
  const stated = expected.map((pair) =>
    pair.map((text) => Buffer.from(text).toString('hex').toUpperCase()).join(' '),
  )
  return sameTexts(actual.sort(), stated.sort())
    ? []
    : [
        {
          rule: 'metadata',
          clause: 'the metadata of a Parquet file name its release and table, and nothing else',
        },
      ]
}

function columnFaults(shape: TableShape, [names = [], types = []]: readonly FlatValue[][]): readonly Fault[] {
  const columns = columnsOf(shape)
  const asDeclared =
    sameTexts(
      names,
      columns.map(({ name }) => name),
    ) &&
    sameTexts(
      types,
      columns.map(({ type }) => type),
    )
  const floating = types.some((type) => /\b(DOUBLE|FLOAT)\b/.test(String(type)))
  return [
    ...(asDeclared
      ? []
      : [
          {
            rule: 'columns' as const,
            clause: 'a table has exactly the declared columns and types, in order',
          },
        ]),
    ...(floating
      ? [
          {
            rule: 'floating-point' as const,
            clause: 'a figure is a whole or decimal number, never floating-point',
          },
        ]
      : []),
  ]
}

/** @param columns as declared, with a row for each cell of the matrix */
function contentOf(shape: TableShape, columns: readonly FlatValue[][]): ReadTable {
  const width = shape.dimensions.length
  const matrix = [...matrixCoordinates(shape.dimensions)]
  const order = sortedRowNumbers(shape.dimensions)
  const coordinates = order.map((_, i) => columns.slice(0, width).map((column) => column[i] ?? null))
  const isStock = shape.asOf !== undefined
  const days = order.map((_, i) => (isStock ? (columns[width + 1]?.[i] ?? null) : null))
  const figures = order.map((_, i) => rawFigures(columns, width + (isStock ? 2 : 1), i))
  const periodAgrees = columns[width]?.every((period) => period === shape.period) ?? false

  const actual = coordinates.map((codes) => JSON.stringify(codes))
  const expected = order.map((number) => JSON.stringify(matrix[number]))
  const sorted = sameTexts(actual, expected)
  const complete = sorted || sameTexts([...actual].sort(), [...expected].sort())
  const faults: readonly Fault[] = [
    ...(complete ? [] : [incompleteMatrix]),
    ...(complete && !sorted
      ? [{ rule: 'row-order' as const, clause: 'rows are sorted by the dimension columns' }]
      : []),
    ...(periodAgrees ? [] : [{ rule: 'metadata' as const, clause: "time_period is the release's period" }]),
    ...figureFaults(shape, figures),
    ...dayFaults(
      shape,
      figures.map((row, i) => ({ asOf: days[i] ?? null, figures: row })),
    ),
  ]
  if (faults.length > 0) return { table: null, faults }
  const rows: PublishedRow[] = []
  order.forEach((number, i) => {
    const day = days[i] ?? null
    rows[number] = {
      coordinates: matrix[number]!,
      ...(isStock ? { asOf: day === null ? null : String(day) } : {}),
      figures: figures[i]!.filter(isFigure),
    }
  })
  return { table: { shape, rows }, faults }
}

function rawFigures(columns: readonly FlatValue[][], from: number, row: number): readonly RawFigure[] {
  const figures: RawFigure[] = []
  for (let c = from; c < columns.length; c += 2) {
    const value = columns[c]?.[row] ?? null
    const status = columns[c + 1]?.[row] ?? null
    figures.push({
      value: typeof value === 'string' ? Number.NaN : value,
      status: typeof status === 'string' ? status : null,
    })
  }
  return figures
}

function sameTexts(a: readonly FlatValue[], b: readonly FlatValue[]): boolean {
  return a.length === b.length && a.every((text, i) => text === b[i])
}
