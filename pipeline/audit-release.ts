import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { sha256OfFile } from '../reports/checksums.ts'
import { manifestPath } from '../reports/release-files.ts'
import type { PublicKey } from '../reports/signature/minisign.ts'
import type { PublishedTable, TableShape } from '../schemas/cell.ts'
import { ConfigurationError } from '../schemas/failure.ts'
import { totalCode } from '../schemas/hierarchy.ts'
import { countsStock } from '../schemas/nested-populations.ts'
import type { Manifest } from '../schemas/release.ts'
import type { RecountedRollUp } from '../transforms/recount/first-counted.ts'
import { recountQuery } from '../transforms/recount/recount-query.ts'
import { extract } from './1-extract.ts'
import type { Database } from './database.ts'
import { auditLedger } from './ledger/audit-ledger.ts'
import { isFolder } from './ledger/settle-pending.ts'
import { loadProject, type Project } from './load-project.ts'
import { compareWithRecount, type RecountedRow } from './recount-comparison.ts'
import { inRestrictedRun } from './restricted-run.ts'
import { recountedRollUp, releasesWithin } from './rollups/recount-roll-ups.ts'
import { runPaths } from './run-paths.ts'
import { fingerprintSources } from './source-fingerprint.ts'
import { type Finding, type Verification, verifyRelease } from './verify.ts'
import type { Workspace } from './workspace.ts'

export interface AuditOptions {
  readonly project: string
  readonly release: string
  readonly data?: string | undefined
  readonly workspace?: string | undefined
  /** For the attacks; as many as there are cores, at most 4, where absent. */
  readonly threads?: number | undefined
  /** The publisher's; the signature is not checked where absent. */
  readonly publicKey?: PublicKey | null | undefined
  readonly now: Date
  readonly progress: (message: string) => void
}

export interface ReleaseAudit extends Verification {
  /** Cells that were counted again. */
  readonly recounted: number
  /** Differences that follow from sources which changed since the release, or, of a revision, since the first version. */
  readonly differences: readonly Finding[]
  /** Sources that changed since the release, as the run records tell; null where no record does. */
  readonly changedSources: readonly string[] | null
}

/** All of `verify`, the ledger's checks, and a recount of every cell from the sources by another route than the pipeline's. */
export async function auditAgainstSources(options: AuditOptions): Promise<ReleaseAudit> {
  const project = await loadProject(options.project)
  const paths = runPaths(project, options)
  options.progress('verifying what is published')
  const { manifest, published, ...verification } = await verifyRelease(
    options.release,
    project.definition.policy.auditSeconds,
    options.threads,
    { publicKey: options.publicKey ?? null },
  )
  if (manifest === null) return { ...verification, recounted: 0, differences: [], changedSources: null }
  if (manifest.project.id !== project.definition.project.id)
    throw new ConfigurationError('the release must belong to the project', manifest.project.id)
  refuseUnknownAttributes(published, project)
  const ledger = (await isFolder(paths.ledger)) ? paths.ledger : null
  return inRestrictedRun(
    { workspace: paths.workspace, data: paths.data, releases: null, ledger },
    options.now,
    async ({ workspace, vault: { database } }) => {
      const manifestSha256 = await sha256OfFile(join(options.release, manifestPath))
      const known = await auditLedger(ledger, manifest, manifestSha256, published, options.now)
      await extract(database, project, paths.data, manifest.as_of, options.progress)
      const witness = await findRecord(workspace, manifest, manifestSha256)
      const earlier = await releasesWithin(project, ledger, manifest.period, options.now)
      const witnesses = await Promise.all(
        earlier.map((one) => findRecord(workspace, one, one.manifest_sha256)),
      )
      const changedSources = witness && (await changedSince(project, paths.data, [witness, ...witnesses]))
      const found: Finding[] = []
      const rollUp = recountedRollUp(project, manifest.period)
      for (const table of published) {
        // They stand as first published: the sources tell no more of that day.
        if (manifest.version > 1 && countsStock(table.shape.fact, table.shape.baseMeasures)) continue
        options.progress(`recounting ${table.shape.id}`)
        const shapes = published.map(({ shape }) => shape)
        const recounted = await recount(database, table, project, manifest, shapes, rollUp)
        found.push(...compareWithRecount(table, recounted, manifest.audit.parameters))
      }
      const hasChanged = changedSources !== null && changedSources.length > 0
      // The sources do not tell any more what a revision took from the first version.
      const excused = hasChanged || witness?.hasKept === true
      const substituted =
        witness !== null &&
        witness.manifestSha256 !== manifestSha256 &&
        known.findings.every(({ rule }) => rule !== notAsReleased.rule)
      const findings = [
        ...verification.findings,
        ...known.findings,
        ...(substituted ? [notAsReleased] : []),
        ...(excused ? [] : found),
      ]
      return {
        ...verification,
        findings,
        warnings: [...verification.warnings, ...known.warnings],
        passed: verification.passed && findings.length === 0,
        recounted: verification.cells,
        differences: excused ? found : [],
        changedSources,
      }
    },
  )
}

