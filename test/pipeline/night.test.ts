import { existsSync, readdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { UsageError } from '../../schemas/failure.ts'
import { startKohort } from './command-line.ts'
import { lockOf } from './lock-file.ts'
import { tinyProject } from './tiny-project.ts'

describe('what a run says on its way', () => {
  const said = async (asOf: string | undefined, now: string) => {
    const school = await tinyProject()
    const messages: string[] = []
    const progress = (message: string) => void messages.push(message)
    await school.run({ asOf, now: new Date(now), period: undefined, last: 1, publish: false, progress })
    return messages
  }
  const note =
    '2026-06 ends today: rows of the rest of the day are not in. With releases.embargoDays: 1 it waits for tomorrow'

  it('names a period whose last day is not over, in the time zone of the project', async () => {
    expect(await said(undefined, '2026-06-30T05:00:00Z')).toContain(note)
    expect(await said('2026-06-30', '2026-06-29T19:30:00Z')).toContain(note)
    // Past midnight in Tashkent.
    expect(await said('2026-06-30', '2026-06-30T19:30:00Z')).not.toContain(note)
  })

  it('names how many periods are due where one row begins the series long ago', async () => {
    const school = await tinyProject()
    school.definition.releases['grain'] = 'day'
    school.rows.lesson_views[0]!['started_at'] = '2026-03-01 10:00:00'
    await school.write()
    const messages: string[] = []
    const stop = new Error('enough')
    const run = school.run({
      asOf: '2026-06-30',
      period: undefined,
      publish: false,
      progress: (message) => {
        messages.push(message)
        if (message.endsWith(': counting')) throw stop
      },
    })
    await expect(run).rejects.toBe(stop)
    expect(messages).toContain(
      '122 periods are due, the first with a row being 2026-03-01: releases.from can name a later one',
    )
  })
})

it('refuses a period that is none before a source is read', async () => {
  const school = await tinyProject()
  await rm(join(school.data, 'learners.csv'))
  for (const period of ['2026-13', '2026-07']) {
    const failure = await school.failure({ period })
    expect(failure).toBeInstanceOf(UsageError)
    expect(failure.message).toContain(`Provided value: ${period}`)
  }
  expect(existsSync(school.workspace)).toBe(false)
})

describe('the releases folder', () => {
  it('is not touched by a plan', async () => {
    const school = await tinyProject()
    await school.put('releases/.staging-of-a-run/manifest.json', '{}')
    await school.put('releases/.lock', lockOf(process.ppid))
    await school.run({ publish: false })
    expect(readdirSync(school.releases).toSorted()).toEqual(['.lock', '.staging-of-a-run'])
  })

  it('is held by one run at a time, even from two workspaces', async () => {
    const school = await tinyProject()
    await school.put('releases/.lock', lockOf(process.ppid))
    const failure = await school.failure()
    expect(failure.message).toMatch(/^another run holds the releases folder \(process \d+ since [^)]+\)$/)
    school.expectNoVault()
    await rm(join(school.releases, '.lock'))
    const first = school.run()
    while (!existsSync(join(school.releases, '.lock'))) await wait(1)
    expect((await school.failure({ workspace: join(school.folder, 'other') })).message).toMatch(
      /^another run holds the releases folder/,
    )
    expect((await first).periods.map(({ outcome }) => outcome)).toEqual(['released'])
    expect(readdirSync(school.releases)).toEqual(['2026-06'])
  })
})

describe('a run that is told to stop', () => {
  it.each([
    { signal: 'SIGHUP', exitCode: 129 },
    { signal: 'SIGINT', exitCode: 130 },
    { signal: 'SIGTERM', exitCode: 143 },
  ] as const)('by $signal ends with $exitCode and leaves nothing', async ({ signal, exitCode }) => {
    const school = await tinyProject('all')
    const folders = ['--data', school.data, '--releases', school.releases, '--workspace', school.workspace]
    const run = startKohort(['run', '--project', school.project, ...folders, '--as-of', '2026-06-30'])
    const vaults = join(school.workspace, 'vault')
    while (!existsSync(vaults) || readdirSync(vaults).length === 0) await wait(1)
    process.kill(run.pid, signal)
    expect((await run.ended).exitCode).toBe(exitCode)
    school.expectNothingLeft()
    expect(existsSync(join(school.releases, '.lock'))).toBe(false)
  })
})
