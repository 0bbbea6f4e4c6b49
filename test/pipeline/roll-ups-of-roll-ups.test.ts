import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { auditAgainstSources } from '../../pipeline/audit-release.ts'
import { neverReleased } from '../../pipeline/held-periods.ts'
import { auditKnownReleases } from '../../pipeline/ledger/audit-releases.ts'
import { readLedger } from '../../pipeline/ledger/read-ledger.ts'
import { loadProject } from '../../pipeline/load-project.ts'
import { parsePeriod } from '../../pipeline/period-calendar.ts'
import { startKohort } from './command-line.ts'
import { rolledSchool, schoolOfAYear } from './rolled-school.ts'
import type { TinyProject } from './tiny-project.ts'

const now = new Date('2027-01-01T00:00:00Z')
const ledgerOf = ({ workspace }: TinyProject) => join(workspace, 'ledger')

it('catches up period by period, since what a quarter needs is kept until the next but one only', async () => {
  const school = await schoolOfAYear()
  for (const name of ['active', 'courses'])
    school.tables[name] = { ...school.tables[name], period: { rollUp: ['quarter'] } }
  await school.write()
  const { periods } = await school.run({ period: undefined, asOf: '2026-12-31', now })
  expect(periods.map(({ period, outcome }) => [period.id, outcome]).slice(2, 5)).toEqual([
    ['2026-03', 'released'],
    ['2026-Q1', 'released'],
    ['2026-04', 'released'],
  ])
  expect(periods.filter(({ outcome }) => outcome !== 'released')).toEqual([])

  const { known } = await readLedger(ledgerOf(school), now)
  const project = await loadProject(school.project)
  const until = (last: string) =>
    neverReleased(
      project,
      known.filter(({ release }) => release.period.grain === 'month' && release.period.id <= last),
      [],
    )
  expect(until('2026-06')(parsePeriod('2026-Q1'))).toBeNull()
  expect(until('2026-07')(parsePeriod('2026-Q1'))).toMatchObject({
    why: 'passed',
    reason: 'is never released: what was counted in 2026-01 is kept no longer, since later periods are out',
  })
})

it('releases a year after its quarters, which stay as they are beside it', async () => {
  const school = await schoolOfAYear()
  const run = { period: undefined, asOf: '2026-12-31', now }
  const { periods } = await school.run(run)
  const released = periods.filter(({ outcome }) => outcome === 'released').map(({ period }) => period.id)
  expect(released).toHaveLength(17)
  expect(released.filter((id) => id.length < 7 || id.includes('Q'))).toEqual([
    '2026-Q1',
    '2026-Q2',
    '2026-Q3',
    '2026-Q4',
    '2026',
  ])
  const total = async (period: string) =>
    school.published('active', 'learners, views', period, `region = '_T' AND gender = '_T'`)
  expect(await total('2026-Q1')).toEqual([[360, 660]])
  expect(await total('2026-Q3')).toEqual([[240, 420]])
  expect(await total('2026-Q4')).toEqual([[120, 240]])
  expect(await total('2026')).toEqual([[360, 1980]])

  const { known } = await readLedger(ledgerOf(school), new Date('2027-01-02T00:00:00Z'))
  const together = await auditKnownReleases(
    ledgerOf(school),
    known,
    () => ({ now: () => 0, deadline: Number.POSITIVE_INFINITY }),
    () => undefined,
  )
  expect(together).toMatchObject({ releases: 17, groups: 1, passed: true, findings: [] })

  for (const period of ['2026-Q4', '2026']) {
    const { findings, warnings, recounted } = await auditAgainstSources({
      project: school.project,
      data: school.data,
      workspace: school.workspace,
      release: join(school.releases, period, 'v1'),
      now: new Date('2027-01-02T00:00:00Z'),
      progress: () => undefined,
    })
    expect([period, findings, recounted > 0]).toEqual([period, [], true])
    expect(warnings.filter((clause) => clause.includes('ledger'))).toEqual([])
  }
}, 240_000)

it('gives the same bytes on any night that it is made', async () => {
  const asOf = '2026-06-30'
  const now = new Date('2026-07-01T00:00:00Z')
  const [once, often] = [await rolledSchool(), await rolledSchool()]
  await once.run({ period: undefined, asOf, now })
  for (const period of ['2026-04', '2026-05', '2026-06', '2026-Q2']) await often.run({ period, asOf, now })
  const bytes = (school: TinyProject, path: string) =>
    readFileSync(join(school.releases, '2026-Q2', 'v1', path)).toString('base64')
  for (const path of ['SHA256SUMS', 'manifest.json', 'tables/active.parquet'])
    expect([path, bytes(once, path)]).toEqual([path, bytes(often, path)])
}, 120_000)

it('is found, withheld and verified on the command line', async () => {
  const school = await rolledSchool()
  const where = ['--project', school.project, '--data', school.data, '--workspace', school.workspace]
  const run = ['run', ...where, '--releases', school.releases, '--as-of', '2026-06-30']
  expect(await startKohort([...run, '--period', '2026-Q3']).ended).toMatchObject({ exitCode: 2 })
  expect(await startKohort([...run, '--period', '2026']).ended).toMatchObject({ exitCode: 3 })
  expect(await startKohort([...run, '--period', '2026-Q2']).ended).toMatchObject({ exitCode: 0 })
  const folder = join(school.releases, '2026-Q2', 'v1')
  expect(await startKohort(['verify', folder]).ended).toMatchObject({ exitCode: 0 })
  expect(await startKohort(['audit', ...where, folder]).ended).toMatchObject({ exitCode: 0 })
  const ledger = ['--project', school.project, '--workspace', school.workspace, '--releases', school.releases]
  for (const verb of ['verify', 'audit'])
    expect([verb, (await startKohort(['ledger', verb, ...ledger]).ended).exitCode]).toEqual([verb, 0])
  const reason = ['--reason', 'a mistake in the sources']
  expect(await startKohort(['withdraw', ...ledger, ...reason, '2026-Q2/v1']).ended).toMatchObject({
    exitCode: 0,
  })
  expect((await startKohort([...run, '--json']).ended).stdout).toContain('2026-Q2')
}, 120_000)
