import { Failure } from '../../schemas/failure.ts'
import type { Project } from '../load-project.ts'
import type { PastRun } from '../run-history.ts'
import type { RunJournal } from '../run-journal.ts'
import type { CheckResult } from './check-result.ts'
import { checkFreshness } from './freshness.ts'

export interface CheckTask {
  readonly project: Project
  readonly journal: RunJournal
  readonly asOf: string
  readonly now: Date
  /** Whether checks of severity `error` only warn. */
  readonly acceptDrift: boolean
  readonly say: (message: string) => void
}

/** A result in one line, as summaries and messages say it. */
export function checkLine({ check, of, clause }: CheckResult): string {
  return `${check} of ${of}: ${clause}`
}

/**
 * Says and notes what the checks found.
 *
 * @throws {Failure} if one of severity `error` did not pass: nothing is published then
 */
export async function judgeChecks(
  { journal, acceptDrift, say }: CheckTask,
  found: readonly CheckResult[],
): Promise<void> {
  const checks = found.map((one) => (acceptDrift ? { ...one, severity: 'warn' as const } : one))
  for (const check of checks) say(`${check.severity}: ${checkLine(check)}`)
  await journal.note({ checks })
  const failed = checks.filter(({ severity }) => severity === 'error')
  if (failed.length > 0)
    throw new Failure(`${failed.map(checkLine).join('; ')}; --accept-drift lets that pass once`, 1)
}

/** Takes over what an earlier run found in the same sources, which have aged since. */
export async function repeatChecks(task: CheckTask, earlier: PastRun, resumed: boolean): Promise<void> {
  const { books, loadedAt, notStated, checks, firstPeriod, unlooked, name } = earlier
  await task.journal.note({ books, loadedAt, notStated, unlooked, resumed: resumed ? name : null })
  await judgeChecks(task, [
    ...checks.filter(({ check, severity }) => check !== 'freshness' && severity === 'warn'),
    ...checkFreshness(task.project, loadedAt, task.asOf, task.now),
  ])
  await task.journal.note({ firstPeriod })
}
