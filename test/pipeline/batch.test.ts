import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { appendFile, chmod, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readHistory } from '../../pipeline/run-history.ts'
import { openWorkspace } from '../../pipeline/workspace.ts'
import { kohort } from './command-line.ts'
import { filesBelow, reproducible } from './released-files.ts'
import { type TinyProject, tinyProject } from './tiny-project.ts'

const heard = () => {
  const messages: string[] = []
  return { messages, progress: (message: string) => void messages.push(message) }
}

/** Runs until a message, then fails as an error of the system would. */
async function cutOff(school: TinyProject, at: string): Promise<void> {
  const stop = new Error('cut off')
  const run = school.run({
    period: undefined,
    progress: (message) => {
      if (message === at) throw stop
    },
  })
  await expect(run).rejects.toBe(stop)
}

/** Only three of D1's learners are men; the table shows districts within regions. */
async function schoolWithFewMen(): Promise<TinyProject> {
  const school = await tinyProject()
  const men = school.rows.learners.filter(({ gender, district }) => gender === 'M' && district === 'D1')
  for (const man of men.slice(3)) man['gender'] = 'F'
  school.definition.attributes['region']!['level'] = 'district'
  await school.write()
  return school
}

describe('a night with nothing due', () => {
  it('reads no source where none has changed, and is recorded', async () => {
    const school = await tinyProject()
    const first = await school.run({ period: undefined })
    expect(first.outcome).toBe('done')
    const { messages, progress } = heard()
    const again = await school.run({ period: undefined, asOf: '2026-07-05', progress })
    expect(messages).toEqual([])
    expect(again).toMatchObject({ outcome: 'idle', periods: [], alreadyReleased: ['2026-05', '2026-06'] })
    expect(again.books).toEqual(first.books)
    expect(existsSync(join(again.record, 'run.json'))).toBe(true)
    // A third night builds on the idle one.
    expect((await school.run({ period: undefined, asOf: '2026-07-06' })).outcome).toBe('idle')
  })

  it('reads sources again where one changed, or a period has closed since', async () => {
    const school = await tinyProject()
    await school.run({ period: undefined })
    const closed = await school.run({ period: undefined, asOf: '2026-07-31' })
    expect(closed.periods.map(({ period }) => period.id)).toEqual(['2026-07'])
    await appendFile(join(school.data, 'courses.csv'), 'C4,Fourth,T2\n')
    const changed = await school.run({ period: undefined, asOf: '2026-07-31' })
    expect([changed.outcome, changed.books.courses?.read]).toEqual(['done', 4])
  })
})

