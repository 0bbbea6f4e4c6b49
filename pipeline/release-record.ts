import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { sha256Of } from '../reports/checksums.ts'
import { parseManifest, shapesOf } from '../reports/manifest.ts'
import { manifestPath } from '../reports/release-files.ts'
import { matrixSize, type RowJudgement } from '../schemas/cell.ts'
import { ConfigurationError } from '../schemas/failure.ts'
import type { Manifest } from '../schemas/release.ts'
import { announcedBy } from './announced-release.ts'
import { type RecordedCells, readCells } from './cell-record.ts'
import { patternsPath, recordFormat } from './run-record.ts'

/** What the workspace keeps of a release. Restricted. */
export interface ReleaseRecord extends RecordedCells {
  readonly manifest: Manifest
  /** Folder of the run's record. */
  readonly run: string
  /** For each table and row, in the order of the manifest. */
  readonly statuses: readonly (readonly RowJudgement['status'][])[]
  /** In the same order: names of the rules that speak against publishing the row. */
  readonly reasons: readonly (readonly (readonly string[])[])[]
}

const runSchema = z.object({
  format: z.string().optional(),
  periods: z.array(z.object({ period: z.object({ id: z.string() }), manifestSha256: z.string().nullable() })),
})
const patternsSchema = z.array(
  z.object({
    table: z.string(),
    rows: z.array(
      z.object({ status: z.enum(['published', 'primary', 'complementary']), reasons: z.array(z.string()) }),
    ),
  }),
)

/**
 * Reads what the run that made a release recorded. Nothing is written, and no source is read.
 *
 * @throws {ConfigurationError} if there is no such release, no such record, or it is of another format
 */
export async function readReleaseRecord(
  release: string,
  workspace: string,
  projectId: string,
): Promise<ReleaseRecord> {
  const text = await readFile(join(release, manifestPath)).catch(() => {
    throw new ConfigurationError('a release must be a folder with a manifest', release)
  })
  const parsed = parseManifest(text.toString('utf8'))
  if (!('manifest' in parsed)) throw new ConfigurationError(parsed.clause, join(release, manifestPath))
  const { manifest } = parsed
  if (manifest.project.id !== projectId)
    throw new ConfigurationError('the release must belong to the project', manifest.project.id)
  const period = manifest.period.id
  const run = await findRun(join(workspace, 'runs'), period, sha256Of(text))
  const cells = await readCells(run, period, shapesOf(manifest))
  return { manifest, run, ...cells, ...(await readJudgements(run, manifest)) }
}

/** The folder of the run that made a release, known by its manifest's hash. */
async function findRun(runs: string, period: string, manifestSha256: string): Promise<string> {
  const folders = (await readdir(runs).catch(() => [])).toSorted().toReversed()
  let others = 0
  for (const name of folders) {
    const run = await readJson(join(runs, name, 'run.json'), runSchema)
    const entry = run?.periods.find((one) => one.period.id === period && one.manifestSha256 !== null)
    const made = entry?.manifestSha256 ?? (await announcedBy(join(runs, name), period))
    if (run === null || made === null) continue
    if (made !== manifestSha256) {
      others++
      continue
    }
    if (run.format !== recordFormat)
      throw new ConfigurationError(
        `the run's record must be of the format ${recordFormat}`,
        run.format ?? 'none',
      )
    return join(runs, name)
  }
  throw new ConfigurationError(
    others > 0
      ? "the workspace must hold the record of this release; its record of the period is another release's"
      : 'the workspace must hold the record of the run that made the release',
    runs,
  )
}

async function readJudgements(
  run: string,
  { period, tables }: Manifest,
): Promise<Pick<ReleaseRecord, 'statuses' | 'reasons'>> {
  const path = patternsPath(run, period.id)
  const patterns = await readJson(path, patternsSchema)
  if (
    patterns?.length !== tables.length ||
    tables.some(
      ({ id, dimensions }, t) =>
        patterns[t]!.table !== id || patterns[t]!.rows.length !== matrixSize(dimensions),
    )
  )
    throw new ConfigurationError("the run's record must hold the suppression patterns of the release", path)
  return {
    statuses: patterns.map(({ rows }) => rows.map(({ status }) => status)),
    reasons: patterns.map(({ rows }) => rows.map(({ reasons }) => reasons)),
  }
}

/** Null for what is missing or malformed. */
async function readJson<T>(path: string, schema: z.ZodType<T>): Promise<T | null> {
  try {
    return schema.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch {
    return null
  }
}
