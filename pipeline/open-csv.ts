import { SourceError } from '../schemas/failure.ts'
import { identifier, literal, vaultRelation } from '../transforms/relation.ts'
import { countCsvRecords } from './count-records.ts'
import { readCsvHeader } from './csv-header.ts'
import type { Database } from './database.ts'
import {
  exactPath,
  type LoadedFiles,
  type OpenFiles,
  readable,
  refuseLoss,
  refuseTwins,
} from './opened-files.ts'

interface CsvFile {
  readonly file: string
  readonly header: readonly string[]
}

/**
 * Opens CSV files. Their rows are copied into the vault as text, since they need numbers of their own.
 *
 * @throws {SourceError} if a header is unreadable or unlike the others
 */
export async function openCsv(
  database: Database,
  name: string,
  files: readonly string[],
  delimiter: string,
  shown: (file: string) => string,
): Promise<OpenFiles> {
  const headers = await Promise.all(files.map((file) => readCsvHeader(name, file, delimiter, shown(file))))
  const all = headers[0]!
  const odd = files.find((_, i) => headers[i]!.toSorted().join('\n') !== all.toSorted().join('\n'))
  if (odd !== undefined)
    throw new SourceError(name, `${shown(odd)} has other columns than ${shown(files[0]!)}`)
  refuseTwins(name, shown(files[0]!), all)
  return {
    columns: all.map((column) => ({ name: column, type: 'VARCHAR' })),
    load: (wanted) =>
      loadCsv(
        database,
        name,
        files.map((file, i) => ({ file, header: headers[i]! })),
        all.filter((column) => wanted.has(column)),
        delimiter,
        shown,
      ),
  }
}

async function loadCsv(
  database: Database,
  name: string,
  files: readonly CsvFile[],
  columns: readonly string[],
  delimiter: string,
  shown: (file: string) => string,
): Promise<LoadedFiles> {
  const raw = vaultRelation(`raw_${name}`).from
  const rejected = vaultRelation(`rejected_${name}`).from
  await database.run(
    `CREATE OR REPLACE TABLE ${raw} (${[...columns.map((c) => `${identifier(c)} VARCHAR`), '__file VARCHAR', '__position BIGINT'].join(', ')})`,
  )
  await database.run(
    `CREATE OR REPLACE TABLE ${rejected} (file VARCHAR, position BIGINT, rule VARCHAR, broken BOOLEAN)`,
  )
  let records = 0
  let rows = 0
  for (const { file, header } of files) {
    const expected = await countCsvRecords(name, file, delimiter, header.length, shown(file))
    const spec = `{${header.map((c) => `${literal(c)}: 'VARCHAR'`).join(', ')}}`
    const read = `read_csv(${literal(exactPath(file))}, auto_detect = false, header = true, delim = ${literal(delimiter)}, quote = '"', escape = '"', columns = ${spec}, store_rejects = true, rejects_limit = 0)`
    await database.run('DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans')
    // DuckDB breaks down on text that is not UTF-8 in a column that it does not read, so it reads all.
    await readable(name, `${shown(file)} is not readable CSV in UTF-8`, () =>
      database.run(
        `INSERT INTO ${raw} SELECT ${[...columns.map(identifier), literal(file), 'row_number() OVER ()'].join(', ')} FROM ${read} WHERE hash(${header.map(identifier).join(', ')}) IS NOT NULL`,
      ),
    )
    await database.run(rejectedLines(rejected, file))
    const own = `WHERE file = ${literal(file)}`
    const bad = await database.count(`SELECT count(*) FROM ${rejected} ${own}`)
    if ((await database.count(`SELECT count(*) FROM ${rejected} ${own} AND broken`)) > 0)
      throw new SourceError(name, `${shown(file)}: a quote is not closed where its value ends`)
    if (bad > 0) await database.run(shiftPositions(raw, file))
    const total = await database.count(`SELECT count(*) FROM ${raw}`)
    refuseLoss(name, shown(file), expected, total - rows + bad)
    records += expected
    rows = total
  }
  await database.run('DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans')
  return { from: raw, columns, records, rejected, rejectedRows: records - rows }
}

/** SQL that keeps the place of each rejected line. Lines count from the header, rows from the line after it. */
function rejectedLines(rejected: string, file: string): string {
  const broken = `error_type = 'UNQUOTED VALUE' AND contains(trim(csv_line, chr(10) || chr(13)), chr(10))`
  return `INSERT INTO ${rejected} SELECT ${literal(file)}, line - 1, 'csv: ' || lower(min(CAST(error_type AS VARCHAR))), bool_or(${broken}) FROM reject_errors GROUP BY line`
}

/** SQL that moves the rows of a file down by the rejected lines above each, so that positions are those in the file. */
function shiftPositions(raw: string, file: string): string {
  const gaps =
    'SELECT line - 1 - row_number() OVER (ORDER BY line) AS rows_above FROM (SELECT DISTINCT line FROM reject_errors)'
  return `UPDATE ${raw} SET __position = __position + (SELECT count(*) FROM (${gaps}) WHERE rows_above < __position) WHERE __file = ${literal(file)}`
}
