import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { Data, DataType, Table } from 'apache-arrow'
import type { PublishedTable } from '../../schemas/cell.ts'
import { type FlatTable, type FlatValue, flatTable } from '../flat-table.ts'
import type { Fault } from '../structure/finding.ts'
import { parquetMetadata } from '../write-parquet.ts'
import { arrowPath } from './format-paths.ts'
import type { ReleaseContent } from './release-content.ts'

type Arrow = typeof import('apache-arrow')

/**
 * Writes `tables/<id>.arrow` for each table: an Arrow IPC file with the columns of its Parquet file (text plain, numbers as
 * Int64 or Decimal128, days as Date32) and the same metadata.
 *
 * @throws {Error} if a file exists or cannot be written in full
 */
export async function writeArrow({ tables, facts }: ReleaseContent, folder: string): Promise<void> {
  const arrow = await import('apache-arrow')
  const { Field, makeData, RecordBatch, Schema, Struct, Table, tableToIPC } = arrow
  for (const table of tables) {
    const { columns, rows } = flatTable(table)
    const all = [...rows]
    const children = columns.map((column, c) =>
      columnData(
        arrow,
        column,
        all.map((row) => row[c]!),
      ),
    )
    const fields = columns.map(({ name }, c) => new Field(name, children[c]!.type, true))
    const schema = new Schema(fields, new Map(metadataOf(table, facts)))
    const type = new Struct(fields)
    const struct = makeData({ type, length: all.length, nullCount: 0, children })
    const bytes = tableToIPC(new Table([new RecordBatch(schema, struct)]), 'file')
    await writeFile(join(folder, arrowPath(table.shape.id)), bytes, { flag: 'wx' })
  }
}

/** Whether an Arrow file of a release has the columns, values and metadata of its table, which is read from Parquet. */
export async function arrowFaults(
  table: PublishedTable,
  { facts }: ReleaseContent,
  folder: string,
): Promise<readonly Fault[]> {
  const { tableFromIPC } = await import('apache-arrow')
  const read = tableFromIPC(await readFile(join(folder, arrowPath(table.shape.id))))
  const { columns, rows } = flatTable(table)
  const isDescribed =
    isDeepStrictEqual([...read.schema.metadata], [...metadataOf(table, facts)]) &&
    isDeepStrictEqual(
      read.schema.fields.map(({ name, type }) => [name, String(type)]),
      columns.map((column) => [column.name, typeName(column)]),
    ) &&
    hidesNothing(read)
  let number = 0
  let isSame = isDescribed
  for (const row of rows) {
    const found = read.get(number++)?.toArray()
    isSame &&= found !== undefined && row.every((value, c) => isValue(found[c], value, columns[c]!))
  }
  return isSame && read.numRows === number
    ? []
    : [{ rule: 'arrow', clause: 'an Arrow file has the content of its Parquet file' }]
}

/**
 * Whether a file holds nothing but what its columns show: a column may have bytes where it has no value, and bytes behind its last
 * one. Its writer leaves them empty.
 */
function hidesNothing(read: Table): boolean {
  const [batch, ...more] = read.batches
  if (batch === undefined || more.length > 0) return false
  return (
    read.schema.fields.every(({ metadata }) => metadata.size === 0) &&
    batch.data.children.every((column) => hasNoRest(column, read.numRows))
  )
}

function hasNoRest({ values, valueOffsets, nullBitmap, nullCount, stride }: Data, rows: number): boolean {
  const startOf = (row: number): number =>
    valueOffsets === undefined ? row * stride : (valueOffsets[row] ?? 0)
  const isNull = (row: number) => nullCount > 0 && ((nullBitmap[row >> 3] ?? 0) & (1 << (row & 7))) === 0
  const isEmpty = (from: number, to: number) => {
    for (let at = from; at < to; at++) if (values[at] !== 0 && values[at] !== 0n) return false
    return true
  }
  for (let row = 0; row < rows; row++)
    if (isNull(row) && !isEmpty(startOf(row), startOf(row + 1))) return false
  return isEmpty(startOf(rows), values.length)
}

type PlainColumn = FlatTable['columns'][number]

function metadataOf(table: PublishedTable, { project, version, asOf }: ReleaseContent['facts']) {
  return parquetMetadata(table.shape, { project: project.id, version, asOf })
}

/** Type of an Arrow column, in the words of its library. */
function typeName({ type, decimals }: PlainColumn): string {
  const names: Readonly<Record<string, string>> = { VARCHAR: 'Utf8', DATE: 'Date32<DAY>', BIGINT: 'Int64' }
  return names[type] ?? `Decimal[18e+${decimals}]`
}

function columnData(arrow: Arrow, { type, decimals }: PlainColumn, values: readonly FlatValue[]): Data {
  const { DateDay, Decimal, Int64, Utf8 } = arrow
  const built = <T extends DataType>(own: T, convert: (value: string | number) => T['TValue']) => {
    const builder = arrow.makeBuilder({ type: own, nullValues: [null] })
    for (const value of values) builder.append(value === null ? null : convert(value))
    return builder.finish().flush()
  }
  switch (type) {
    case 'VARCHAR':
      return built(new Utf8(), String)
    case 'DATE':
      return built(new DateDay(), (day) => Date.parse(`${day}T00:00:00Z`))
    case 'BIGINT':
      return built(new Int64(), BigInt)
    default:
      return built(new Decimal(decimals, 18, 128), (scaled) => words(BigInt(scaled)))
  }
}

/** A whole number in the 128 bits of a decimal, the least word first. */
function words(scaled: bigint): Uint32Array {
  return Uint32Array.from([0n, 32n, 64n, 96n], (bits) => Number(BigInt.asUintN(32, scaled >> bits)))
}

function isValue(found: unknown, value: FlatValue, { type }: PlainColumn): boolean {
  if (value === null || found === null || found === undefined) return value === null && found === null
  if (type === 'DATE') return Number(found) === Date.parse(`${value}T00:00:00Z`)
  if (type === 'BIGINT') return found === BigInt(value)
  if (type === 'VARCHAR') return found === value
  return found instanceof Uint32Array && isDeepStrictEqual(Uint32Array.from(found), words(BigInt(value)))
}
