import { meanwhile } from '../reports/meanwhile.ts'
import {
  asEarlier,
  candidateAmong,
  madeBy,
  nothingWaits,
  reviewCandidates,
  type Waiting,
} from './approval/candidate-standing.ts'
import { clearCheckpoints, noCheckpoints, openCheckpoints } from './checkpoints.ts'
import { latestMoment, refuseClockGoneBack, refuseDayToCome } from './clock.ts'
import { destinationOf } from './destination.ts'
import { chooseRange } from './due-periods.ts'
import { countedKey, lastGoodRun } from './earlier-work.ts'
import { findDue } from './find-due.ts'
import { type HeldPeriod, isWithheld, neverReleased, waitsFor } from './held-periods.ts'
import { keptLearners } from './kept-learners.ts'
import { isNoted, KeptSeries, keepsLearners } from './kept-series.ts'
import { type Out, openCheckedLedger, readCheckedLedger } from './ledger/checked-ledger.ts'
import { isForgettingDue } from './ledger/forget-contributions.ts'
import { knownPeriods, refuseKnownOverlap, withdrawnPeriods } from './ledger/known-periods.ts'
import { loadContributions } from './ledger/loaded-contributions.ts'
import type { Ledger } from './ledger/open-ledger.ts'
import { isFolder } from './ledger/settle-pending.ts'
import { loadProject, type Project } from './load-project.ts'
import { closeLineage } from './observe/close-lineage.ts'
import { telling } from './observe/hooks.ts'
import { once } from './once.ts'
import { dayAfter, todayIn } from './period-calendar.ts'
import { readLearners, unchanged } from './read-learners.ts'
import { lookAtSources } from './read-steadily.ts'
import { refuseOverlap } from './refuse-overlap.ts'
import { refuseWithoutBrowser } from './refuse-without-browser.ts'
import { inRestrictedRun, type RestrictedRun } from './restricted-run.ts'
import { idsToLookAt, revisePeriods } from './revisions/revise-periods.ts'
import { revisablePeriods } from './revisions/revision-window.ts'
import { hasStocks, publishedGrains } from './rollups/roll-ups.ts'
import { takeLongerPeriod } from './rollups/take-longer-period.ts'
import { readHistory } from './run-history.ts'
import { RunJournal } from './run-journal.ts'
import { type RunPaths, readAsOf, runPaths } from './run-paths.ts'
import type { RunOutcome, RunRecord } from './run-record.ts'
import { readSigningKey } from './signing-key.ts'
import { withSolverThreads } from './solver-threads.ts'
import { readPublishedStocks } from './stocks/published-stocks.ts'
import { refuseKnownStocks } from './stocks/refuse-stocks.ts'
import { takePeriod } from './take-period.ts'
import { warnOfLongSeries } from './warn-of-long-series.ts'

export interface NightOptions {
  readonly project: string
  /** Folder that sources start from; the project's own where absent. */
  readonly data?: string | undefined
  readonly releases?: string | undefined
  readonly workspace?: string | undefined
  /** Last day that counts as ended, `YYYY-MM-DD`; today in the project's time zone where absent. */
  readonly asOf?: string | undefined
  readonly period?: string | undefined
  /** First and last period of a range, together. */
  readonly from?: string | undefined
  readonly to?: string | undefined
  /** The only released period to look at again; all that may be revised where absent. */
  readonly revise?: string | undefined
  /** Periods to release at most, the last ones; all where absent. */
  readonly last?: number | undefined
  /** False: a plan, which knows of no release, and proposes merges. */
  readonly publish: boolean
  /** Everything but publishing: what a run would do. */
  readonly dryRun?: boolean | undefined
  /** Checks of severity `error` only warn, this once. */
  readonly acceptDrift?: boolean | undefined
  /** For linear programs; as many as there are cores, at most 4, where absent. */
  readonly threads?: number | undefined
  /** Ends the night after the period at hand; signals do not end the process then. */
  readonly stop?: AbortSignal | undefined
  readonly now: Date
  readonly progress: (message: string) => void
}

export interface NightResult extends RunRecord {
  /** Restricted folder with the run's record. */
  readonly record: string
}

/**
 * One night: finds the closed periods that are not yet released, and takes each through the six steps.
 *
 * Whatever happens, no vault and no half release is left behind, and the next night goes on where this one ended.
 */
