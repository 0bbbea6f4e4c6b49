import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import { ConfigurationError, SourceError } from '../schemas/failure.ts'
import { identifier, literal } from '../transforms/relation.ts'
import type { CellDimension, LeafCount } from './cell-table.ts'
import { readCsvHeader } from './csv-header.ts'
import { Database } from './database.ts'

/**
 * Reads `region>district,age,gender`: dimensions separated by commas, the columns of a hierarchy by `>`.
 *
 * @throws {ConfigurationError} if a column has no name or occurs twice
 */
export function parseDimensions(text: string): readonly CellDimension[] {
  const dimensions = text.split(',').map((part) => ({ columns: part.split('>').map((name) => name.trim()) }))
  const columns = dimensions.flatMap((dimension) => dimension.columns)
  if (columns.some((name) => name === '') || new Set(columns).size !== columns.length) {
    throw new ConfigurationError('dimensions must name each column once', text)
  }
  return dimensions
}

/**
 * Reads leaf counts from a CSV file, codes as they are spelled.
 *
 * @throws {SourceError} if the file is not readable CSV, a column is missing, a code is empty, or a count is
 *   not a whole number of at least 0
 */
export async function readLeafCounts(
  file: string,
  dimensions: readonly CellDimension[],
  count: string,
): Promise<readonly LeafCount[]> {
  const path = resolve(file)
  const shown = basename(file)
  const columns = dimensions.flatMap((dimension) => dimension.columns)
  const header = await readCsvHeader('cells', path, ',', shown)
  const missing = [...columns, count].filter((column) => !header.includes(column))
  if (missing.length > 0)
    throw new SourceError('cells', `${shown} must have the columns ${missing.join(', ')}`)
  const records = await readText(path, [...columns, count], shown)
  return records.map((record) => {
    const digits = record.at(-1)
    if (
      digits === undefined ||
      digits === null ||
      !/^\d+$/.test(digits) ||
      !Number.isSafeInteger(Number(digits))
    ) {
      throw new SourceError('cells', `${count} must be a whole number of at least 0 in every row`)
    }
    let next = 0
    const path = dimensions.map((dimension) =>
      dimension.columns.map((column) => {
        const code = record[next++]
        if (code === undefined || code === null || code === '') {
          throw new SourceError('cells', `${column} must have a code in every row`)
        }
        return code
      }),
    )
    return { path, count: Number(digits) }
  })
}

async function readText(
  file: string,
  columns: readonly string[],
  shown: string,
): Promise<readonly (readonly (string | null)[])[]> {
  const temporary = await mkdtemp(join(tmpdir(), 'kohort-'))
  try {
    const database = await Database.open({ temporary, allowed: [dirname(file)] })
    try {
      await database.seal()
      const list = columns.map((column, i) => `${identifier(column)} AS c${i}`).join(', ')
      const rows = await database.select(
        `SELECT ${list} FROM read_csv(${literal(file)}, header = true, delim = ',', quote = '"', all_varchar = true)`,
        z.record(z.string(), z.string().nullable()),
      )
      return rows.map((row) => columns.map((_, i) => row[`c${i}`] ?? null))
    } catch (error) {
      throw new SourceError('cells', `${shown} is not readable CSV in UTF-8`, error)
    } finally {
      database.close()
    }
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}
