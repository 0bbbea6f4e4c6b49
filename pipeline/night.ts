import { removeAbandonedStaging } from '../reports/staging.ts'
import { SourceError } from '../schemas/failure.ts'
import { asEarlier, madeBy, nothingWaits, reviewCandidates } from './approval/candidate-standing.ts'
import { clearCheckpoints, noCheckpoints, openCheckpoints } from './checkpoints.ts'
import { refuseClockGoneBack } from './clock.ts'
import { chooseRange } from './due-periods.ts'
import { countedKey, lastGoodRun } from './earlier-work.ts'
import { type Due, findDue } from './find-due.ts'
import { type Inputs, inputsKey } from './inputs.ts'
import { type Out, openCheckedLedger, readCheckedLedger } from './ledger/checked-ledger.ts'
import { knownPeriods, refuseKnownOverlap, withdrawnPeriods } from './ledger/known-periods.ts'
import type { Ledger } from './ledger/open-ledger.ts'
import { isFolder } from './ledger/settle-pending.ts'
import { loadProject, type Project } from './load-project.ts'
import { telling } from './observe/hooks.ts'
import { once } from './once.ts'
import { todayIn } from './period-calendar.ts'
import { type Cohort, readLearners } from './read-learners.ts'
import { lookAtSources } from './read-steadily.ts'
import { refuseOverlap } from './refuse-overlap.ts'
import { inRestrictedRun, type RestrictedRun } from './restricted-run.ts'
import { readHistory } from './run-history.ts'
import { RunJournal } from './run-journal.ts'
import { type RunPaths, readAsOf, runPaths } from './run-paths.ts'
import type { RunOutcome, RunRecord } from './run-record.ts'
import { withSolverThreads } from './solver-threads.ts'
import { keptContributorKey, makeContributorKey } from './stocks/contributor-key.ts'
import { refuseKnownStocks } from './stocks/refuse-stocks.ts'
import { absentText, StockSeries } from './stocks/stock-series.ts'
import { forgetDeparted } from './stocks/store-series.ts'
import { type Destination, takePeriod } from './take-period.ts'
import type { Workspace } from './workspace.ts'

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
  const range = chooseRange(project, asOf, options)
  if (asOf === todayIn(timeZone, now)) say(`${asOf} is today: rows of the rest of the day are not in`)
  const work = async ({ workspace, vault }: RestrictedRun): Promise<NightResult> => {
    const history = (await readHistory(workspace)).filter((run) => run.project === id)
    const journal = await RunJournal.open(workspace, { project: id, asOf, publish }, history, now)
    const record = await journal.until(async (): Promise<RunOutcome> => {
      if (options.asOf === undefined) refuseClockGoneBack(history, now)
      if (publish) await removeAbandonedStaging(paths.releases)
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

      const stocks = stocksOf(project, out)
        ? once(() => StockSeries.open({ vault, ledger: paths.ledger, project: id, out }))
        : null
      const read = once(() =>
        readLearners({
          ...{ ...task, vault, seen, last: lastGoodRun(history), keepKey: publish },
          stocks: stocks && {
            open: async () => {
              await stocks()
              return keptContributorKey(paths.ledger)
            },
            forget: async () => {
              if (ledger === null) return
              const { absent } = await forgetDeparted(ledger, await stocks(), todayIn(timeZone, now))
              if (absent > 0) say(absentText(absent))
              await journal.note({ absent })
            },
            newKey: (key) => makeContributorKey(paths.ledger, key, ledger !== null),
          },
        }),
      )
      try {
        refuseOverlap(project)
        await refuseKnownStocks(project, paths.ledger, known)
      } catch (error) {
        if (publish && out.contributions?.project === id) await read()
        throw error
      }
      const due = await findDue({
        ...task,
        ...{ out: knownPeriods(known, id), waiting, range, last, read },
        ...{ inputs: seen.inputs, history: publish ? history : [] },
      })
      refuseKnownOverlap(known, due.open)
      warnOfLongSeries(project, due, say)
      await journal.note({ alreadyReleased: due.released, waiting: due.waiting })

      const { tieBreakKey, inputs } = due
      const key = countedKey(inputs, asOf)
      const checkpoints = publish ? await openCheckpoints(workspace.checkpoints, key) : noCheckpoints
      const destination = destinationOf(project, workspace, journal.name, paths.releases, ledger, options)
      for (const period of due.open) {
        if (signal.aborted) return 'stopped'
        const earlier = [
          ...shelf,
          ...waiting.candidates.map(asEarlier),
          ...madeBy(journal.record.periods, workspace),
        ]
        await journal.takePeriod(period, () =>
          withSolverThreads(options.threads, (threads) =>
            takePeriod({
              ...{ database: vault.database, project, period, tieBreakKey, inputs, asOf, destination },
              ...{ earlier, checkpoints, countedKey: key, record: journal.folder, watch: journal.watch },
              ...{ threads, progress: say, stocks: hasStocks(project) ? stocks : null },
              cohort: async () => unchanged(await read(), inputs),
            }),
          ),
        )
      }
      if (publish) await clearCheckpoints(workspace.checkpoints)
      if (journal.record.periods.some(({ outcome }) => outcome === 'withheld')) return 'withheld'
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
  { definition: { project, releases } }: Project,
  paths: RunPaths,
): Promise<Out & { readonly ledger: Ledger | null }> {
  if (!publish) return { ledger: null, known: [], shelf: [], contributions: null }
  const identity = { id: project.id, grain: releases.grain }
  return dryRun === true
    ? { ledger: null, ...(await readCheckedLedger(paths, identity, now)) }
    : openCheckedLedger(paths, identity, now)
}

/** @param ledger null where nothing is published */
function destinationOf(
  project: Project,
  workspace: Workspace,
  run: string,
  releases: string,
  ledger: Ledger | null,
  { publish, now }: NightOptions,
): Destination {
  if (ledger === null) return publish ? { kind: 'dry-run', planned: new Map() } : { kind: 'plan' }
  return project.definition.policy.approval === 'manual'
    ? { kind: 'candidates', workspace, run, now }
    : { kind: 'releases', publishing: { releases, ledger } }
}

/** Whether a night has to know who is counted in stocks: in those that it publishes, or in such as are out. */
function stocksOf(project: Project, { contributions }: Pick<Out, 'contributions'>): boolean {
  return hasStocks(project) || contributions?.project === project.definition.project.id
}

function hasStocks({ tables }: Project): boolean {
  return tables.some(({ period }) => period.type === 'stock')
}

/** What a run that goes on where another ended reads late must be what the other one read. */
function unchanged({ deidentified, inputs }: Cohort, before: Inputs): Cohort['deidentified'] {
  if (inputsKey(inputs) !== inputsKey(before))
    throw new SourceError('sources', 'files changed since the run began: the next one begins anew')
  return deidentified
}

/** More due periods than this are seldom meant. */
const longSeries = 60

/** A single row with a wrong year makes a series begin long before the school. */
function warnOfLongSeries(project: Project, { first, open }: Due, say: NightOptions['progress']): void {
  if (project.definition.releases.from === undefined && open.length > longSeries)
    say(
      `${open.length} periods are due, the first with a row being ${first.id}: releases.from can name a later one`,
    )
}
