import { mkdir, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PublishedTable } from '../schemas/cell.ts'
import type { Held } from '../schemas/custody.ts'
import type { Manifest } from '../schemas/release.ts'
import { checksumText, sha256Of, sha256OfFile } from './checksums.ts'
import { withDatabase } from './database.ts'
import { plainPaths, releasePaths } from './formats/format-paths.ts'
import { writeFormats } from './formats/release-formats.ts'
import { buildManifest, manifestText } from './manifest.ts'
import { bothOf } from './meanwhile.ts'
import { isPeriodId, type ReleaseFacts } from './release-facts.ts'
import { checksumsPath, manifestPath, reportFolder, tablesFolder } from './release-files.ts'
import { compareBytes } from './row-order.ts'
import { stage, syncPath } from './staging.ts'
import { tableFaults } from './structure/table-faults.ts'
import { writeCsv } from './write-csv.ts'
import { writeDuckdb } from './write-duckdb.ts'
import { writeParquet } from './write-parquet.ts'

export interface WrittenRelease {
  /** Where it appeared. */
  readonly folder: string
  readonly manifest: Manifest
  /** What the next release names as `previousManifestSha256`. */
  readonly manifestSha256: string
}

/** What is done with a release, in the folder where it lies whole, before anybody can see it. */
export type Announce = (manifest: Manifest, folder: string) => Promise<void>

/**
 * Writes a release to `<releasesFolder>/<period>/v<version>/`, where it appears complete or not at all.
 *
 * @param announce called once all of it is on disk, before anybody can see it; if that fails, it never appears
 * @throws {Error} if the release exists, a table breaks the structure that recipients check, or a file cannot
 * be written in full; nothing is left of it then
 */
export async function writeRelease(
  tables: Held<'protected', readonly PublishedTable[]>,
  facts: ReleaseFacts,
  releasesFolder: string,
  announce?: Announce,
): Promise<WrittenRelease> {
  refuseMalformed(tables, facts)
  const name = `v${facts.version}`
  const target = join(releasesFolder, facts.period.id, name)
  const written = await stage(
    releasesFolder,
    target,
    `${facts.period.id}-${name}`,
    (folder) => fillFolder(tables, facts, folder),
    async ({ manifest }, folder) => announce?.(manifest, folder),
  )
  return { folder: target, ...written }
}

async function fillFolder(
  tables: Held<'protected', readonly PublishedTable[]>,
  facts: ReleaseFacts,
  folder: string,
): Promise<Omit<WrittenRelease, 'folder'>> {
  for (const name of [tablesFolder, reportFolder]) await mkdir(join(folder, name))
  const plain = writePlain(tables, facts, folder)
  const formats = writeFormats(facts.formats, { facts, tables }, plain, folder)
  // Nothing may write to a folder that is given up.
  const [described] = await bothOf(plain, formats)
  const paths = releasePaths({ ...facts, tables: tables.map(({ shape }) => shape.id) }).toSorted(compareBytes)
  const files = await Promise.all(paths.map((path) => described.get(path) ?? describeFile(folder, path)))
  const manifest = buildManifest(tables, facts, files)
  const text = manifestText(manifest)
  const manifestSha256 = sha256Of(text)
  const unfinished = `${manifestPath}.unfinished`
  await writeFile(join(folder, unfinished), text, { flag: 'wx' })
  const checksums = checksumText([...files, { path: manifestPath, sha256: manifestSha256 }])
  await writeFile(join(folder, checksumsPath), checksums, { flag: 'wx' })

  for (const path of [...paths, checksumsPath, unfinished, tablesFolder, reportFolder])
    await syncPath(join(folder, path))
  await rename(join(folder, unfinished), join(folder, manifestPath))
  await syncPath(folder)
  return { manifest, manifestSha256 }
}

/** Writes what every release has, and describes it. */
async function writePlain(
  tables: Held<'protected', readonly PublishedTable[]>,
  { project, version, asOf }: ReleaseFacts,
  folder: string,
): Promise<ReadonlyMap<string, Manifest['files'][number]>> {
  await writeCsv(tables, folder)
  await withDatabase(folder, async (connection) => {
    await writeParquet(tables, { project: project.id, version, asOf }, folder, connection)
    await writeDuckdb(tables, folder, connection)
  })
  const paths = plainPaths(tables.map(({ shape }) => shape.id))
  return new Map(
    await Promise.all(paths.map(async (path) => [path, await describeFile(folder, path)] as const)),
  )
}

async function describeFile(folder: string, path: string): Promise<Manifest['files'][number]> {
  const { size } = await stat(join(folder, path))
  return { path, sha256: await sha256OfFile(join(folder, path)), bytes: size }
}

function refuseMalformed(tables: readonly PublishedTable[], { period, version }: ReleaseFacts): void {
  if (!isPeriodId(period.id))
    throw new Error(`a period's name is a date or a part of a year. Provided value: ${period.id}`)
  if (!Number.isSafeInteger(version) || version < 1) {
    throw new Error(`versions count from 1. Provided value: ${version}`)
  }
  const ids = tables.map(({ shape }) => shape.id)
  const repeated = ids.find((id, i) => ids.indexOf(id) !== i)
  if (repeated !== undefined)
    throw new Error(`a release has one table of a name. Provided value: ${repeated}`)
  for (const table of tables) {
    const { id, period: tablePeriod } = table.shape
    if (tablePeriod !== period.id)
      throw new Error(`a table is about the period of its release. Provided value: ${id}`)
    const [fault] = tableFaults(table)
    if (fault !== undefined) throw new Error(`${fault.clause}. Provided value: ${id}`)
  }
}
