import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { backUpLedger } from '../../../pipeline/ledger/backup.ts'
import { verifyLedger } from '../../../pipeline/ledger/ledger-verify.ts'
import { readLedger } from '../../../pipeline/ledger/read-ledger.ts'
import { restoreLedger } from '../../../pipeline/ledger/restore.ts'
import { skipPeriod } from '../../../pipeline/ledger/skip.ts'
import { loadProject } from '../../../pipeline/load-project.ts'
import type { NightOptions } from '../../../pipeline/night.ts'
import { nightSummary } from '../../../pipeline/summary.ts'
import { kohort, startKohort } from '../command-line.ts'
import { ledgerOf } from '../ledger-content.ts'
import type { TinyProject } from '../tiny-project.ts'
import { fillSchool, monthOf, months, schoolOf, stockSchool } from './stock-school.ts'

const nights = schoolOf({ 'n1 f': 2 }, { 'n1 f': 6, 'n1 m': 7 }, { 'n2 f': 7 })
const later = new Date('2027-01-01T00:00:00Z')

/** A run of the end of month m that is told no period: whatever is due. */
const nightOf = (m: number): Partial<NightOptions> => ({ ...monthOf(m), period: undefined })

const placesOf = (school: TinyProject) => [
  ...['--project', school.project, '--releases', school.releases, '--workspace', school.workspace],
]

/** March is out; in April rows are asked for that would tell who is idle, so that April is withheld. */
async function stuckInApril(): Promise<TinyProject> {
  const school = await stockSchool()
  await fillSchool(school, nights, 0)
  expect((await school.run(nightOf(0))).outcome).toBe('done')
  await fillSchool(school, nights, 1)
  askTooMuch(school)
  await school.writeProject()
  return school
}

/** Every row of a flow must be published, though few are idle in some. */
function askTooMuch(school: TinyProject): void {
  school.tables['active'] = {
    ...school.tables['active'],
    publish: { always: [{ region: '*', gender: '*' }] },
  }
}

function askLess(school: TinyProject): void {
  const { publish: _publish, ...active } = { publish: null, ...school.tables['active'] }
  school.tables['active'] = active
}

async function skip(school: TinyProject, period: string, reason = 'the export is lost', on = '2026-05-03') {
  const project = await loadProject(school.project)
  const paths = { ledger: ledgerOf(school), releases: school.releases }
  return skipPeriod(paths, project, { period, reason, on }, new Date(`${on}T12:00:00Z`))
}

const isOut = (school: TinyProject, period: string) => existsSync(join(school.releases, period, 'v1'))

describe('a month of a project with a stock that is not out', { timeout: 300_000 }, () => {
  it('is withheld night after night, and the ones after it wait, with nothing thrown', async () => {
    const school = await stuckInApril()
    const april = await school.run(nightOf(1))
    expect(april).toMatchObject({
      outcome: 'withheld',
      periods: [{ period: { id: '2026-04' }, outcome: 'withheld' }],
      held: [],
    })
    expect(april.periods[0]!.reasons).toEqual([expect.stringContaining('seen-idle in active')])
    await fillSchool(school, nights, 2)
    for (const m of [2, 3]) {
      const night = await school.run(nightOf(m))
      expect(night.outcome).toBe('withheld')
      expect(night.held[0]).toMatchObject({ period: '2026-05', why: 'waits', lacks: ['2026-04'] })
      expect(nightSummary(night)).toContain(
        '2026-05 waits for 2026-04: stocks are released in the order of their days. Release that first, or give it up: kohort skip --period 2026-04',
      )
    }
    const metrics = readFileSync(join(school.workspace, 'kohort.prom'), 'utf8')
    expect(metrics).toContain('kohort_periods_waiting 2')
    expect(months.filter((month) => isOut(school, month))).toEqual(['2026-03'])
    // Once it can be released, all follow in one night.
    askLess(school)
    await fillSchool(school, nights, 3)
    expect(await school.run(nightOf(3))).toMatchObject({ outcome: 'done', held: [] })
    expect(months.filter((month) => isOut(school, month))).toHaveLength(4)
  })

  it('keeps a later one from coming out by name, in a dry run too, and exits with 3', async () => {
    const school = await stockSchool()
    await fillSchool(school, nights, 1)
    for (const dryRun of [true, false])
      expect(await school.run({ ...monthOf(1), dryRun })).toMatchObject({
        outcome: 'withheld',
        periods: [],
        held: [{ period: '2026-04', why: 'waits', lacks: ['2026-03'] }],
      })
    const args = ['--data', school.data, '--as-of', '2026-04-30', '--period', '2026-04', '--json']
    const { exitCode, stdout } = await kohort('run', ...placesOf(school), ...args)
    expect({ exitCode, ...JSON.parse(stdout) }).toMatchObject({ exitCode: 3, outcome: 'withheld' })
    const dry = await school.run({ ...nightOf(1), dryRun: true })
    expect(dry.periods.map(({ outcome }) => outcome)).toEqual(['planned', 'planned'])
    expect((await school.run({ ...monthOf(1), publish: false })).periods).toHaveLength(1)
  })

  it('is told of by the hook', async () => {
    const school = await stockSchool()
    const told = join(school.folder, 'told.json')
    school.definition.hooks = { onWithheld: { command: ['tee', told], timeoutSeconds: 30 } }
    await fillSchool(school, nights, 1)
    await school.run(monthOf(1))
    expect(JSON.parse(readFileSync(told, 'utf8'))).toMatchObject({ exitCode: 3, withheld: ['2026-04'] })
  })
})

