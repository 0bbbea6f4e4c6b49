import { z } from 'zod'
import { SourceError } from '../schemas/failure.ts'
import { identifier, literal, vaultRelation } from '../transforms/relation.ts'
import { countLines } from './count-records.ts'
import type { Database } from './database.ts'
import {
  exactPath,
  type LoadedFiles,
  type OpenFiles,
  readable,
  refuseLoss,
  refuseTwins,
} from './opened-files.ts'

const json = 'CASE WHEN json_valid(line) THEN line END'
const isObject = `coalesce(json_type(${json}) = 'OBJECT', false)`
/** Which of two values counts, readers of JSON do not agree on (RFC 8259, section 4). */
const repeatsKey = `coalesce(len(json_keys(${json})) <> len(list_distinct(json_keys(${json}))), false)`

/**
 * Opens JSONL files: one object a line; what nests is text. Their rows are copied into the vault as text, since
 * they need numbers of their own.
 *
 * @throws {SourceError} if a file is not UTF-8 or none holds an object
 */
export async function openJsonl(
  database: Database,
  name: string,
  files: readonly string[],
  shown: (file: string) => string,
): Promise<OpenFiles> {
  const keys = new Set<string>()
  for (const file of files)
    for (const { key } of await readable(name, `${shown(file)} is not readable JSONL in UTF-8`, () =>
      database.select(
        `SELECT DISTINCT unnest(json_keys(${json})) AS key FROM ${linesOf(file)} WHERE ${isObject}`,
        z.object({ key: z.string() }),
      ),
    ))
      keys.add(key)
  const all = [...keys].toSorted()
  if (all.length === 0) throw new SourceError(name, `${shown(files[0]!)} holds no JSON object`)
  refuseTwins(name, files.map(shown).join(', '), all)
  return {
    columns: all.map((key) => ({ name: key, type: 'VARCHAR' })),
    load: (wanted) =>
      loadJsonl(
        database,
        name,
        files,
        all.filter((key) => wanted.has(key)),
        shown,
      ),
  }
}

async function loadJsonl(
  database: Database,
  name: string,
  files: readonly string[],
  columns: readonly string[],
  shown: (file: string) => string,
): Promise<LoadedFiles> {
  const raw = vaultRelation(`raw_${name}`).from
  const rejected = vaultRelation(`rejected_${name}`).from
  await database.run(
    `CREATE OR REPLACE TABLE ${raw} (${[...columns.map((c) => `${identifier(c)} VARCHAR`), '__file VARCHAR', '__position BIGINT'].join(', ')})`,
  )
  await database.run(`CREATE OR REPLACE TABLE ${rejected} (file VARCHAR, position BIGINT, rule VARCHAR)`)
  const values = columns.map((key) => `${json} ->> ${literal(`$."${key.replaceAll('"', '\\"')}"`)}`)
  let records = 0
  let rows = 0
  let rejectedRows = 0
  for (const file of files) {
    const expected = await countLines(file)
    const numbered = `(SELECT line, row_number() OVER () AS position FROM ${linesOf(file)})`
    const rule = `CASE WHEN NOT ${isObject} THEN 'jsonl: not an object' WHEN ${repeatsKey} THEN 'jsonl: repeats a key' END`
    await readable(name, `${shown(file)} is not readable JSONL in UTF-8`, async () => {
      await database.run(
        `INSERT INTO ${raw} SELECT ${[...values, literal(file), 'position'].join(', ')} FROM ${numbered} WHERE ${rule} IS NULL`,
      )
      await database.run(
        `INSERT INTO ${rejected} SELECT ${literal(file)}, position, ${rule} FROM ${numbered} WHERE ${rule} IS NOT NULL AND trim(coalesce(line, '')) <> ''`,
      )
    })
    const total = await database.count(`SELECT count(*) FROM ${raw}`)
    const bad = await database.count(`SELECT count(*) FROM ${rejected}`)
    refuseLoss(name, shown(file), expected, total - rows + bad - rejectedRows)
    records += expected
    rows = total
    rejectedRows = bad
  }
  return { from: raw, columns, records, rejected, rejectedRows }
}

/** SQL for FROM: the lines of a file in column `line`. */
function linesOf(file: string): string {
  return `read_csv(${literal(exactPath(file))}, auto_detect = false, header = false, delim = '\\x01', quote = '', escape = '', columns = {'line': 'VARCHAR'}, parallel = false)`
}