export async function night(options: NightOptions): Promise<NightResult> {
  const project = await loadProject(options.project)
  const { id, timeZone } = project.definition.project
  const asOf = readAsOf(options.asOf ?? todayIn(timeZone, options.now))
  const { hooks } = project.definition
  const told = { hooks: options.publish ? hooks : {}, project: id, asOf, say: options.progress }
  return telling(told, () => throughTheNight(options, project, asOf))
}

async function throughTheNight(options: NightOptions, project: Project, asOf: string): Promise<NightResult> {
  const { progress: say, now, stop, last, dryRun = false, acceptDrift = false } = options
  const { id, timeZone } = project.definition.project
  const paths = runPaths(project, options)
  const publish = options.publish && !dryRun
  // Somebody may have to be forgotten first, where contributions are kept.
  if (!publish || !(await isFolder(paths.ledger))) refuseOverlap(project)
  if (publish) refuseWithoutBrowser(project)
  const signingKey = publish ? await readSigningKey(project, paths) : null
  const range = chooseRange(project, asOf, options)
  const work = async ({ workspace, vault }: RestrictedRun): Promise<NightResult> => {
    const history = (await readHistory(workspace)).filter((run) => run.project === id)
    const journal = await RunJournal.open(workspace, { project: id, timeZone, asOf, publish }, history, now)
    await closeLineage(workspace.folder, now).catch(() => undefined)
    const record = await journal.until(async (): Promise<RunOutcome> => {
      if (options.asOf === undefined) refuseClockGoneBack(history, now)
      else if (publish) refuseDayToCome(asOf, todayIn(timeZone, latestMoment(history, now)))
      const { ledger, ...out } = await readOut(options, project, paths)
      const { known, shelf } = out
      await journal.note({ withdrawn: withdrawnPeriods(known, id) })
      const signal = stop ?? new AbortController().signal
      const task = {
        project,
        workspace,
        dataFolder: paths.data,
        journal,
        asOf,
        now,
        acceptDrift,
        say,
        signal,
      }
      const seen = await lookAtSources(task)
      await journal.note({ inputs: seen.inputs, sources: seen.inputs.sources })
      const waiting = publish
        ? await reviewCandidates(workspace, project, out, seen.inputs, now, say)
        : nothingWaits

      // Read while the database reads sources.
      const published = hasStocks(project)
        ? once(() => meanwhile(readPublishedStocks(paths.ledger, known, id)))
        : null
      const kept = keepsLearners(project, out)
        ? once(() => KeptSeries.open({ vault, ledger: paths.ledger, project, out, published: published?.() }))
        : null
      const learners = { folder: paths.ledger, ledger, journal, today: todayIn(timeZone, now), say }
      const read = once(() =>
        readLearners({
          ...{ ...task, vault, seen, last: lastGoodRun(history), keepKey: publish },
          beside: () => void published?.(),
          kept: kept && keptLearners({ ...learners, kept }),
        }),
      )
      const { all, again } = revisablePeriods(project, known, asOf, { range, chosen: options.revise })
      // However this run ends: what it does not come to is looked at by a later one.
      await journal.note({ unlooked: idsToLookAt(all, waiting.rejected) })
      try {
        refuseOverlap(project)
        await refuseKnownStocks(project, paths.ledger, known)
      } catch (error) {
        if (publish && out.contributions?.project === id) await read()
        throw error
      }
      const due = await findDue({
        ...task,
        ...{ out: knownPeriods(known, id), waiting, oneByOne: kept !== null, range, last, read, again },
        ...{ releases: publish, looksAgain: looksAgain(options, project, waiting) },
        never: neverReleased(project, known, out.skipped),
        ...{ inputs: seen.inputs, history: publish ? history : [] },
        isForgettingDue: async () => {
          if (ledger === null || out.contributions?.project !== id) return false
          await loadContributions(vault, paths.ledger, id, out)
          return isForgettingDue(vault.database, todayIn(timeZone, now))
        },
      })
      refuseKnownOverlap(known, due.open, id)
      warnOfLongSeries(project, due, say)
      const held: HeldPeriod[] = [...due.held]
      await journal.note({ alreadyReleased: due.released, waiting: due.waiting, held })
      if (asOf === todayIn(timeZone, now))
        for (const { id } of due.open.filter(({ end }) => end === dayAfter(asOf)))
          say(
            `${id} ends today: rows of the rest of the day are not in. With releases.embargoDays: 1 it waits for tomorrow`,
          )
      for (const { period, waitsFor } of due.behind) say(`${period.id}: waits for approval of ${waitsFor}`)

      const { tieBreakKey, inputs } = due
      const key = countedKey(inputs, asOf)
      const checkpoints = publish ? await openCheckpoints(workspace.checkpoints, key) : noCheckpoints
      const destination = destinationOf(
        project,
        workspace,
        journal.name,
        options,
        kept !== null,
        ledger && { releases: paths.releases, ledger, signingKey },
      )
      const earlierReleases = () => [
        ...shelf,
        ...waiting.candidates.map(asEarlier),
        ...madeBy(journal.record.periods, workspace),
      ]
      const common = {
        ...{ database: vault.database, project, tieBreakKey, inputs, asOf, checkpoints },
        ...{ countedKey: key, record: journal.folder, watch: journal.watch, progress: say },
        cohort: async () => unchanged(await read(), inputs),
      }
      for (const period of due.open) {
        if (signal.aborted) return 'stopped'
        const candidate = kept === null ? null : candidateAmong(journal.record.periods)
        if (candidate !== null) {
          say(`${period.id}: waits for approval of ${candidate}`)
          continue
        }
        const outNow = ledger?.known() ?? known
        const made = journal.record.periods.filter(({ outcome }) => outcome !== 'withheld')
        const settled = [
          ...knownPeriods(outNow, id),
          ...made,
          ...out.skipped.filter(({ project }) => project === id),
        ]
        const wait = waitsFor(
          project,
          period,
          options.publish ? [...due.before, ...due.open] : [],
          settled.map((one) => one.period),
        )
        if (wait !== null) {
          held.push(wait)
          await journal.note({ held })
          say(`${period.id}: ${wait.reason}`)
          continue
        }
        await journal.takePeriod(period, () =>
          withSolverThreads(options.threads, (threads) => {
            const periodTask = {
              ...{ ...common, period, destination, threads, earlier: earlierReleases() },
              kept: isNoted(project, period, asOf) ? kept : null,
            }
            return kept === null || period.grain === project.definition.releases.grain
              ? takePeriod(periodTask)
              : takeLongerPeriod({ ...periodTask, kept, known: outNow, folders: paths })
          }),
        )
      }
      const [waits] = waiting.candidates
      if (waits !== undefined && again.length > 0)
        say(
          `released periods to be looked at again (${again.length}) wait until ${waits.id} is approved or rejected`,
        )
      else if (kept !== null && !due.idle && again.length > 0) {
        const isDone = await revisePeriods(
          {
            ...{ ...common, destination, journal, known, kept: await kept(), signal },
            ...{
              earlier: earlierReleases,
              ledgerPath: paths.ledger,
              rejected: options.revise === undefined ? waiting.rejected : new Set<string>(),
            },
            withThreads: (work) => withSolverThreads(options.threads, work),
          },
          again,
        )
        if (!isDone) return 'stopped'
      }
      if (publish) await clearCheckpoints(workspace.checkpoints)
      const asked = range !== null && range.from.id === range.to.id ? range.to.id : null
      if (held.some((one) => isWithheld(one, asked))) return 'withheld'
      if (journal.record.periods.some(({ outcome }) => outcome === 'withheld')) return 'withheld'
      if (journal.record.revisions.some((one) => one.withheld)) return 'withheld'
      return due.idle ? 'idle' : 'done'
    })
    return { ...record, record: journal.folder }
  }
  const looks = options.publish && (publish || (await isFolder(paths.ledger)))
  const folders = {
    ...paths,
    releases: publish ? paths.releases : null,
    ledger: looks ? paths.ledger : null,
  }
  return inRestrictedRun(folders, now, work, stop === undefined)
}

/** What is out. A plan knows of nothing; a dry run reads the ledger as a run would, and writes nothing to it. */
async function readOut(
  { publish, dryRun, now }: NightOptions,
  project: Project,
  paths: RunPaths,
): Promise<Out & { readonly ledger: Ledger | null }> {
  if (!publish) return { ledger: null, known: [], skipped: [], shelf: [], contributions: null }
  const identity = { id: project.definition.project.id, grains: publishedGrains(project) }
  return dryRun === true
    ? { ledger: null, ...(await readCheckedLedger(paths, identity, now)) }
    : openCheckedLedger(paths, identity, now)
}

/** Whoever asks for a look gets one; and while a candidate waited, no other period was looked at. */
function looksAgain({ revise }: NightOptions, project: Project, waiting: Waiting): boolean {
  const isManual = project.definition.policy.approval === 'manual'
  return revise !== undefined || (isManual && waiting.candidates.length === 0)
}
