import type { KeyObject } from 'node:crypto'
import type { KnownRelease } from '../ledger/known-releases.ts'
import type { Ledger } from '../ledger/open-ledger.ts'
import type { RunJournal } from '../run-journal.ts'
import { readPublishedVersions } from './published-versions.ts'
import { type Revised, type RevisionTask, revisePeriod } from './revise-period.ts'
import type { RevisablePeriod } from './revision-window.ts'

export interface RevisionsTask
  extends Omit<RevisionTask, 'series' | 'period' | 'versions' | 'publishing' | 'threads' | 'earlier'> {
  readonly journal: RunJournal
  /** What was out when the run began. */
  readonly known: readonly KnownRelease[]
  /** Folder of the ledger. */
  readonly ledgerPath: string
  readonly releases: string
  /** Null where nothing is published. */
  readonly ledger: Ledger | null
  /** What versions are signed with; null where they are not. */
  readonly signingKey: KeyObject | null
  readonly signal: AbortSignal
  readonly earlier: () => RevisionTask['earlier']
  readonly withThreads: <T>(work: (threads: RevisionTask['threads']) => Promise<T>) => Promise<T>
}

/**
 * Looks at released periods again, one after the other, and notes what each look came to.
 *
 * @returns false where the run was told to stop before the end
 */
export async function revisePeriods(
  {
    journal,
    known,
    ledgerPath,
    releases,
    ledger,
    signingKey,
    signal,
    earlier,
    withThreads,
    ...task
  }: RevisionsTask,
  periods: readonly RevisablePeriod[],
): Promise<boolean> {
  const project = task.project.definition.project.id
  const { revisions: series } = task.kept
  if (series === null) return true
  for (const { period } of periods) {
    if (signal.aborted) return false
    const versions = await readPublishedVersions(ledgerPath, known, project, period.id)
    const look = (): Promise<Revised> =>
      withThreads((threads) =>
        revisePeriod({
          ...task,
          ...{ series, period, versions, threads, earlier: earlier() },
          publishing: ledger === null ? null : { releases, ledger, signingKey },
        }),
      )
    await journal.lookAgain(period, look)
  }
  return true
}
