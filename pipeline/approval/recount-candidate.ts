import { WithheldError } from '../../schemas/failure.ts'
import { noCheckpoints } from '../checkpoints.ts'
import { countedKey, lastGoodRun } from '../earlier-work.ts'
import { inputsKey } from '../inputs.ts'
import { keptLearners } from '../kept-learners.ts'
import { isNoted, KeptSeries } from '../kept-series.ts'
import type { Out } from '../ledger/checked-ledger.ts'
import { knownPeriods } from '../ledger/known-periods.ts'
import { once } from '../once.ts'
import { todayIn } from '../period-calendar.ts'
import { readLearners } from '../read-learners.ts'
import type { Steadiness } from '../read-steadily.ts'
import { lookAtSources } from '../read-steadily.ts'
import type { RestrictedRun } from '../restricted-run.ts'
import { readPublishedVersions } from '../revisions/published-versions.ts'
import { revisePeriod } from '../revisions/revise-period.ts'
import { revisablePeriods } from '../revisions/revision-window.ts'
import { missingParts } from '../rollups/due-longer.ts'
import { takeLongerPeriod } from '../rollups/take-longer-period.ts'
import { readHistory } from '../run-history.ts'
import { RunJournal } from '../run-journal.ts'
import type { RunPaths } from '../run-paths.ts'
import type { PeriodRecord } from '../run-record.ts'
import { type SolverThreads, withSolverThreads } from '../solver-threads.ts'
import { type PeriodTask, takePeriod } from '../take-period.ts'
import type { Candidate } from './candidate.ts'
import { type ProposedFiles, publishIfSame } from './publish-if-same.ts'
import { StaleCandidate } from './stale-candidate.ts'

export interface RecountTask extends RestrictedRun, ProposedFiles {
  readonly paths: RunPaths
  readonly out: Out
  readonly threads: number | undefined
  readonly now: Date
  readonly say: (message: string) => void
}

/**
 * Approves a candidate of a project that keeps what it knows of learners from release to release: counts it anew from the
 * same sources against what is out by now, protects and audits it as a night does, and publishes its files if they are
 * just that. So who contributed is recorded with the release, whoever is refused by now is forgotten first, and nothing of
 * a learner lies with a candidate. It is a run with a record of its own.
 *
 * @returns the folder of the release
 * @throws {StaleCandidate} if another release would come out, or none: a night makes the next candidate
 * @throws {WithheldError} if the audit finds anything
 */
export async function recountAndPublish(task: RecountTask): Promise<string> {
  const { project, workspace, candidate, now } = task
  const { id, timeZone } = project.definition.project
  refuseOutOfTurn(task)
  const history = (await readHistory(workspace)).filter((run) => run.project === id)
  const run = { project: id, timeZone, asOf: candidate.asOf, publish: true }
  const journal = await RunJournal.open(workspace, run, history, now)
  const folders: string[] = []
  await journal.until(async () => {
    await journal.note({ waiting: [candidate.period.id] })
    await withSolverThreads(task.threads, (threads) => takeAgain(task, journal, history, threads))
    const taken = journal.record.periods[0]
    const withheld = journal.record.revisions.find((one) => one.withheld)
    if (withheld !== undefined) throw new WithheldError(withheld.why!)
    if (taken?.outcome === 'withheld') throw asWithheld(candidate, taken)
    if (taken?.folder == null) throw new StaleCandidate(candidate, 'counted anew, nothing new may show')
    folders.push(taken.folder)
    await journal.note({ waiting: [] })
    return 'done'
  })
  return folders[0]!
}

/** What ran out of time says nothing of the candidate; what the audit or the protection refuses now, it refuses at night. */
function asWithheld(candidate: Candidate, { audit, reasons }: PeriodRecord): WithheldError {
  return audit.findings.some(({ rule }) => rule === 'unproven')
    ? new WithheldError('the audit of the candidate was not done in time: approve it once more')
    : new StaleCandidate(candidate, `counted anew, it is withheld: ${reasons[0] ?? 'for no reason'}`)
}

/** A longer period comes after its parts, and a later version within its window, after the one before, on a day of its own. */
function refuseOutOfTurn({ project, out: { known, skipped }, candidate }: RecountTask): void {
  const { period, version, asOf } = candidate
  if (version === 1) {
    const { id } = project.definition.project
    const givenUp = skipped.filter((one) => one.project === id)
    const settled = [...knownPeriods(known, id), ...givenUp].map((one) => one.period)
    const [missing] = missingParts(project, period, settled)
    if (missing !== undefined) throw new StaleCandidate(candidate, `${missing.id} is not out`)
    return
  }
  const next = revisablePeriods(project, known, asOf).again.find((one) => one.period.id === period.id)
  if (next === undefined || next.version !== version - 1)
    throw new StaleCandidate(candidate, 'its period may not be revised as of its day any more')
}

/** Steps 1 to 6 for the candidate's period. */
async function takeAgain(
  task: RecountTask,
  journal: RunJournal,
  history: Awaited<ReturnType<typeof readHistory>>,
  threads: SolverThreads | undefined,
): Promise<void> {
  const { project, paths, workspace, vault, publishing, out, candidate, now, say } = task
  const { period, asOf } = candidate
  const { ledger } = publishing
  const today = todayIn(project.definition.project.timeZone, now)
  const kept = once(() => KeptSeries.open({ vault, ledger: paths.ledger, project, out }))
  const signal = new AbortController().signal
  const steadiness: Steadiness = { project, dataFolder: paths.data, say, signal }
  // The night that made the candidate has judged the checks.
  const cohort = await readLearners({
    ...{ ...steadiness, workspace, vault, journal, asOf, now, acceptDrift: true, keepKey: true },
    ...{ seen: await lookAtSources(steadiness), last: lastGoodRun(history) },
    kept: keptLearners({ kept, folder: paths.ledger, ledger, journal, today, say }),
  })
  const { inputs, tieBreakKey, deidentified } = cohort
  if (inputsKey(inputs) !== inputsKey(candidate.inputs))
    throw new StaleCandidate(candidate, 'sources changed')
  const periodTask: Omit<PeriodTask, 'kept'> = {
    ...{ database: vault.database, project, period, tieBreakKey, inputs, asOf, threads },
    ...{ cohort: async () => deidentified, checkpoints: noCheckpoints, earlier: out.shelf },
    ...{ countedKey: countedKey(inputs, asOf), record: journal.folder, watch: journal.watch, progress: say },
    destination: {
      kind: 'approval',
      publish: (released, parameters, series) =>
        publishIfSame(task, { released, parameters, series, earlier: out.shelf }),
    },
  }
  if (candidate.version === 1) await journal.takePeriod(period, () => takeFirst(task, periodTask, kept))
  else {
    const series = (await kept()).revisions
    if (series === null) throw new StaleCandidate(candidate, 'the project revises nothing any more')
    const versions = await readPublishedVersions(
      paths.ledger,
      out.known,
      project.definition.project.id,
      period.id,
    )
    const look = async () => revisePeriod({ ...periodTask, kept: await kept(), series, versions })
    await journal.lookAgain(period, look)
  }
}

function takeFirst(
  { project, paths, out: { known } }: RecountTask,
  task: Omit<PeriodTask, 'kept'>,
  kept: () => Promise<KeptSeries>,
): Promise<PeriodRecord> {
  const { period, asOf } = task
  return period.grain === project.definition.releases.grain
    ? takePeriod({ ...task, kept: isNoted(project, period, asOf) ? kept : null })
    : takeLongerPeriod({ ...task, kept, known, folders: paths })
}
