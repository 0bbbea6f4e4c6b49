import { basename, resolve } from 'node:path'
import { ConfigurationError, SourceError } from '../schemas/failure.ts'
import type { CellDimension, LeafCount } from './cell-table.ts'
import { readCsvText } from './csv-text.ts'

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
  const records = await readCsvText('cells', path, [...columns, count], shown)
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
