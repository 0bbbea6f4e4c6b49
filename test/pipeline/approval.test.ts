import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { appendFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { approve, reject } from '../../pipeline/approval/approve.ts'
import { auditAgainstSources } from '../../pipeline/audit-release.ts'
import { explainReleasedCell } from '../../pipeline/explain.ts'
import { Failure } from '../../schemas/failure.ts'
import { kohort } from './command-line.ts'
import { publicContent } from './ledger-content.ts'
import { events } from './lineage-events.ts'
import { reproducible } from './released-files.ts'
import { type Scope, type TinyProject, tinyProject } from './tiny-project.ts'

async function cautiousSchool(scope: Scope = 'core'): Promise<TinyProject> {
  const school = await tinyProject(scope)
  school.definition.policy['approval'] = 'manual'
  await school.writeProject()
  return school
}

const candidates = ({ workspace }: TinyProject) =>
  readdirSync(join(workspace, 'candidates')).filter((name) => !name.endsWith('.json'))

function options(school: TinyProject, candidate: string, now = '2026-07-02T00:00:00Z') {
  const { project, data, releases, workspace } = school
  return { project, data, releases, workspace, candidate, now: new Date(now), progress: () => undefined }
}

async function failureOf(work: Promise<unknown>): Promise<Failure> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (error instanceof Failure) return error
  throw error ?? new Error('it must fail')
}

describe('a project whose releases a person approves', () => {
  it('releases nothing by night, and by approval what a night of the others gives', async () => {
    const [school, whole] = [await cautiousSchool('all'), await tinyProject('all')]
    // Pages compare with the release before, which is a candidate itself when they are written.
    for (const one of [school, whole]) {
      one.definition.releases['formats'] = ['page']
      await one.writeProject()
    }
    await whole.run({ period: undefined })
    const { periods, outcome } = await school.run({ period: undefined })
    expect(outcome).toBe('done')
    expect(periods.map((one) => [one.outcome, one.folder])).toEqual([
      ['candidate', null],
      ['candidate', null],
    ])
    school.expectNothingLeft()
    const [may = '', june = ''] = candidates(school)
    expect([may, june].map((name) => name.slice(0, 10))).toEqual(['2026-05-v1', '2026-06-v1'])
    const paths = readdirSync(school.workspace, { recursive: true }).map(String)
    expect(paths.filter((path) => /(^|\/)v\d+$/.test(path))).toEqual([])
    const verdict = await approve(options(school, may))
    expect(verdict).toMatchObject({ verdict: 'approved', folder: join(school.releases, '2026-05', 'v1') })
    await approve(options(school, june))
    expect(reproducible(school.releases)).toEqual(reproducible(whole.releases))
    expect(await publicContent(school)).toEqual(await publicContent(whole))
    const page = readFileSync(join(school.releases, '2026-06/v1/report/index.html'), 'utf8')
    expect(page).toContain('May 2026')
    expect(candidates(school)).toEqual([])
    const next = await school.run({ period: undefined, now: new Date('2026-07-02T00:00:00Z') })
    expect(next.alreadyReleased).toEqual(['2026-05', '2026-06'])
    const release = join(school.releases, '2026-06', 'v1')
    const { passed, findings } = await auditAgainstSources({ ...options(school, june), release })
    expect([passed, findings]).toEqual([true, []])
    const { project, workspace } = school
    const explained = await explainReleasedCell({
      project,
      workspace,
      release,
      table: 'active',
      cell: 'total',
    })
    expect(explained).toMatchObject({ table: 'active' })
  })

  it('are kept as they are while nothing changes', async () => {
    const school = await cautiousSchool()
    await school.run()
    const before = candidates(school)
    const again = await school.run({ asOf: '2026-07-02' })
    expect(again).toMatchObject({ outcome: 'idle', waiting: ['2026-06'], periods: [] })
    expect(candidates(school)).toEqual(before)
  })

  it('leave a lineage when they are approved, and when they are not', async () => {
    const school = await cautiousSchool()
    await school.run({ period: undefined })
    const [may = '', june = ''] = candidates(school)
    await failureOf(approve(options(school, june)))
    await approve(options(school, may))
    const told = events(school.workspace)
    expect(told.map(({ job, eventType, outputs }) => [job.name, eventType, outputs])).toEqual([
      ['tiny.approve', 'START', []],
      ['tiny.approve', 'FAIL', []],
      ['tiny.approve', 'START', []],
      ['tiny.approve', 'COMPLETE', [{ name: join(school.releases, '2026-05', 'v1') }]],
    ])
    expect(told[1]!.run.facets['errorMessage']).toMatchObject({
      message: expect.stringMatching(/superseded: the release before it/),
    })
    expect(new Set(told.map(({ run }) => run.runId)).size).toBe(2)
    // One that was killed has no end.
    const path = join(school.workspace, 'openlineage.jsonl')
    const killed = readFileSync(path, 'utf8').split('\n').slice(0, -2)
    await writeFile(path, `${killed.join('\n')}\n`)
    await school.run({ period: undefined, now: new Date('2026-07-03T00:00:00Z') })
    expect(events(school.workspace).at(-1)).toMatchObject({
      eventType: 'ABORT',
      run: { runId: told[3]!.run.runId },
    })
  })

  it('must be approved in their order, for each names the one before', async () => {
    const school = await cautiousSchool()
    await school.run({ period: undefined })
    const failure = await failureOf(approve(options(school, candidates(school)[1] ?? '')))
    expect(failure.exitCode).toBe(3)
    expect(failure.message).toMatch(/superseded: the release before it is not the one that it names$/)
  })

  it.each([
    {
      because: 'a source changed',
      change: (school: TinyProject) => appendFile(join(school.data, 'courses.csv'), 'C4,Fourth,T2\n'),
      says: /is superseded: since it was made, courses changed$/,
    },
    {
      because: 'the policy changed',
      change: async (school: TinyProject) => {
        school.definition.policy['minimumContributors'] = 20
        school.definition.policy['intervalWidth'] = 20
        await school.writeProject()
      },
      says: /since it was made, the project file, or a file that it names changed$/,
    },
    {
      because: 'it is old',
      change: async () => undefined,
      now: '2026-07-16T00:00:00Z',
      says: /has expired: it is older than approvalDays, 14$/,
    },
    {
      because: 'a published file was edited',
      change: async (school: TinyProject) => {
        const [name = ''] = candidates(school)
        const path = join(school.workspace, 'candidates', name, 'release', 'tables', 'active.csv')
        await writeFile(path, readFileSync(path, 'utf8').replace(/240/, '241'))
      },
      says: /the files of the candidate do not pass/,
    },
    {
      because: 'its manifest is another',
      change: async (school: TinyProject) => {
        const [name = ''] = candidates(school)
        await appendFile(join(school.workspace, 'candidates', name, 'release', 'manifest.json'), '\n')
      },
      says: /is damaged/,
    },
  ])('are refused where $because', async ({ change, now = '2026-07-02T00:00:00Z', says }) => {
    const school = await cautiousSchool()
    await school.run()
    const [name = ''] = candidates(school)
    await change(school)
    const failure = await failureOf(approve(options(school, name, now)))
    expect(failure.message).toMatch(says)
    expect(failure.exitCode).toBe(3)
    expect(existsSync(join(school.releases, '2026-06'))).toBe(false)
  })

  it('are refused where what was counted speaks against them', async () => {
    const school = await cautiousSchool()
    await school.run()
    const [name = ''] = candidates(school)
    // As if the audit of the night had let 240 pass where fewer learners were counted.
    const path = join(school.workspace, 'candidates', name, 'cells-2026-06.jsonl.gz')
    await writeFile(
      path,
      gzipSync(gunzipSync(readFileSync(path)).toString('utf8').replace('[240,[[240', '[241,[[241')),
    )
    const failure = await failureOf(approve(options(school, name)))
    expect(failure.message).toMatch(/^withheld: the audit speaks against the candidate: /)
    expect(existsSync(join(school.releases, '2026-06'))).toBe(false)
  })

  it('make way for a new candidate where a source changed, which the night says', async () => {
    const school = await cautiousSchool()
    await school.run()
    const before = candidates(school)
    await appendFile(join(school.data, 'courses.csv'), 'C4,Fourth,T2\n')
    const messages: string[] = []
    await school.run({ progress: (message) => void messages.push(message) })
    expect(messages).toContain(`${before[0]} is superseded: since it was made, courses changed`)
    expect(candidates(school)).toHaveLength(1)
    expect(candidates(school)).not.toEqual(before)
  })
})

