import { candidateAmong } from '../approval/candidate-standing.ts'
import { rejectionOf } from '../approval/rejections.ts'
import type { KnownRelease } from '../ledger/known-releases.ts'
import type { RunJournal } from '../run-journal.ts'
import { readPublishedVersions } from './published-versions.ts'
import { type Revised, type RevisionTask, revisePeriod } from './revise-period.ts'
import type { RevisablePeriod } from './revision-window.ts'

export interface RevisionsTask
  extends Omit<RevisionTask, 'series' | 'period' | 'versions' | 'threads' | 'earlier'> {
  readonly journal: RunJournal
  /** What was out when the run began. */
  readonly known: readonly KnownRelease[]
  /** Folder of the ledger. */
  readonly ledgerPath: string
  /** Versions that were rejected and would come out the same, as `rejectionOf` names them. */
  readonly rejected: ReadonlySet<string>
  readonly signal: AbortSignal
  readonly earlier: () => RevisionTask['earlier']
  readonly withThreads: <T>(work: (threads: RevisionTask['threads']) => Promise<T>) => Promise<T>
}

/**
 * Looks at released periods again, one after the other, and notes what each look came to. While a candidate waits for
 * approval none is looked at: what it shows is not out yet.
 *
 * @returns false where the run was told to stop before the end
 */
export async function revisePeriods(
  { journal, known, ledgerPath, rejected, signal, earlier, withThreads, ...task }: RevisionsTask,
  periods: readonly RevisablePeriod[],
): Promise<boolean> {
  const project = task.project.definition.project.id
  const { revisions: series } = task.kept
  if (series === null) return true
  for (const { period, version } of periods) {
    if (signal.aborted) return false
    if (candidateAmong(journal.record.periods) !== null) break
    if (isRejected({ period, version }, rejected)) continue
    const versions = await readPublishedVersions(ledgerPath, known, project, period.id)
    const look = (): Promise<Revised> =>
      withThreads((threads) =>
        revisePeriod({
          ...task,
          ...{ series, period, versions, threads, earlier: earlier() },
        }),
      )
    await journal.lookAgain(period, look)
  }
  return true
}

/** Ids of the periods that are to be looked at with the sources at hand, by this run or a later one. */
export function idsToLookAt(
  all: readonly RevisablePeriod[],
  rejected: ReadonlySet<string>,
): readonly string[] {
  return all.filter((one) => !isRejected(one, rejected)).map(({ period }) => period.id)
}

/** Whether its next version was rejected, and would come out the same. */
function isRejected({ period, version }: RevisablePeriod, rejected: ReadonlySet<string>): boolean {
  return rejected.has(rejectionOf(period.id, version + 1))
}