describe('a night that was cut off', () => {
  it.each([
    { at: '2026-06: counting', reads: true, counted: ['2026-05'] },
    { at: '2026-05: protecting', reads: true, counted: [] },
    { at: '2026-06: protecting', reads: false, counted: ['2026-05'] },
    { at: '2026-06: auditing', reads: false, counted: ['2026-05'] },
    { at: '2026-06: releasing', reads: false, counted: ['2026-05'] },
  ])('at “$at” goes on from there: sources read again: $reads', async ({ at, reads, counted }) => {
    const [whole, school] = [await tinyProject(), await tinyProject()]
    await whole.run({ period: undefined })
    await cutOff(school, at)
    expect(readdirSync(school.workspace)).not.toContain('lock')
    const { messages, progress } = heard()
    const next = await school.run({ period: undefined, progress })
    expect(messages.includes('reading learners')).toBe(reads)
    expect(next.alreadyReleased).toEqual(counted)
    expect(next.resumed).not.toBeNull()
    expect(reproducible(school.releases)).toEqual(reproducible(whole.releases))
    expect(readdirSync(join(school.workspace, 'checkpoints'))).toEqual([])
  })

  it('is audited again: a checkpoint that publishes what it must not is no release', async () => {
    const school = await schoolWithFewMen()
    await cutOff(school, '2026-05: releasing')
    const [path = ''] = readdirSync(join(school.workspace, 'checkpoints'), { recursive: true })
      .map((name) => join(school.workspace, 'checkpoints', String(name)))
      .filter((name) => name.endsWith('suppressed'))
    // Whatever is hidden is said to be 3.
    const kept = deserialize(gunzipSync(readFileSync(path)))
    for (const table of kept.result.candidate.tables)
      for (const row of table.rows)
        row.figures = row.figures.map((figure: { status: string }) =>
          figure.status === 'c' ? { value: 3, status: 'A' } : figure,
        )
    await writeFile(path, gzipSync(serialize(kept)))
    const { messages, progress } = heard()
    const { outcome, periods } = await school.run({ period: '2026-05', progress })
    expect(messages).not.toContain('2026-05: auditing')
    expect(outcome).toBe('withheld')
    expect(periods[0]!.reasons.join()).toMatch(/published-primary/)
    school.expectNothingLeft()
  })

  it.each([
    {
      because: 'a source',
      change: (school: TinyProject) => appendFile(join(school.data, 'courses.csv'), 'C4,Fourth,T2\n'),
    },
    {
      because: 'the policy',
      change: async (school: TinyProject) => {
        school.definition.policy['minimumContributors'] = 9
        await school.writeProject()
      },
    },
    { because: 'the as-of day', change: async () => undefined, asOf: '2026-07-01' },
  ])('begins anew where $because has changed', async ({ change, asOf = '2026-06-30' }) => {
    const school = await tinyProject()
    await cutOff(school, '2026-06: releasing')
    await change(school)
    const { messages, progress } = heard()
    const next = await school.run({ period: undefined, asOf, progress })
    expect(messages).toContain('reading learners')
    expect(messages).toContain('2026-06: counting')
    expect(next.resumed).toBeNull()
  })

  it('chooses anew what to hide where the tie-break key is another one, and counts from where it was', async () => {
    const school = await tinyProject()
    await cutOff(school, '2026-06: releasing')
    await school.put('workspace/tie-break.key', `${'0'.repeat(64)}\n`)
    const { messages, progress } = heard()
    await school.run({ period: undefined, progress })
    expect(messages).toContain('2026-06: auditing')
    expect(messages).not.toContain('2026-06: counting')
  })

  it('begins anew where a checkpoint is damaged', async () => {
    const school = await tinyProject()
    await cutOff(school, '2026-06: releasing')
    const folder = join(school.workspace, 'checkpoints')
    for (const name of readdirSync(folder)) await writeFile(join(folder, name), 'no checkpoint')
    const next = await school.run({ period: undefined })
    expect(next.periods.map(({ outcome }) => outcome)).toEqual(['released'])
  })

  it('keeps cells for the owner only, and nothing that names a learner', async () => {
    const school = await tinyProject('all')
    await cutOff(school, '2026-06: releasing')
    const kept = filesBelow(join(school.workspace, 'checkpoints'))
    expect(kept.size).toBe(4)
    for (const packed of kept.values()) {
      const text = gunzipSync(packed).toString('latin1')
      for (const canary of school.canaries()) expect(text.includes(canary)).toBe(false)
    }
    school.expectNoVault()
  })
})

describe('sources that do not hold still', () => {
  const eager = { attempts: 3, firstWaitSeconds: 0.05 }

  it('are read again until they do', async () => {
    const [whole, school] = [await tinyProject(), await tinyProject()]
    await whole.run()
    school.definition.retries = eager
    // Every learner but one lacks at first; the file is whole when it is read the second time.
    const complete = readFileSync(join(school.data, 'learners.csv'), 'utf8')
    await writeFile(join(school.data, 'learners.csv'), complete.split('\n').slice(0, 2).join('\n'))
    await school.writeProject()
    const messages: string[] = []
    const { periods } = await school.run({
      progress: (message) => {
        messages.push(message)
        if (message === 'reading lesson_views' && messages.filter((m) => m === message).length === 1)
          void writeFile(join(school.data, 'learners.csv'), complete)
      },
    })
    expect(messages).toContain('sources changed or could not be read for the moment: again in 0.05 s')
    expect(periods.map(({ outcome }) => outcome)).toEqual(['released'])
    expect(reproducible(school.releases)).toEqual(reproducible(whole.releases))
  })

  it('fail with 1 where they never do, and nothing is published', async () => {
    const school = await tinyProject()
    school.definition.retries = eager
    await school.writeProject()
    const failure = await school.failure({
      progress: (message) => {
        if (message === 'reading courses') void appendFile(join(school.data, 'learners.csv'), '\n')
      },
    })
    expect([failure.message, failure.exitCode]).toEqual([
      'sources: files changed while they were read, 3 times',
      1,
    ])
    school.expectNothingLeft()
  })

  it('may be renamed into place while they are read', async () => {
    const school = await tinyProject()
    school.definition.retries = eager
    await school.writeProject()
    const path = join(school.data, 'courses.csv')
    let moved = false
    const { books } = await school.run({
      progress: (message) => {
        if (message !== 'reading lessons' || moved) return
        moved = true
        void appendFile(`${path}.new`, `${readFileSync(path, 'utf8')}C4,Fourth,T2\n`).then(() =>
          rename(`${path}.new`, path),
        )
      },
    })
    expect(books.courses?.read).toBe(4)
  })
})