describe('a candidate that was rejected', () => {
  it('is not proposed again before something changes, or somebody asks for it', async () => {
    const school = await cautiousSchool()
    await school.run({ period: '2026-05' })
    const verdict = await reject(options(school, candidates(school)[0] ?? ''))
    expect(verdict).toMatchObject({ verdict: 'rejected', period: '2026-05', folder: null })
    expect(candidates(school)).toEqual([])
    const next = await school.run({ period: undefined })
    expect(next.waiting).toEqual(['2026-05'])
    expect(next.periods.map(({ period }) => period.id)).toEqual(['2026-06'])
    expect((await school.run({ period: '2026-05' })).periods).toHaveLength(1)
    await appendFile(join(school.data, 'courses.csv'), 'C4,Fourth,T2\n')
    expect((await school.run({ period: undefined })).periods).toHaveLength(2)
  })
})

describe('on the command line', () => {
  it('`approve` and `reject` name the candidates that there are', async () => {
    const school = await cautiousSchool()
    await school.run()
    const [name = ''] = candidates(school)
    const folders = ['--project', school.project, '--data', school.data, '--workspace', school.workspace]
    const unknown = await kohort('reject', ...folders, '2026-06')
    expect(unknown.exitCode).toBe(2)
    expect(unknown.stderr).toBe(
      `a candidate must be one of those that wait (${name}). Provided value: 2026-06\n`,
    )
    const approval = await kohort('approve', ...folders, '--releases', school.releases, '--json', name)
    expect(approval.exitCode).toBe(3)
    // By the clock of now it is old.
    expect(JSON.parse(approval.stdout).error).toMatch(/has expired/)
    await rm(join(school.workspace, 'candidates', name), { recursive: true })
    await school.run({ now: new Date() })
    const [fresh = ''] = candidates(school)
    const released = await kohort('approve', ...folders, '--releases', school.releases, '--json', fresh)
    expect([released.exitCode, JSON.parse(released.stdout).verdict]).toEqual([0, 'approved'])
    expect(readdirSync(school.releases)).toEqual(['2026-06'])
  })
})