describe('a month that was given up', { timeout: 300_000 }, () => {
  it('is never released, and the next one is compared with the last that is out', async () => {
    const school = await stuckInApril()
    await school.run(nightOf(1))
    expect(await skip(school, '2026-04')).toMatchObject({ project: 'tiny', never: [] })
    askLess(school)
    await fillSchool(school, nights, 2)
    const may = await school.run(nightOf(2))
    expect(may).toMatchObject({
      outcome: 'done',
      periods: [{ period: { id: '2026-05' }, outcome: 'released' }],
      held: [{ period: '2026-04', why: 'skipped', lacks: [] }],
    })
    expect(nightSummary(may)).toContain(
      '2026-04 was given up on 2026-05-03, and is never released: the export is lost',
    )
    const days = await school.published(
      'registered',
      'DISTINCT CAST(as_of AS VARCHAR)',
      '2026-05',
      'as_of IS NOT NULL',
    )
    expect(days).toContainEqual(['2026-05-31'])
    expect(days).not.toContainEqual(['2026-04-30'])
    // Asked for by name it is refused, and nothing is read.
    const asked = await school.run({ ...monthOf(2), period: '2026-04' })
    expect(asked).toMatchObject({ outcome: 'withheld', periods: [], held: [{ why: 'skipped' }] })
    const night = await school.run({ ...nightOf(2), now: new Date('2026-09-03') })
    expect(night).toMatchObject({ outcome: 'idle', held: [{ period: '2026-04' }] })
    expect(isOut(school, '2026-04')).toBe(false)
  })

  it('stands in the chain, in backups and in what verify says', async () => {
    const school = await stuckInApril()
    await skip(school, '2026-04')
    const paths = { ledger: ledgerOf(school), releases: school.releases }
    const { entries } = await readLedger(ledgerOf(school), later)
    expect(entries.at(-1)!.content).toEqual({
      kind: 'skipped',
      project: 'tiny',
      period: { id: '2026-04', grain: 'month', start: '2026-04-01', end: '2026-05-01' },
      on: '2026-05-03',
      reason: 'the export is lost',
    })
    const identity = { id: 'tiny', grains: ['month'] } as const
    expect((await verifyLedger(paths, identity, later)).skipped).toEqual(['tiny/2026-04'])
    const backup = join(school.folder, 'backup.tar')
    await backUpLedger(ledgerOf(school), backup, later)
    await restoreLedger(ledgerOf(school), backup, later)
    expect((await verifyLedger(paths, identity, later)).entries).toBe(entries.length)
    // The same again changes nothing; another reason is refused.
    await skip(school, '2026-04')
    expect((await readLedger(ledgerOf(school), later)).entries).toHaveLength(entries.length)
    await expect(skip(school, '2026-04', 'another reason')).rejects.toThrow('given up once, for one reason')
  })

  it('is none that is out, open, or of another length', async () => {
    const school = await stuckInApril()
    await expect(skip(school, '2026-03')).rejects.toThrow('only before it is released')
    await expect(skip(school, '2026-04', 'the export is lost', '2026-04-20')).rejects.toThrow(
      'must be closed',
    )
    await expect(skip(school, '2026-Q1')).rejects.toThrow('periods of different lengths overlap')
    await expect(skip(school, '2026-04', 'no')).rejects.toThrow('--reason must be one line')
    const args = ['skip', ...placesOf(school), '--period', '2026-04', '--reason', 'the export is lost']
    const { exitCode, stdout } = await kohort(...args)
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: expect.stringContaining('it is never released; the next period is compared with the last one'),
    })
  })

  it.each([
    { at: 'before /entries/000003.json', skipped: [] },
    { at: 'after /entries/000003.json', skipped: ['tiny/2026-04'] },
    { at: 'before /head.json', skipped: ['tiny/2026-04'] },
  ])('killed $at: either never was, or is whole', async ({ at, skipped }) => {
    const school = await stuckInApril()
    const args = ['skip', ...placesOf(school), '--period', '2026-04', '--reason', 'the export is lost']
    const preload = [resolve('test/pipeline/kill-at.ts')]
    expect((await startKohort(args, { KILL_AT: at }, preload).ended).exitCode).toBeNull()
    const paths = { ledger: ledgerOf(school), releases: school.releases }
    const identity = { id: 'tiny', grains: ['month'] } as const
    expect((await verifyLedger(paths, identity, later)).skipped).toEqual(skipped)
    expect((await kohort(...args)).exitCode).toBe(0)
    expect((await verifyLedger(paths, identity, later)).skipped).toEqual(['tiny/2026-04'])
  })
})

describe('a month before a stock that is out', { timeout: 300_000 }, () => {
  it('is passed over, plainly, and stops nothing', async () => {
    const school = await stockSchool()
    await fillSchool(school, nights, 1)
    expect((await school.run({ ...monthOf(1), period: undefined, last: 1 })).outcome).toBe('done')
    await fillSchool(school, nights, 2)
    const night = await school.run(nightOf(2))
    expect(night).toMatchObject({
      outcome: 'done',
      periods: [{ period: { id: '2026-05' }, outcome: 'released' }],
      held: [{ period: '2026-03', why: 'passed' }],
    })
    expect(nightSummary(night)).toContain('2026-03 is never released: the stock of 2026-04 is out')
    const asked = await school.run({ ...monthOf(2), period: '2026-03' })
    expect(asked).toMatchObject({ outcome: 'withheld', held: [{ period: '2026-03', why: 'passed' }] })
    expect(isOut(school, '2026-03')).toBe(false)
  })
})
