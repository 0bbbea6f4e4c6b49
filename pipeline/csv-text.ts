import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { SourceError } from '../schemas/failure.ts'
import { identifier, literal } from '../transforms/relation.ts'
import { readCsvHeader } from './csv-header.ts'
import { Database } from './database.ts'

/**
 * Reads columns of a CSV file as they are spelled; null where a field is empty.
 *
 * @param source what the file is called in messages
 * @param file absolute path
 * @param shown its name in messages
 * @throws {SourceError} if the file is not readable CSV, or a column is missing
 */
export async function readCsvText(
  source: string,
  file: string,
  columns: readonly string[],
  shown: string,
): Promise<readonly (readonly (string | null)[])[]> {
  const header = await readCsvHeader(source, file, ',', shown)
  const missing = columns.filter((column) => !header.includes(column))
  if (missing.length > 0)
    throw new SourceError(source, `${shown} must have the columns ${missing.join(', ')}`)
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
      throw new SourceError(source, `${shown} is not readable CSV in UTF-8`, error)
    } finally {
      database.close()
    }
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}