describe('a dry run', () => {
  it('says what would be hidden by which rule, and leaves nothing but its record', async () => {
    const school = await schoolWithFewMen()
    const dry = await school.run({ period: undefined, dryRun: true })
    expect(dry.periods.map(({ outcome, folder }) => [outcome, folder])).toEqual([
      ['planned', null],
      ['planned', null],
    ])
    expect(dry.periods[1]!.hidden).toContainEqual({ table: 'active', rule: 'threshold', rows: 1 })
    expect(existsSync(school.releases)).toBe(false)
    const left = readdirSync(school.workspace, { recursive: true }).map(String)
    expect(left.filter((path) => !/^(runs|vault|checkpoints|candidates|kohort\.prom)/.test(path))).toEqual([])
    expect(left.filter((path) => /^(vault|checkpoints|candidates)\//.test(path))).toEqual([])
    // What it says is what a run does.
    const real = await school.run({ period: undefined })
    expect(real.periods.map(({ hidden }) => hidden)).toEqual(dry.periods.map(({ hidden }) => hidden))
  })

  it('of a range is what `backfill` does', async () => {
    const school = await tinyProject()
    const args = ['--project', school.project, '--data', school.data, '--releases', school.releases]
    const command = ['backfill', ...args, '--workspace', school.workspace, '--as-of', '2026-06-30', '--json']
    const ended = await kohort(...command, '--from', '2026-04', '--to', '2026-05', '--dry-run')
    expect(JSON.parse(ended.stdout).periods).toMatchObject([
      { period: { id: '2026-04' }, outcome: 'planned' },
      { period: { id: '2026-05' }, outcome: 'planned' },
    ])
    expect((await kohort(...command, '--from', '2026-06', '--to', '2026-05')).exitCode).toBe(2)
    const { periods } = await school.run({ period: undefined, from: '2026-04', to: '2026-05' })
    expect(periods.map(({ outcome }) => outcome)).toEqual(['released', 'released'])
    expect(readdirSync(school.releases)).toEqual(['2026-04', '2026-05'])
  })
})

describe('a clock that was set back', () => {
  it('withholds where today is taken from it, and does not where the day is given', async () => {
    const school = await tinyProject()
    await school.run({ period: '2026-05', dryRun: true })
    const early = { now: new Date('2026-06-20T00:00:00Z'), period: undefined }
    const failure = await school.failure({ ...early, asOf: undefined })
    expect(failure.exitCode).toBe(3)
    expect(failure.message).toMatch(/^withheld: the clock must not go back/)
    const { periods } = await school.run(early)
    expect(periods.map(({ period }) => period.id)).toEqual(['2026-05', '2026-06'])
    // The latest run is the latest, though its folder's name is not.
    const history = await readHistory(await openWorkspace(school.workspace))
    expect(history.map(({ sequence }) => sequence)).toEqual([3, 2, 1])
    expect(history[0]!.name < history[2]!.name).toBe(true)
    expect((await school.run({ ...early, asOf: '2026-07-01' })).outcome).toBe('idle')
  })

  it('withholds though the day is given where something was published later', async () => {
    const school = await tinyProject()
    await school.run({ period: '2026-05' })
    const failure = await school.failure({ now: new Date('2026-06-20T00:00:00Z') })
    expect(failure.exitCode).toBe(3)
    expect(failure.message).toMatch(/^withheld: the clock must not go back: the ledger's last entry/)
  })
})

it('nothing is published as of a day that has not begun, though it may be planned', async () => {
  const school = await tinyProject()
  const yearAhead = { asOf: '2027-06-30', now: new Date('2026-07-01'), period: undefined, last: 1 }
  const failure = await school.failure(yearAhead)
  expect([failure.exitCode, failure.message]).toEqual([
    2,
    'a day must have begun before it counts as ended. Provided value: --as-of 2027-06-30, where it is 2026-07-01',
  ])
  school.expectNothingLeft()
  const { periods } = await school.run({ ...yearAhead, dryRun: true })
  expect(periods).toMatchObject([{ period: { id: '2027-06' }, outcome: 'planned' }])
})

it('a failed night says in its record how it ended', async () => {
  const school = await tinyProject()
  await rm(join(school.data, 'courses.csv'))
  await chmod(school.data, 0o700)
  await school.failure()
  const [name = ''] = readdirSync(join(school.workspace, 'runs'))
  const record: unknown = JSON.parse(readFileSync(join(school.workspace, 'runs', name, 'run.json'), 'utf8'))
  expect(record).toMatchObject({
    outcome: 'failed',
    failure: { message: 'courses: no file matches. Provided value: courses.csv', exitCode: 1 },
    periods: [],
  })
})
