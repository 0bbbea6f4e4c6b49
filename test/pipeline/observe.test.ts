import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { appendFile, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { killedNight } from './crash-harness.ts'
import { events } from './lineage-events.ts'
import { type TinyProject, tinyProject } from './tiny-project.ts'

const parentSchema = z.object({
  run: z.object({ runId: z.string() }),
  job: z.object({ name: z.string() }),
})

/** A school that must show three men of a region, and so shows nothing. */
async function withheldSchool(): Promise<TinyProject> {
  const school = await tinyProject()
  school.tables['active']!['publish'] = { always: [{ gender: 'M', region: 'R1' }] }
  const men = school.rows.learners.filter(
    ({ gender, district }) => gender === 'M' && ['D1', 'D2'].includes(String(district)),
  )
  for (const man of men.slice(3)) man['gender'] = 'F'
  await school.write()
  return school
}

describe('lineage', () => {
  it('tells of a night and of each of its periods, as OpenLineage asks', async () => {
    const school = await tinyProject()
    const { record } = await school.run({ period: undefined })
    const told = events(record)
    const stage = (name: string) => [
      [`tiny.${name}`, 'START'],
      [`tiny.${name}`, 'COMPLETE'],
    ]
    const period = [
      ['tiny.period', 'START'],
      ...['3-generalize', '4-tabulate', '5-protect', '6-release'].flatMap(stage),
      ['tiny.period', 'COMPLETE'],
    ]
    expect(told.map(({ job, eventType }) => [job.name, eventType])).toEqual([
      ['tiny.run', 'START'],
      ...['1-extract', '2-deidentify'].flatMap(stage),
      ...period,
      ...period,
      ['tiny.run', 'COMPLETE'],
    ])
    const parentOf = (name: string) => {
      const { run } = told.find(({ job }) => job.name === `tiny.${name}`)!
      const parent = parentSchema.parse(run.facets['parent'])
      return [parent.job.name, told.find((event) => event.run.runId === parent.run.runId)?.job.name]
    }
    expect(['1-extract', 'period', '6-release'].map(parentOf)).toEqual([
      ['tiny.run', 'tiny.run'],
      ['tiny.run', 'tiny.run'],
      ['tiny.period', 'tiny.period'],
    ])
    expect(told.find(({ outputs }) => outputs.length > 0)!.outputs).toEqual([
      { name: join(school.releases, '2026-05', 'v1') },
    ])
  })

  it('of a night that was killed ends when the next one begins, the innermost run first', async () => {
    const school = await tinyProject('all')
    const saysProtecting = 4
    expect(await killedNight(school, { kind: 'message', n: saysProtecting })).toBe(true)
    const runs = join(school.workspace, 'runs')
    const record = join(runs, readdirSync(runs)[0] ?? '')
    const before = events(record)
    await appendFile(join(record, 'openlineage.jsonl'), '{"eventType":"COMP')
    await school.run({ period: undefined, now: new Date() })
    const after = events(record)
    expect(after.slice(0, before.length)).toEqual(before)
    const added = after.slice(before.length)
    expect(added.length).toBeGreaterThan(0)
    expect(added.map(({ job, eventType }) => [job.name, eventType]).at(-1)).toEqual(['tiny.run', 'ABORT'])
    expect(new Set(added.map(({ eventType }) => eventType))).toEqual(new Set(['ABORT']))
    const ended = after.filter(({ eventType }) => eventType !== 'START').map(({ run }) => run.runId)
    const begun = after.filter(({ eventType }) => eventType === 'START').map(({ run }) => run.runId)
    expect(ended.toSorted()).toEqual(begun.toSorted())
    expect(added.map(({ run }) => run.runId)).toEqual(
      begun.filter((id) => added.some(({ run }) => run.runId === id)).toReversed(),
    )
    const closed = readFileSync(join(record, 'openlineage.jsonl'), 'utf8')
    await school.run({ period: undefined, now: new Date() })
    expect(readFileSync(join(record, 'openlineage.jsonl'), 'utf8')).toBe(closed)
  })

  it('tells of a failure with the message that the operator gets', async () => {
    const school = await tinyProject()
    await rm(join(school.data, 'courses.csv'))
    await school.failure()
    const runs = join(school.workspace, 'runs')
    const told = events(join(runs, readdirSync(runs)[0] ?? ''))
    expect(told.at(-1)).toMatchObject({
      eventType: 'FAIL',
      run: {
        facets: { errorMessage: { message: 'courses: no file matches. Provided value: courses.csv' } },
      },
    })
  })
})

describe('metrics', () => {
  const metrics = (school: TinyProject) => readFileSync(join(school.workspace, 'kohort.prom'), 'utf8')

  it('tell when and how the last night ended, and no number of few learners', async () => {
    const school = await tinyProject('all')
    school.rows.learners[0]!['account_type'] = 'staff'
    await school.write()
    await school.run({ period: undefined })
    const text = metrics(school)
    expect(text).toContain('kohort_last_run_outcome{outcome="done"} 1\n')
    expect(text).toContain('kohort_periods{outcome="released"} 2\n')
    expect(text).toContain('kohort_source_rows{source="learners"} 200\n')
    expect(text).toContain('kohort_source_rows{source="courses"} 0\n')
    expect(text).not.toMatch(/admit|staff|primary|quarantine_percent\{/)
    for (const line of text.split('\n').filter((one) => one.startsWith('kohort_source_rows{')))
      expect(Number(line.split(' ').at(-1)) % 100).toBe(0)
    expect((await stat(join(school.workspace, 'kohort.prom'))).mode & 0o077).toBe(0)
  })

  it('tell how old a source was when the night began, in the time zone of the project', async () => {
    const school = await tinyProject()
    school.definition.sources['lesson_views']!['freshness'] = {
      warn_after: { count: 90, period: 'day' },
      loaded_at: 'started_at',
    }
    await school.writeProject()
    // Its last row is of the 10th of June, to whose end it counts; the night begins at three in the morning.
    await school.run({ now: new Date('2026-06-30T22:00:00Z') })
    expect(metrics(school)).toContain(`kohort_source_age_hours{source="lesson_views"} ${20 * 24 + 3}\n`)
  })

  it('keep the last success through a failure', async () => {
    const school = await tinyProject()
    await school.run()
    const success = /^kohort_last_success_timestamp_seconds \d+$/m.exec(metrics(school))?.[0] ?? 'none'
    await rm(join(school.data, 'courses.csv'))
    await school.failure({ now: new Date('2026-07-03T00:00:00Z') })
    expect(metrics(school)).toContain(`${success}\n`)
    expect(metrics(school)).toContain('kohort_last_run_outcome{outcome="failed"} 1\n')
    expect(metrics(school)).not.toContain('kohort_last_run_outcome{outcome="done"} 1\n')
  })

  it('keep what they said of the last night through a plan and a dry run', async () => {
    const school = await tinyProject()
    await school.run()
    await rm(join(school.data, 'courses.csv'))
    await school.failure({ now: new Date('2026-07-03T00:00:00Z') })
    const said = metrics(school)
    await school.write()
    await school.run({ publish: false, now: new Date('2026-07-04T00:00:00Z') })
    await school.run({ dryRun: true, now: new Date('2026-07-04T01:00:00Z') })
    expect(metrics(school)).toBe(said)
  })
})

describe('a hook', () => {
  it('is told of a failure, by a command that gets JSON', async () => {
    const school = await tinyProject()
    const heard = join(school.folder, 'heard.json')
    school.definition.hooks['onFailure'] = { command: ['sh', '-c', 'cat > "$0"', heard] }
    await school.writeProject()
    await rm(join(school.data, 'courses.csv'))
    await school.failure()
    expect(JSON.parse(readFileSync(heard, 'utf8'))).toEqual({
      project: 'tiny',
      asOf: '2026-06-30',
      event: 'failure',
      exitCode: 1,
      message: 'courses: no file matches. Provided value: courses.csv',
      withheld: [],
    })
  })

  it('is told of what is withheld, by a webhook, without a figure', async () => {
    const bodies: string[] = []
    const server = createServer((request, response) => {
      request.setEncoding('utf8').on('data', (text: string) => void bodies.push(text))
      request.on('end', () => response.end())
    }).listen(0, '127.0.0.1')
    onTestFinished(() => void server.close())
    await new Promise((resolve) => server.on('listening', resolve))
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : 0
    const school = await withheldSchool()
    school.definition.hooks['onWithheld'] = { webhook: `http://127.0.0.1:${port}/` }
    await school.writeProject()
    const { outcome, periods } = await school.run()
    expect(outcome).toBe('withheld')
    expect(periods.flatMap(({ reasons }) => reasons).join()).toContain('R1')
    expect(bodies.join()).not.toContain('R1')
    expect(bodies.map((body) => JSON.parse(body))).toMatchObject([{ event: 'withheld', exitCode: 3 }])
    for (const canary of school.canaries()) expect(bodies.join()).not.toContain(canary)
  })

  it.each([
    { because: 'it fails', command: ['false'] },
    { because: 'there is none', command: ['/nowhere/hook'] },
    { because: 'it takes too long', command: ['sh', '-c', 'sleep 30 & wait'] },
    { because: 'it does not read', command: ['true'] },
  ])('changes nothing where $because', async ({ command }) => {
    const school = await tinyProject()
    school.definition.hooks['onFailure'] = { command, timeoutSeconds: 1 }
    await school.writeProject()
    await rm(join(school.data, 'courses.csv'))
    const began = performance.now()
    const failure = await school.failure()
    expect(failure.message).toBe('courses: no file matches. Provided value: courses.csv')
    expect(performance.now() - began).toBeLessThan(25_000)
  })

  it('is not told of a plan, nor of a night that ends well', async () => {
    const school = await tinyProject()
    const heard = join(school.folder, 'heard')
    for (const event of ['onFailure', 'onWithheld'])
      school.definition.hooks[event] = { command: ['touch', heard] }
    await school.writeProject()
    await school.run({ publish: false })
    await school.run()
    await appendFile(join(school.data, 'courses.csv'), '\n')
    expect(existsSync(heard)).toBe(false)
  })
})
