import { existsSync, readdirSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { createTask } from 'node-cron'
import { describe, expect, it } from 'vitest'
import type { NightOptions, NightResult } from '../../pipeline/night.ts'
import { lastDue } from '../../pipeline/schedule/last-due.ts'
import { schedule } from '../../pipeline/schedule/schedule.ts'
import { Failure } from '../../schemas/failure.ts'
import { startKohort } from './command-line.ts'
import { type TinyProject, tinyProject } from './tiny-project.ts'

describe('the last night that was due', () => {
  const task = createTask('30 2 * * *', () => undefined, { timezone: 'Asia/Tashkent' })
  const matches = (minute: Date) => task.match(minute)

  // 02:30 in Tashkent is 21:30 of the day before in UTC.
  it.each([
    { since: '2026-06-29T21:31:00Z', now: '2026-06-30T21:29:59Z', due: null },
    { since: '2026-06-29T21:31:00Z', now: '2026-06-30T21:30:00Z', due: '2026-06-30T21:30:00.000Z' },
    { since: '2026-06-25T21:30:00Z', now: '2026-06-30T12:00:00Z', due: '2026-06-29T21:30:00.000Z' },
    { since: '2026-06-29T21:30:00Z', now: '2026-06-30T12:00:00Z', due: null },
  ])('since $since at $now is $due', ({ since, now, due }) => {
    expect(lastDue(matches, new Date(since), new Date(now))?.toISOString() ?? null).toBe(due)
  })
})

/** A schedule whose nights are counted and not run. */
async function scheduled(
  school: TinyProject,
  cron: string,
  night: (options: NightOptions) => Promise<NightResult>,
) {
  const stop = new AbortController()
  const ends: (NightResult | Failure)[] = []
  const messages: string[] = []
  const { project, data, releases, workspace } = school
  const ended = schedule(
    {
      ...{ project, data, releases, workspace, cron },
      stop: stop.signal,
      progress: (message) => void messages.push(message),
      onNight: (result) => void ends.push(result),
    },
    night,
  )
  return { stop: () => stop.abort(), ended, ends, messages }
}

describe('a schedule', () => {
  it.each(['every night', '30 2 * *', '0 30 2 * * *', '99 2 * * *'])(
    'is refused where it is %s',
    async (cron) => {
      const school = await tinyProject()
      const { ended } = await scheduled(school, cron, () => Promise.reject(new Error('not reached')))
      await expect(ended).rejects.toThrow(/^--cron must be five fields of cron/)
    },
  )

  it('makes up at once for a night that was missed before it began, and for none after a late run', async () => {
    const school = await tinyProject()
    const { record: _record, ...result } = await school.run({ now: new Date(Date.now() - 3 * 86_400_000) })
    const run = async (): Promise<NightResult> => ({ ...result, record: '' })
    const late = await scheduled(school, '30 2 * * *', run)
    while (late.ends.length === 0) await wait(5)
    late.stop()
    await late.ended
    expect(late.messages[0]).toBe('a night was missed before the start and begins now')
    await school.run({ now: new Date() })
    // Due a minute ago at the earliest, and the last run is of now.
    const fresh = await scheduled(school, '30 2 1 * *', run)
    await wait(50)
    fresh.stop()
    await fresh.ended
    expect(fresh.ends).toEqual([])
  })

  it.each([
    { last: ['running'], begins: 'the last night was cut off and goes on now' },
    { last: ['stopped', 'done'], begins: 'the last night was cut off and goes on now' },
    { last: ['running', 'running'], begins: null },
    { last: ['failed', 'running'], begins: null },
  ])('that finds the last nights $last, latest first, begins with: $begins', async ({ last, begins }) => {
    const school = await tinyProject()
    const now = new Date()
    for (const outcome of last.toReversed()) {
      const { record } = await school.run({ now })
      const path = join(record, 'run.json')
      const text = await readFile(path, 'utf8')
      await writeFile(
        path,
        text.replace(/"outcome": "(done|idle)",\n {2}"failure"/, `"outcome": "${outcome}",\n  "failure"`),
      )
    }
    // Whoever only looks does not count.
    const { record: _record, ...result } = await school.run({ now, dryRun: true })
    const { stop, ended, ends, messages } = await scheduled(school, '30 2 1 * *', async () => ({
      ...result,
      record: '',
    }))
    while (!messages.some((one) => one.startsWith('next night'))) await wait(5)
    stop()
    await ended
    expect(ends).toHaveLength(begins === null ? 0 : 1)
    expect(messages[0]).toMatch(begins === null ? /^next night/ : new RegExp(`^${begins}$`))
  })

  it('goes on after a night that failed, and ends only once the night at hand has ended', async () => {
    const school = await tinyProject()
    await school.run({ now: new Date(Date.now() - 3 * 86_400_000) })
    let ready: () => void = () => undefined
    const running = new Promise<void>((resolve) => {
      ready = resolve
    })
    const { stop, ended, ends, messages } = await scheduled(
      school,
      '30 2 * * *',
      async ({ stop: signal }) => {
        ready()
        while (signal?.aborted !== true) await wait(5)
        await wait(50)
        throw new Failure('it could not be', 1)
      },
    )
    await running
    stop()
    await ended
    expect(ends.map((end) => (end instanceof Failure ? end.message : end.outcome))).toEqual([
      'it could not be',
    ])
    expect(messages.at(-1)).toBe('stopping after the period at hand')
  })

  it('that is told to stop leaves releases that the next night completes', async () => {
    const school = await tinyProject()
    const stop = new AbortController()
    const progress = (message: string) => {
      if (message === '2026-05: protecting') stop.abort()
    }
    const first = await school.run({ period: undefined, stop: stop.signal, progress })
    expect([first.outcome, readdirSync(school.releases)]).toEqual(['stopped', ['2026-05']])
    school.expectNoVault()
    const next = await school.run({ period: undefined })
    expect(next.periods.map(({ period }) => period.id)).toEqual(['2026-06'])
  })
})

describe('`kohort schedule`', () => {
  it('ends with 0 when it is told to stop, by SIGTERM and in the middle of a night', {
    timeout: 120_000,
  }, async () => {
    const school = await tinyProject('all')
    await school.run({ period: '2026-05', now: new Date(Date.now() - 3 * 86_400_000) })
    const folders = ['--data', school.data, '--releases', school.releases, '--workspace', school.workspace]
    const run = startKohort([
      'schedule',
      '--project',
      school.project,
      ...folders,
      '--cron',
      '30 2 * * *',
      '--json',
    ])
    await new Promise<void>((resolve) => {
      run.onMessage((text) => {
        if (text.includes('removing identifiers')) resolve()
      })
    })
    process.kill(run.pid, 'SIGTERM')
    const { exitCode, stdout } = await run.ended
    expect(exitCode).toBe(0)
    const [line = ''] = stdout.split('\n')
    expect(JSON.parse(line)).toMatchObject({ project: 'tiny', outcome: 'stopped' })
    school.expectNoVault()
    expect(existsSync(join(school.releases, '.lock'))).toBe(false)
  })
})
