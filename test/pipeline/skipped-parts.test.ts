import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { approve } from '../../pipeline/approval/approve.ts'
import { auditKnownReleases } from '../../pipeline/ledger/audit-releases.ts'
import { readLedger } from '../../pipeline/ledger/read-ledger.ts'
import { skipPeriod } from '../../pipeline/ledger/skip.ts'
import { loadProject } from '../../pipeline/load-project.ts'
import { verifyRelease } from '../../pipeline/verify.ts'
import { candidatesOf } from './approval/cautious-school.ts'
import { ledgerOf } from './ledger-content.ts'
import { rolledSchool, schoolOfAYear } from './rolled-school.ts'
import type { TinyProject } from './tiny-project.ts'

async function skip(school: TinyProject, period: string, on: string) {
  const paths = { ledger: ledgerOf(school), releases: school.releases }
  const project = await loadProject(school.project)
  return skipPeriod(paths, project, { period, reason: 'it is lost', on }, new Date(`${on}T12:00:00Z`))
}

const isOut = (school: TinyProject, period: string) => existsSync(join(school.releases, period, 'v1'))

it('a quarter with a month that was given up is never due, and says so', { timeout: 120_000 }, async () => {
  const school = await rolledSchool()
  const night = { period: undefined, asOf: '2026-06-30', now: new Date('2026-07-02T00:00:00Z') }
  await school.run({ period: '2026-04', asOf: '2026-04-30', now: new Date('2026-05-01T00:00:00Z') })
  expect(await skip(school, '2026-05', '2026-06-02')).toMatchObject({ never: ['2026-Q2'] })
  const reason = 'is never released: it would be made of 2026-05, which never is'
  expect(await school.run(night)).toMatchObject({
    outcome: 'done',
    periods: [{ period: { id: '2026-06' }, outcome: 'released' }],
    held: [
      { period: '2026-05', why: 'skipped' },
      { period: '2026-Q2', why: 'incomplete', lacks: ['2026-05'], reason },
    ],
  })
  expect(await school.run({ ...night, period: '2026-Q2' })).toMatchObject({
    outcome: 'withheld',
    periods: [],
    held: [{ period: '2026-05' }, { period: '2026-Q2', why: 'incomplete' }],
  })
  expect(isOut(school, '2026-Q2')).toBe(false)
})

it('a year comes out without a quarter that was given up', {
  timeout: 300_000,
}, async () => {
  const school = await schoolOfAYear()
  await school.run({ period: undefined, asOf: '2026-05-31', now: new Date('2026-06-01T00:00:00Z') })
  expect(await skip(school, '2026-Q2', '2026-07-01')).toMatchObject({ never: [] })
  const year = await school.run({
    period: undefined,
    asOf: '2026-12-31',
    now: new Date('2027-01-01T00:00:00Z'),
  })
  const released = year.periods.filter(({ outcome }) => outcome === 'released').map(({ period }) => period.id)
  expect(released.filter((id) => !/-\d/.test(id))).toEqual(['2026-Q3', '2026-Q4', '2026'])
  expect(year.held).toMatchObject([{ period: '2026-Q2', why: 'skipped' }])
  expect(isOut(school, '2026-Q2')).toBe(false)
  const total = await school.published('active', 'learners, views', '2026', `region = '_T' AND gender = '_T'`)
  expect(total).toEqual([[360, 1980]])
  expect((await verifyRelease(join(school.releases, '2026', 'v1'), 60, 1)).findings).toEqual([])
  const { known } = await readLedger(ledgerOf(school), new Date('2027-01-02T00:00:00Z'))
  const together = await auditKnownReleases(
    ledgerOf(school),
    known,
    () => ({ now: () => 0, deadline: Number.POSITIVE_INFINITY }),
    () => undefined,
  )
  expect(together).toMatchObject({ releases: 16, groups: 1, passed: true, findings: [] })
})

it('such a year may be approved', { timeout: 300_000 }, async () => {
  const school = await schoolOfAYear()
  const lastDay = { asOf: '2026-12-31', now: new Date('2027-01-01T00:00:00Z') }
  await school.run({ period: undefined, asOf: '2026-05-31', now: new Date('2026-06-01T00:00:00Z') })
  await skip(school, '2026-Q2', '2026-07-01')
  await school.run({ period: undefined, asOf: '2026-12-30', now: new Date('2026-12-31T00:00:00Z') })
  for (const period of ['2026-12', '2026-Q4']) await school.run({ ...lastDay, period })
  school.definition.policy['approval'] = 'manual'
  await school.writeProject()
  await school.run({ ...lastDay, period: '2026' })
  const [candidate] = candidatesOf(school)
  const { project, data, releases, workspace } = school
  const options = { project, data, releases, workspace, candidate: candidate!, now: lastDay.now }
  await approve({ ...options, progress: () => undefined })
  expect(isOut(school, '2026')).toBe(true)
})
