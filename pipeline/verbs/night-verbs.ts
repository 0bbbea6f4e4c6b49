import type { Command } from 'commander'
import { Failure } from '../../schemas/failure.ts'
import { approve, reject } from '../approval/approve.ts'
import { type NightResult, night } from '../night.ts'
import { schedule } from '../schedule/schedule.ts'
import { approvalSummary, nightSummary } from '../summary.ts'
import {
  acceptDriftOption,
  exitOf,
  projectVerb,
  type RunOptions,
  releasingVerb,
  threadsOption,
} from './options.ts'
import { finish, progress } from './verb.ts'

async function runNight(options: RunOptions): Promise<void> {
  const result = await night({ ...options, publish: true, now: new Date(), progress })
  finish(options, result, nightSummary(result), exitOf(result))
}

/** Verbs that release, or would. */
export function addNightVerbs(program: Command): void {
  releasingVerb(program, 'run', 'release every closed period that is not yet released', [
    'run --project school/kohort.yaml --data /srv/school',
    'run --project school/kohort.yaml --as-of 2026-06-30 --period 2026-06',
  ])
    .option('--period <period>', 'only this one, such as 2026-06')
    .option(
      '--revise <period>',
      'the only released one to look at again; all that may be revised where absent',
    )
    .action(runNight)

  releasingVerb(program, 'backfill', 'release closed periods of a range that are not yet released', [
    'backfill --project school/kohort.yaml --data /srv/school --from 2026-01 --to 2026-06',
    'backfill --project school/kohort.yaml --from 2026-01 --to 2026-06 --dry-run',
  ])
    .requiredOption('--from <period>', 'the first one')
    .requiredOption('--to <period>', 'the last one')
    .action(runNight)

  projectVerb(
    program,
    'approve',
    'audit a candidate again and publish it; for projects with approval: manual',
    ['approve --project school/kohort.yaml --data /srv/school 2026-06-v1-3f2a9c01'],
  )
    .option('--releases <dir>', 'releases/ beside the project file where absent')
    .addOption(threadsOption())
    .argument('<candidate>', 'name that the run gave it')
    .action(async (candidate: string, options: RunOptions) => {
      const result = await approve({ ...options, candidate, now: new Date(), progress })
      finish(options, result, approvalSummary(result), 0)
    })

  projectVerb(program, 'reject', 'discard a candidate; it is not proposed again before something changes', [
    'reject --project school/kohort.yaml 2026-06-v1-3f2a9c01',
  ])
    .argument('<candidate>', 'name that the run gave it')
    .action(async (candidate: string, options: RunOptions) => {
      const result = await reject({ ...options, candidate, now: new Date(), progress })
      finish(options, result, approvalSummary(result), 0)
    })

  projectVerb(program, 'schedule', 'run nights by a schedule until told to stop (SIGTERM, SIGINT)', [
    "schedule --project school/kohort.yaml --data /srv/school --cron '30 2 * * *'",
  ])
    .requiredOption('--cron <fields>', "minute, hour, day, month, weekday in the project's time zone")
    .option('--releases <dir>', 'releases/ beside the project file where absent')
    .addOption(threadsOption())
    .action(async (options: RunOptions & { cron: string }) => {
      const stop = new AbortController()
      for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop.abort())
      const onNight = (result: NightResult | Failure): void => {
        const line = result instanceof Failure ? { error: result.message, exitCode: result.exitCode } : result
        const text = result instanceof Failure ? result.message : nightSummary(result)
        process.stdout.write(options.json === true ? `${JSON.stringify(line)}\n` : `${text}\n`)
      }
      await schedule({ ...options, stop: stop.signal, onNight, progress }, night)
    })

  projectVerb(
    program,
    'plan',
    'show what the pinned levels would publish and suppress, and publish nothing',
    [
      'plan --project school/kohort.yaml --data /srv/school',
      'plan --project school/kohort.yaml --as-of 2026-06-30 --period 2026-05',
    ],
  )
    .option('--as-of <date>', "last day that counts as ended; today in the project's time zone where absent")
    .option('--period <period>', 'this period instead of the last closed one')
    .addOption(acceptDriftOption())
    .action(async (options: RunOptions) => {
      const result = await night({ ...options, last: 1, publish: false, now: new Date(), progress })
      finish(options, result, nightSummary(result), exitOf(result))
    })
}
