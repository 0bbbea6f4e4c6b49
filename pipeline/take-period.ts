import { join } from 'node:path'
import { canonicalJson } from '../reports/canonical-json.ts'
import { sha256Of, sha256OfFile } from '../reports/checksums.ts'
import { codeVersion } from '../reports/code-version.ts'
import { meanwhile } from '../reports/meanwhile.ts'
import { manifestPath } from '../reports/release-files.ts'
import type { Announce } from '../reports/write-release.ts'
import type { PublishedTable, TabulatedTable } from '../schemas/cell.ts'
import type { Held } from '../schemas/custody.ts'
import { WithheldError } from '../schemas/failure.ts'
import type { Period } from '../schemas/period.ts'
import type { AuditParameters } from '../schemas/release.ts'
import type { Witness } from '../schemas/witness.ts'
import { attest } from '../transforms/attest.ts'
import type { ClassRisk } from '../transforms/generalize/equivalence-classes.ts'
import type { Deidentified } from './2-deidentify.ts'
import { generalize } from './3-generalize.ts'
import { tabulate } from './4-tabulate.ts'
import { type Protected, protect } from './5-protect.ts'
import { previousManifest, release } from './6-release.ts'
import { noteAnnounced } from './announced-release.ts'
import { type Candidate, makeCandidate } from './approval/candidate.ts'
import type { Suppressed } from './audited-treatment.ts'
import { writeCells } from './cell-record.ts'
import type { Checkpoints } from './checkpoints.ts'
import { type ClampedShare, clampedShare } from './clamping.ts'
import type { Database } from './database.ts'
import type { Destination } from './destination.ts'
import { findingReasons } from './finding-reasons.ts'
import type { Inputs } from './inputs.ts'
import type { KeptSeries } from './kept-series.ts'
import { hiddenIn, readLastHidden } from './last-hidden.ts'
import { publish } from './ledger/publish.ts'
import { levelNames } from './level-names.ts'
import type { Project } from './load-project.ts'
import { mergeProposals } from './merge-proposals.ts'
import type { PublishedPeriod } from './release-shelf.ts'
import { longerOnly, rolledTables, tablesOf } from './rollups/roll-ups.ts'
import { type PeriodRecord, writePatterns } from './run-record.ts'
import type { SolverThreads } from './solver-threads.ts'
import { protectWithStocks } from './stocks/protect-with-stocks.ts'
import { type StockWaits, writeWaits } from './stocks/stock-summary.ts'
import { type StoredSeries, storeSeries } from './stocks/store-series.ts'
import type { Stopwatch } from './stopwatch.ts'
import { preferencesOf } from './table-preferences.ts'
import { hiddenByRule, summarize } from './usefulness.ts'
import { unlessWithheld, withheldPeriod } from './withheld-period.ts'
import { writeWitnesses } from './witness-record.ts'

export interface PeriodTask {
  readonly database: Database
  readonly project: Project
  readonly period: Period
  /** Learners without names; read from the sources only if a stage before tabulation has to be done. */
  readonly cohort: () => Promise<Deidentified>
  readonly tieBreakKey: string
  readonly inputs: Inputs
  readonly checkpoints: Checkpoints
  /** Names everything that what was counted follows from. */
  readonly countedKey: string
  readonly destination: Destination
  readonly asOf: string
  /** Releases that exist already, or would. */
  readonly earlier: readonly PublishedPeriod[]
  /** Restricted folder of the run's record. */
  readonly record: string
  readonly watch: Stopwatch
  /** What is known of learners who were counted before; null where nothing is to be noted of the period. */
  readonly kept: (() => Promise<KeptSeries>) | null
  /** For linear programs; none where absent. */
  readonly threads: SolverThreads | undefined
  readonly progress: (message: string) => void
}

/** Steps 3 and 4 of a period. */
interface Counted {
  readonly risk: ClassRisk
  readonly clamped: ClampedShare | null
  readonly tables: readonly TabulatedTable[]
  /** Those that only longer periods show: what they add up. */
  readonly ofLonger: readonly TabulatedTable[]
}