/** Only what the project still declares can be counted again. */
function refuseUnknownAttributes(published: readonly PublishedTable[], project: Project): void {
  const known = new Set(['outcome', ...project.attributes.map(({ name }) => name)])
  const lacking = published
    .flatMap(({ shape }) => shape.dimensions)
    .find(({ kind, name }) => kind !== 'event' && !known.has(name))
  if (lacking !== undefined)
    throw new ConfigurationError('the project must declare every attribute of the release', lacking.name)
}

async function recount(
  database: Database,
  { shape }: PublishedTable,
  project: Project,
  { period, audit }: Manifest,
  release: readonly TableShape[],
  rollUp: RecountedRollUp | null,
): Promise<readonly RecountedRow[]> {
  const { minutesPerLearner } = audit.parameters.dominance
  const rows = await database.rows(
    recountQuery(shape, project.attributes, period, minutesPerLearner, release, rollUp),
  )
  const count = z
    .union([z.bigint(), z.number()])
    .nullable()
    .transform((n) => Number(n ?? 0))
  return rows.map((row) => ({
    coordinates: shape.dimensions.map(({ name }) => z.string().default(totalCode).parse(row[`d_${name}`])),
    values: shape.baseMeasures.map((_, i) => count.parse(row[`value_${i}`])),
    learners: shape.baseMeasures.map((_, i) => count.parse(row[`learners_${i}`])),
    mean: row['mean'] == null ? null : count.parse(row['mean']),
    median: row['median'] == null ? null : count.parse(row['median']),
  }))
}

/** Changed sources excuse other figures, but no other release. */
const notAsReleased: Finding = {
  rule: 'not-as-released',
  where: manifestPath,
  clause: 'a release is the one that its run recorded',
}

const recordSchema = z.object({
  asOf: z.string(),
  sources: z.record(z.string(), z.string()),
  periods: z.array(
    z.object({
      outcome: z.string(),
      period: z.object({ id: z.string() }),
      manifestSha256: z.string().nullable(),
    }),
  ),
  revisions: z.array(z.object({ period: z.string(), kept: z.int() })).default([]),
})

interface Witness {
  readonly sources: Readonly<Record<string, string>>
  readonly manifestSha256: string | null
  /** Whether learners are counted with attributes that they had when the period was first released. */
  readonly hasKept: boolean
}

/**
 * What the run that made a release recorded, be it as a candidate; else what the latest one that released its period did;
 * null where no record tells.
 */
async function findRecord(
  workspace: Workspace,
  { period: { id: period }, as_of: asOf }: Pick<Manifest, 'period' | 'as_of'>,
  manifestSha256: string,
): Promise<Witness | null> {
  let latest: Witness | null = null
  for (const run of (await readdir(workspace.runs)).toSorted().toReversed()) {
    const record = await readFile(join(workspace.runs, run, 'run.json'), 'utf8')
      .then((text) => recordSchema.safeParse(JSON.parse(text)))
      .catch(() => null)
    if (record?.success !== true || record.data.asOf !== asOf) continue
    const entry = record.data.periods.find((one) => one.period.id === period && one.manifestSha256 !== null)
    if (entry === undefined) continue
    const hasKept = record.data.revisions.some((one) => one.period === period && one.kept > 0)
    const witness = { sources: record.data.sources, manifestSha256: entry.manifestSha256, hasKept }
    if (entry.manifestSha256 === manifestSha256) return witness
    if (entry.outcome === 'released') latest ??= witness
  }
  return latest
}

/** Sources whose files are not those that each of some runs saw. */
async function changedSince(
  project: Project,
  data: string,
  before: readonly (Witness | null)[],
): Promise<readonly string[]> {
  const now = await fingerprintSources(project, data)
  return Object.keys(now).filter((source) =>
    before.some((witness) => witness !== null && now[source] !== witness.sources[source]),
  )
}
