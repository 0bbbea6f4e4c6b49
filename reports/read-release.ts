import { createHash } from 'node:crypto'
import { realpath } from 'node:fs/promises'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { PublishedTable, TableShape } from '../schemas/cell.ts'
import type { Manifest } from '../schemas/release.ts'
import type { Withdrawal } from '../schemas/withdrawal.ts'
import { csvChunks } from './csv-text.ts'
import { withDatabase } from './database.ts'
import { flatTable } from './flat-table.ts'
import { contentOf } from './formats/release-content.ts'
import { formatFindings } from './formats/release-formats.ts'
import { csvPath, parquetPath, shapesOf } from './manifest.ts'
import { manifestPath } from './release-files.ts'
import { attempt } from './structure/attempt.ts'
import { databaseFaults } from './structure/database-faults.ts'
import { definitionFaults } from './structure/definition-faults.ts'
import { type FileEvidence, isIntact } from './structure/file-findings.ts'
import { type Fault, inFile, type StructuralFinding } from './structure/finding.ts'
import { readEvidence } from './structure/read-evidence.ts'
import { readTable } from './structure/read-table.ts'
import { databasePath } from './write-duckdb.ts'

export interface ReadRelease {
  /** Null where it is missing or malformed. */
  readonly manifest: Manifest | null
  /** Those whose Parquet file holds what the manifest declares, rows in the order of `matrixCoordinates`. */
  readonly tables: readonly PublishedTable[]
  /** Every structural rule that the folder breaks; none for a release as it was written. */
  readonly findings: readonly StructuralFinding[]
  /** The notice that lies in the folder, if it is one of this release. */
  readonly withdrawn: Withdrawal | null
}

/**
 * Reads a release folder and checks everything about it but the arithmetic of its figures and its signature.
 *
 * It never throws on a damaged release: what cannot be read is a finding. A file whose hash is wrong is not
 * opened, and nothing outside the folder is read, whatever the files in it say.
 */
export async function readRelease(folder: string): Promise<ReadRelease> {
  const { opened, ...stated } = await readStated(folder)
  if (opened === null) return { ...stated, tables: [] }
  return withDatabase(opened.root, async (connection) => {
    const { tables, findings } = await readParquet(connection, opened)
    const others = await otherFindings(connection, opened, tables)
    return { ...stated, tables, findings: [...stated.findings, ...findings, ...others] }
  })
}

/** The tables of a release folder as `readRelease` reads them: files that say the same in other formats are hashed, not read. */
export async function readReleaseTables(folder: string): Promise<readonly PublishedTable[]> {
  const { opened } = await readStated(folder)
  if (opened === null) return []
  const { tables } = await withDatabase(opened.root, (connection) => readParquet(connection, opened))
  return tables
}

/** A release whose manifest says what its tables are. */
interface OpenedRelease {
  readonly root: string
  readonly evidence: FileEvidence
  readonly manifest: Manifest
  /** Of all tables, without definition faults. */
  readonly shapes: readonly TableShape[]
}

interface StatedRelease extends Omit<ReadRelease, 'tables'> {
  /** Null where its tables are malformed, or nobody knows them. */
  readonly opened: OpenedRelease | null
}

async function readStated(folder: string): Promise<StatedRelease> {
  const root = await realpath(folder).catch(() => folder)
  const { evidence, findings, withdrawn } = await readEvidence(root)
  const manifest = evidence?.manifest ?? null
  if (evidence === null || manifest === null) return { opened: null, manifest, findings, withdrawn }

  const shapes = shapesOf(manifest)
  const malformed = shapes.flatMap((shape) =>
    definitionFaults(shape).map(({ rule, clause }) => ({ rule, clause: `in table ${shape.id}, ${clause}` })),
  )
  const opened = malformed.length > 0 ? null : { root, evidence, manifest, shapes }
  return { opened, manifest, findings: [...findings, ...inFile(manifestPath, malformed)], withdrawn }
}

async function readParquet(
  connection: DuckDBConnection,
  { root, evidence, manifest, shapes }: OpenedRelease,
): Promise<Pick<ReadRelease, 'tables' | 'findings'>> {
  const release = { project: manifest.project.id, version: manifest.version, asOf: manifest.as_of }
  const tables: PublishedTable[] = []
  const findings: StructuralFinding[] = []
  for (const shape of shapes) {
    const file = parquetPath(shape.id)
    if (!isIntact(evidence, file)) continue
    const unreadable = { rule: 'unreadable', file, clause: 'a table can be read as Parquet' } as const
    const read = await attempt(findings, unreadable, () =>
      readTable(connection, join(root, file), shape, release),
    )
    findings.push(...inFile(file, read?.faults ?? []))
    if (read !== null && read.table !== null) tables.push(read.table)
  }
  return { tables, findings }
}

/** What other files say that Parquet files do not. */
async function otherFindings(
  connection: DuckDBConnection,
  { root, evidence, manifest, shapes }: OpenedRelease,
  tables: readonly PublishedTable[],
): Promise<readonly StructuralFinding[]> {
  const findings: StructuralFinding[] = []
  for (const table of tables) {
    const file = csvPath(table.shape.id)
    if (isIntact(evidence, file)) findings.push(...inFile(file, csvFaults(table, evidence)))
  }
  if (tables.length === shapes.length)
    findings.push(
      ...(await formatFindings(manifest.formats ?? [], contentOf(manifest, tables), root, evidence)),
    )
  if (!isIntact(evidence, databasePath)) return findings
  const clause = 'release.duckdb is a DuckDB database'
  const faults = await attempt(findings, { rule: 'unreadable', file: databasePath, clause }, () =>
    databaseFaults(connection, join(root, databasePath), shapes, tables),
  )
  return [...findings, ...inFile(databasePath, faults ?? [])]
}

/** A table has one CSV text, so its hash tells whether the file has the same content. */
function csvFaults(table: PublishedTable, { hashes }: FileEvidence): readonly Fault[] {
  const hash = createHash('sha256')
  for (const text of csvChunks(flatTable(table))) hash.update(text)
  return hash.digest('hex') === hashes.get(csvPath(table.shape.id))
    ? []
    : [{ rule: 'csv', clause: 'a CSV file has the content of its Parquet file' }]
}