/** Steps 3 to 6 for one period: what was released, or why it was withheld. */
export async function takePeriod(task: PeriodTask): Promise<PeriodRecord> {
  const { project, period, watch, destination, earlier, checkpoints } = task
  const { policy } = project.definition
  const planned = destination.kind === 'dry-run' ? destination.planned : undefined
  const lastHidden = meanwhile(readLastHidden(destination.kind === 'plan' ? [] : earlier, period, planned))
  // Who moves between rows, contributes what, and is counted again in a longer period, is told from learners, whom no
  // checkpoint keeps.
  const counted =
    task.kept === null
      ? await checkpoints.keep(`${period.id}-counted`, task.countedKey, () => count(task))
      : await count(task)
  const tables = attest('tabulated', counted.tables)
  task.progress(`${period.id}: protecting`)
  const preferences = preferencesOf(tables, project, await lastHidden)
  const protectedKey = sha256Of(
    canonicalJson([task.countedKey, task.tieBreakKey, await previousManifest(earlier, period)]),
  )
  const checkpointed =
    (attempt: string): Suppressed =>
    (suppress) =>
      checkpoints.keep(`${period.id}-suppressed${attempt}`, protectedKey, async () => {
        const suppressed = await suppress()
        task.progress(`${period.id}: auditing`)
        return suppressed
      })
  const { tieBreakKey, threads } = task
  const kept = (await task.kept?.()) ?? null
  const stocks = kept?.stocks ?? null
  const protection = await watch.time('5 protect', async () => {
    if (stocks === null)
      return unlessWithheld(async () => ({
        ...(await protect(tables, policy, preferences, tieBreakKey, threads, checkpointed(''))),
        waits: [],
      }))
    const retired = project.tables.flatMap(({ id, period: { retired = false } }) => (retired ? [id] : []))
    const histories = await stocks.histories(new Set(retired))
    const limits = { tables, policy, preferences, tieBreakKey, threads, histories }
    return unlessWithheld(() =>
      protectWithStocks({ ...limits, kept: (attempt) => checkpointed(`-${attempt}`) }),
    )
  })
  if (protection instanceof WithheldError) return withheldPeriod(period, protection, counted)
  const { waits } = protection
  const { patterns, parameters, released, witnesses } = protection
  await writePatterns(task.record, period.id, patterns)
  if (stocks !== null) await writeWaits(task.record, period.id, waits)
  const placed =
    released === null
      ? withheld
      : await noting(kept, task, released, (series) =>
          place(task, { tables, ofLonger: counted.ofLonger, witnesses }, released, parameters, series),
        )
  return recordOf(task, { ...counted, tables }, protection, placed, waits)
}

/**
 * Has the run's database take note of a release: while its files are written, since what is stored waits for it. Where
 * nothing is stored nothing would, so that it comes first.
 */
async function noting<T>(
  kept: KeptSeries | null,
  { period, asOf, destination }: PeriodTask,
  released: readonly PublishedTable[],
  work: (series: Pick<StoredSeries, 'pack' | 'isUsed'> | null) => Promise<T>,
): Promise<T> {
  if (kept === null) return work(null)
  const noted = meanwhile(kept.advance(period, asOf, released))
  const { isUsed } = kept
  if (destination.kind !== 'releases' || !isUsed) await noted
  try {
    return await work({ isUsed, pack: () => noted.then(() => kept.pack()) })
  } finally {
    await noted
  }
}

/** What a run records of a period. */
export async function recordOf(
  { project, period, destination, watch, tieBreakKey }: PeriodTask,
  {
    risk,
    clamped,
    tables,
  }: Pick<Counted, 'risk' | 'clamped'> & { readonly tables: Held<'tabulated', readonly TabulatedTable[]> },
  { patterns, report, exhausted, unproven }: Protected,
  placed: Placed,
  waits: readonly StockWaits[],
): Promise<PeriodRecord> {
  const { usefulness } = project.definition.policy
  const shortfall = { exhausted, unproven }
  return {
    period,
    ...placed,
    reasons: findingReasons(report.findings),
    risk,
    clamped,
    tables: tables.map((table, i) =>
      summarize(table, patterns[i]!, usefulness, shortfall, levelNames(project, table.shape)),
    ),
    hidden: hiddenByRule(patterns),
    audit: report,
    stocks: waits.map(({ summary }) => summary),
    merges:
      destination.kind === 'plan'
        ? await watch.time('merges', () => mergeProposals(tables, project, tieBreakKey))
        : [],
  }
}

