import { createHash } from 'node:crypto'
import { realpath } from 'node:fs/promises'
import { join } from 'node:path'
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
  const { root, evidence, shapes, ...read } = await readParquet(folder)
  if (evidence === null || shapes === null) return read
  return { ...read, findings: [...read.findings, ...(await otherFindings(root, evidence, shapes, read))] }
}

/** The tables of a release folder as `readRelease` reads them: files that say the same in other formats are hashed, not read. */
export async function readReleaseTables(folder: string): Promise<readonly PublishedTable[]> {
  const { tables } = await readParquet(folder)
  return tables
}

interface ReadParquet extends ReadRelease {
  readonly root: string
  readonly evidence: FileEvidence | null
  /** Null where they are malformed, or nobody knows them. */
  readonly shapes: readonly TableShape[] | null
}

async function readParquet(folder: string): Promise<ReadParquet> {
  const root = await realpath(folder).catch(() => folder)
  const { evidence, findings, withdrawn } = await readEvidence(root)
  const manifest = evidence?.manifest ?? null
  const nothing = { root, evidence, shapes: null, manifest, tables: [], withdrawn }
  if (evidence === null || manifest === null) return { ...nothing, findings }

  const shapes = shapesOf(manifest)
  const malformed = shapes.flatMap((shape) =>
    definitionFaults(shape).map(({ rule, clause }) => ({ rule, clause: `in table ${shape.id}, ${clause}` })),
  )
  if (malformed.length > 0) return { ...nothing, findings: [...findings, ...inFile(manifestPath, malformed)] }
  const release = { project: manifest.project.id, version: manifest.version, asOf: manifest.as_of }
  const tables: PublishedTable[] = []
  const found = [...findings]
  await withDatabase(root, async (connection) => {
    for (const shape of shapes) {
      const file = parquetPath(shape.id)
      if (!isIntact(evidence, file)) continue
      const unreadable = { rule: 'unreadable', file, clause: 'a table can be read as Parquet' } as const
      const read = await attempt(found, unreadable, () =>
        readTable(connection, join(root, file), shape, release),
      )
      found.push(...inFile(file, read?.faults ?? []))
      if (read !== null && read.table !== null) tables.push(read.table)
    }
  })
  return { root, evidence, shapes, manifest, tables, findings: found, withdrawn }
}

/** What other files say that Parquet files do not. */
async function otherFindings(
  folder: string,
  evidence: FileEvidence,
  shapes: readonly TableShape[],
  { manifest, tables }: Pick<ReadRelease, 'manifest' | 'tables'>,
): Promise<readonly StructuralFinding[]> {
  const findings: StructuralFinding[] = []
  for (const table of tables) {
    const file = csvPath(table.shape.id)
    if (isIntact(evidence, file)) findings.push(...inFile(file, csvFaults(table, evidence)))
  }
  if (manifest !== null && tables.length === shapes.length)
    findings.push(
      ...(await formatFindings(manifest.formats ?? [], contentOf(manifest, tables), folder, evidence)),
    )
  if (!isIntact(evidence, databasePath)) return findings
  const clause = 'release.duckdb is a DuckDB database'
  const faults = await attempt(findings, { rule: 'unreadable', file: databasePath, clause }, () =>
    withDatabase(folder, (connection) =>
      databaseFaults(connection, join(folder, databasePath), shapes, tables),
    ),
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
