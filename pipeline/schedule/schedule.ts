import { createTask, validateDetailed } from 'node-cron'
import { Failure, UsageError } from '../../schemas/failure.ts'
import { loadProject } from '../load-project.ts'
import type { NightOptions, NightResult } from '../night.ts'
import { type PastRun, readHistory } from '../run-history.ts'
import { runPaths } from '../run-paths.ts'
import { openWorkspace } from '../workspace.ts'
import { lastDue } from './last-due.ts'

export interface ScheduleOptions
  extends Pick<NightOptions, 'project' | 'data' | 'releases' | 'workspace' | 'threads'> {
  /** Five fields of cron: minute, hour, day, month, weekday, in the project's time zone. */
  readonly cron: string
  /** Ends the schedule once the period at hand is done. */
  readonly stop: AbortSignal
  readonly progress: (message: string) => void
  /** Told of each night: its result, or what it failed with. */
  readonly onNight: (result: NightResult | Failure) => void
}

/**
 * Runs nights by a schedule, one at a time, until told to stop. A night that fails does not end the schedule. One that
 * was missed (the machine slept, or the schedule did not run) is made up for once, at once; one that was cut off before the
 * schedule began is gone on with.
 *
 * @param night what `kohort run` does
 * @throws {UsageError} if the schedule is none
 */
export async function schedule(
  options: ScheduleOptions,
  night: (options: NightOptions) => Promise<NightResult>,
): Promise<void> {
  const { cron, stop, progress } = options
  const project = await loadProject(options.project)
  refuseWrongCron(cron)
  let running: Promise<void> | null = null
  const run = (why: string): Promise<void> => {
    if (stop.aborted) return Promise.resolve()
    if (running !== null) {
      progress(`${why}: the last night still goes on`)
      return running
    }
    progress(why)
    running = oneNight(options, night).finally(() => {
      running = null
    })
    return running
  }
  const task = createTask(cron, () => run('a night begins, as scheduled'), {
    timezone: project.definition.project.timeZone,
    noOverlap: true,
    suppressMissedWarning: true,
  })
  task.on('execution:missed', () => void run('a night was missed and begins now'))
  await task.start()
  const stopped = new Promise<void>((resolve) => {
    if (stop.aborted) resolve()
    else stop.addEventListener('abort', () => resolve(), { once: true })
  })
  const workspace = await openWorkspace(runPaths(project, options).workspace)
  const nights = (await readHistory(workspace)).filter(
    (one) => one.publish && one.project === project.definition.project.id,
  )
  const [last] = nights
  if (wasCutOff(nights)) void run('the last night was cut off and goes on now')
  else if (
    last !== undefined &&
    lastDue((minute) => task.match(minute), new Date(last.startedAt), new Date()) !== null
  )
    void run('a night was missed before the start and begins now')
  progress(`next night: ${task.getNextRun()?.toISOString() ?? 'never'}`)
  await stopped
  await task.destroy()
  if (running !== null) progress('stopping after the period at hand')
  await running
}

/** Whether the last night did not come to its end. Not where the one before did not either: it would be cut off again and again. */
function wasCutOff([last, before]: readonly PastRun[]): boolean {
  const isCutOff = (one: PastRun | undefined) => one?.outcome === 'running' || one?.outcome === 'stopped'
  return isCutOff(last) && !isCutOff(before)
}

async function oneNight(
  { onNight, cron: _cron, ...options }: ScheduleOptions,
  night: (options: NightOptions) => Promise<NightResult>,
): Promise<void> {
  try {
    onNight(await night({ ...options, publish: true, now: new Date() }))
  } catch (error) {
    onNight(
      error instanceof Failure
        ? error
        : new Failure('an unexpected error ended the run', 1, { cause: error }),
    )
  }
}

function refuseWrongCron(cron: string): void {
  const wrong =
    cron.trim().split(/\s+/).length === 5
      ? validateDetailed(cron).errors[0]?.message
      : 'minute, hour, day, month, weekday'
  if (wrong !== undefined)
    throw new UsageError(
      `--cron must be five fields of cron, such as '30 2 * * *' (${wrong}). Provided value: ${cron}`,
    )
}