/** What a candidate is audited against once more. */
interface Restricted {
  readonly tables: Held<'tabulated', readonly TabulatedTable[]>
  /** What a later period adds up, beside the tables of this one. */
  readonly ofLonger?: readonly TabulatedTable[]
  readonly witnesses: readonly Witness[]
}

type Placed = Pick<PeriodRecord, 'outcome' | 'folder' | 'candidate' | 'manifestSha256'>

export const withheld: Placed = { outcome: 'withheld', folder: null, candidate: null, manifestSha256: null }

/** Step 6: brings what the audit let pass to where it goes, and records the cells that it rests on. */
export async function place(
  task: Omit<PeriodTask, 'kept'>,
  restricted: Restricted,
  released: Held<'protected', readonly PublishedTable[]>,
  parameters: AuditParameters,
  series: Pick<StoredSeries, 'pack' | 'isUsed'> | null,
  version = 1,
): Promise<Placed> {
  const { destination, period, project, watch } = task
  if (destination.kind === 'dry-run') destination.planned.set(period, hiddenIn(released))
  if (destination.kind === 'dry-run' || destination.kind === 'plan')
    return { ...withheld, outcome: 'planned' }
  const { policy } = project.definition
  const limits = { policy, codeVersion: await codeVersion() }
  const { tables, ofLonger } = restricted
  await writeCells(task.record, period.id, tables, limits, rolledTables(project).length > 0, ofLonger)
  task.progress(`${period.id}: releasing`)
  const announced = (announce: Announce | undefined): Announce | undefined =>
    announce &&
    (async (manifest, folder) => {
      await noteAnnounced(task.record, period.id, manifest)
      await announce(manifest, folder)
    })
  const write = (folder: string, announce?: Announce) =>
    release(
      ...([released, parameters, project, period, task.asOf, folder, task.earlier] as const),
      ...([announced(announce), version] as const),
    )
  if (destination.kind === 'candidates') {
    const { id, manifestSha256 } = await watch.time('6 release', () =>
      propose({ ...task, version }, destination, restricted, write),
    )
    return { outcome: 'candidate', folder: null, candidate: id, manifestSha256 }
  }
  const folder = await watch.time('6 release', async () =>
    destination.kind === 'approval'
      ? destination.publish(released, parameters, series)
      : publish(destination.publishing, released, write, () =>
          storeSeries(destination.publishing.ledger, series),
        ),
  )
  const manifestSha256 = await sha256OfFile(join(folder, manifestPath))
  return { outcome: 'released', folder, candidate: null, manifestSha256 }
}

async function count({ database, project, period, watch, ...task }: PeriodTask): Promise<Counted> {
  const deidentified = await task.cohort()
  task.progress(`${period.id}: counting`)
  const kept = await task.kept?.()
  const risk = await watch.time('3 generalize', () =>
    generalize(database, project, period, kept && (() => kept.settle(period))),
  )
  const nodes = await kept?.watch(period, deidentified, task.asOf)
  const own = { ...project, tables: tablesOf(project, period.grain) }
  const longer = { ...project, tables: longerOnly(project) }
  const [tables, ofLonger] = await watch.time('4 tabulate', async () => [
    await tabulate(database, own, period, deidentified, { watch: nodes }),
    await tabulate(database, longer, period, deidentified),
  ])
  await kept?.count(period, deidentified)
  const { clamping } = deidentified
  const clamped = clamping === null ? null : clampedShare(clamping, period.start, [...tables, ...ofLonger])
  return { risk, clamped, tables, ofLonger }
}

/** Leaves the release for a person to approve. */
async function propose(
  {
    project,
    period,
    version,
    asOf,
    inputs,
    earlier,
  }: Omit<PeriodTask, 'kept'> & { readonly version: number },
  { workspace, run, now, recounted }: Extract<Destination, { kind: 'candidates' }>,
  { tables, witnesses }: Restricted,
  write: (folder: string) => Promise<string>,
): Promise<Candidate> {
  const facts = {
    project: project.definition.project.id,
    ...{ period, version, asOf, madeAt: now, run, recounted, inputs },
    previousManifestSha256: await previousManifest(earlier, period, version),
  }
  const { policy } = project.definition
  return makeCandidate(workspace, facts, write, async (folder) => {
    if (recounted) return
    await writeCells(folder, period.id, tables, { policy, codeVersion: await codeVersion() }, true)
    await writeWitnesses(folder, period.id, witnesses)
  })
}
