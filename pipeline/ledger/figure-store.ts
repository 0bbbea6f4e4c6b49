import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { sha256Of } from '../../reports/checksums.ts'
import type { PublishedTable } from '../../schemas/cell.ts'
import type { LedgerEntry, RecordedTable } from '../../schemas/ledger.ts'
import { readAtOnce } from '../read-at-once.ts'
import { BrokenLedger } from './broken-ledger.ts'
import type { LedgerFolder } from './ledger-folder.ts'
import {
  type ReadTableRecord,
  type RecordedMatrix,
  readDefinitionText,
  readFiguresText,
  readMatrix,
  tableTexts,
} from './table-record.ts'
import { writeDurably } from './write-durably.ts'

export function figurePath({ figures }: LedgerFolder, sha256: string): string {
  return join(figures, `${sha256}.gz`)
}

/** Stores a table; what is there already (a definition mostly is) is not stored twice. */
export async function storeTable(folder: LedgerFolder, table: PublishedTable): Promise<RecordedTable> {
  const { id, dimensions } = table.shape
  const texts = tableTexts(table)
  return {
    id,
    definition: await storeText(folder, texts.definition),
    figures: await storeText(folder, texts.figures),
    rows: table.rows.length,
    dimensions: dimensions.map(({ name, codes }) => ({
      name,
      levels: codes.reduce((deepest, { level }) => Math.max(deepest, level), 0),
    })),
    ...(table.shape.asOf === undefined ? {} : { as_of: table.shape.asOf }),
  }
}

/** @returns SHA-256 of the bytes as stored, so that no byte of them can change unseen */
async function storeText(folder: LedgerFolder, text: string): Promise<string> {
  const bytes = gzipSync(text, { level: 9 })
  const sha256 = sha256Of(bytes)
  const path = figurePath(folder, sha256)
  if (hashAt(path) !== sha256) await writeDurably(path, bytes)
  return sha256
}

/**
 * A table as a release published it.
 *
 * @throws {BrokenLedger} if what is stored is not what the entry names
 */
export function readRecordedTable(folder: LedgerFolder, table: RecordedTable): ReadTableRecord {
  return recordedTables(folder)(table)
}

/**
 * Reads many tables as `readRecordedTable` does. Those of one definition share it.
 *
 * @throws {BrokenLedger} when called, as `readRecordedTable`
 */
export function recordedTables(folder: LedgerFolder): (table: RecordedTable) => ReadTableRecord {
  const matrices = new Map<string, RecordedMatrix>()
  return ({ definition, figures }) => {
    const matrix = matrices.get(definition) ?? readMatrix(readText(folder, definition))
    matrices.set(definition, matrix)
    return readFiguresText(matrix, readText(folder, figures))
  }
}

/**
 * What a recorded table is about.
 *
 * @throws {BrokenLedger} if what is stored is not what the entry names
 */
export function readDefinition(folder: LedgerFolder, sha256: string): ReadTableRecord['definition'] {
  return readDefinitionText(readText(folder, sha256))
}

function readText(folder: LedgerFolder, sha256: string): string {
  const bytes = readAtOnce(figurePath(folder, sha256))
  if (bytes === null || sha256Of(bytes) !== sha256) throw changed(sha256)
  return gunzipSync(bytes).toString('utf8')
}

/** SHA-256 of all that the entries name, each once, in the order of the entries. */
export function namedFigures(entries: readonly LedgerEntry[]): readonly string[] {
  const tables = entries.flatMap(({ content }) =>
    content.kind === 'intended' || content.kind === 'adopted' ? content.release.tables : [],
  )
  return [...new Set(tables.flatMap(({ definition, figures }) => [definition, figures]))]
}

/** @throws {BrokenLedger} if a stored file that an entry names is missing, or has changed by a bit */
export function verifyFigures(folder: LedgerFolder, entries: readonly LedgerEntry[]): void {
  for (const sha256 of namedFigures(entries))
    if (hashAt(figurePath(folder, sha256)) !== sha256) throw changed(sha256)
}

function changed(sha256: string): BrokenLedger {
  return new BrokenLedger('figures are stored as they were published', `figures/${sha256}.gz`)
}

function hashAt(path: string): string | null {
  const bytes = readAtOnce(path)
  return bytes === null ? null : sha256Of(bytes)
}
