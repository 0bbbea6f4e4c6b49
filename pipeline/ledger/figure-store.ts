import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { sha256Of } from '../../reports/checksums.ts'
import type { PublishedTable } from '../../schemas/cell.ts'
import type { LedgerEntry, RecordedTable } from '../../schemas/ledger.ts'
import { readTogether } from '../read-together.ts'
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
  if ((await hashAt(path)) !== sha256) await writeDurably(path, bytes)
  return sha256
}

/**
 * A table as a release published it.
 *
 * @throws {BrokenLedger} if what is stored is not what the entry names
 */
export function readRecordedTable(folder: LedgerFolder, table: RecordedTable): Promise<ReadTableRecord> {
  return recordedTables(folder)(table)
}

/**
 * Reads many tables as `readRecordedTable` does. Those of one definition share it.
 *
 * @throws {BrokenLedger} when called, as `readRecordedTable`
 */
export function recordedTables(folder: LedgerFolder): (table: RecordedTable) => Promise<ReadTableRecord> {
  const matrices = new Map<string, Promise<RecordedMatrix>>()
  return async ({ definition, figures }) => {
    const matrix = matrices.get(definition) ?? readText(folder, definition).then(readMatrix)
    matrices.set(definition, matrix)
    return readFiguresText(await matrix, await readText(folder, figures))
  }
}

/**
 * What a recorded table is about.
 *
 * @throws {BrokenLedger} if what is stored is not what the entry names
 */
export async function readDefinition(
  folder: LedgerFolder,
  sha256: string,
): Promise<ReadTableRecord['definition']> {
  return readDefinitionText(await readText(folder, sha256))
}

async function readText(folder: LedgerFolder, sha256: string): Promise<string> {
  const bytes = await readFile(figurePath(folder, sha256)).catch(() => null)
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
export async function verifyFigures(folder: LedgerFolder, entries: readonly LedgerEntry[]): Promise<void> {
  await readTogether(namedFigures(entries), async (sha256) => {
    if ((await hashAt(figurePath(folder, sha256))) !== sha256) throw changed(sha256)
  })
}

function changed(sha256: string): BrokenLedger {
  return new BrokenLedger('figures are stored as they were published', `figures/${sha256}.gz`)
}

async function hashAt(path: string): Promise<string | null> {
  return readFile(path).then(sha256Of, () => null)
}
