import { existsSync, readdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { auditAgainstSources } from '../../pipeline/audit-release.ts'
import { verifyRelease } from '../../pipeline/verify.ts'
import { rolledSchool, view, withoutViewsOfWomen } from './rolled-school.ts'
import { selectRows, type TinyProject } from './tiny-project.ts'

const all = { period: undefined, asOf: '2026-06-30' }
const night = (asOf: string) => ({ period: undefined, asOf, now: new Date(`${asOf}T20:00:00Z`) })

/** Outcomes by period. */
async function outcomes(school: TinyProject, change: Parameters<TinyProject['run']>[0]) {
  const { periods } = await school.run(change)
  return periods.map(({ period, outcome }) => `${period.id} ${outcome}`)
}

/** What lies beside the ledger about learners: `series`, `learner`, `since`, `place`. */
async function kept(school: TinyProject): Promise<readonly (readonly unknown[])[]> {
  const folder = join(school.workspace, 'ledger', 'contributions')
  const files = readdirSync(folder).filter((name) => name.endsWith('.parquet'))
  expect(files).toHaveLength(1)
  return selectRows(`SELECT series, learner, since, place FROM '${join(folder, files[0]!)}' ORDER BY ALL`)
}

function audit(school: TinyProject, period: string) {
  return auditAgainstSources({
    project: school.project,
    data: school.data,
    workspace: school.workspace,
    release: join(school.releases, period, 'v1'),
    now: new Date('2026-07-02T00:00:00Z'),
    progress: () => undefined,
  })
}

describe('a quarter', { timeout: 120_000 }, () => {
  it('is released after its months, with each learner once and sums of their views', async () => {
    const school = await rolledSchool()
    expect(await outcomes(school, all)).toEqual([
      '2026-04 released',
      '2026-05 released',
      '2026-06 released',
      '2026-Q2 released',
    ])
    const total = (period: string) =>
      school.published('active', 'learners, views', period, `region = '_T' AND gender = '_T'`)
    expect(await total('2026-04')).toEqual([[240, 240]])
    expect(await total('2026-05')).toEqual([[180, 180]])
    expect(await total('2026-06')).toEqual([[240, 240]])
    expect(await total('2026-Q2')).toEqual([[360, 660]])
    expect(await school.published('courses', 'course, learners', '2026-Q2')).toEqual([
      ['C1', 240],
      ['C2', 180],
      ['C3', 240],
      ['T1', 360],
      ['T2', 240],
      ['_T', 360],
    ])
    expect(existsSync(join(school.releases, '2026-Q2', 'v1', 'tables', 'joined.parquet'))).toBe(false)
    expect((await verifyRelease(join(school.releases, '2026-Q2', 'v1'), 60)).findings).toEqual([])
    for (const period of ['2026-05', '2026-Q2']) {
      const { findings, recounted } = await audit(school, period)
      expect([period, findings, recounted > 0]).toEqual([period, [], true])
    }
    expect(await kept(school)).toEqual([])
    expect((await school.run(all)).outcome).toBe('idle')
    school.expectNoVault()
  })

  it('is not due before all its months are out', async () => {
    const school = await rolledSchool()
    expect(await outcomes(school, { ...all, period: '2026-05' })).toEqual(['2026-05 released'])
    expect(await outcomes(school, { ...all, period: '2026-06' })).toEqual(['2026-06 released'])
    expect(await outcomes(school, { ...all, publish: false, period: '2026-Q2' })).toEqual([
      '2026-04 planned',
      '2026-05 planned',
      '2026-06 planned',
    ])
    expect(await outcomes(school, { ...all, period: '2026-Q2', dryRun: true })).toEqual(['2026-04 planned'])
    expect(await outcomes(school, { ...all, period: '2026-Q2' })).toEqual([
      '2026-04 released',
      '2026-Q2 released',
    ])
  })

  it('is never due where the series begins within it', async () => {
    const school = await rolledSchool()
    school.definition.releases['from'] = '2026-05'
    await school.writeProject()
    expect(await outcomes(school, all)).toEqual(['2026-05 released', '2026-06 released'])
  })

  it('is due with its months where they are asked for, though the series begins after them', async () => {
    const school = await rolledSchool()
    school.definition.releases['from'] = '2026-07'
    await school.writeProject()
    expect(await outcomes(school, { ...all, period: '2026-Q2' })).toEqual([
      ...['2026-04 released', '2026-05 released', '2026-06 released'],
      '2026-Q2 released',
    ])
  })

  it('hides a row that tells of a few learners by subtraction of a month', async () => {
    const school = await rolledSchool()
    // Women of R1 all came in April; three more only in May.
    const women = withoutViewsOfWomen(school)
    for (const [n, i] of women.entries())
      view(school, i, n < 3 ? '2026-05-11 10:00:00' : '2026-04-11 10:00:00', 'C1')
    for (const i of women.slice(20)) view(school, i, '2026-05-11 10:00:00', 'C1')
    await school.write()
    await school.run(all)
    const row = (period: string) =>
      school.published('active', 'learners', period, `region = 'R1' AND gender = 'F'`)
    expect(await row('2026-04')).toEqual([[women.length - 3]])
    expect(await row('2026-Q2')).toEqual([[null]])
    const { findings } = await audit(school, '2026-Q2')
    expect(findings).toEqual([])
  })
})

describe('what changes between the months of a quarter', { timeout: 120_000 }, () => {
  it('shows in months that follow, and not by comparison with the quarter', async () => {
    const school = await rolledSchool()
    expect(await outcomes(school, night('2026-04-30'))).toEqual(['2026-04 released'])
    const [mover, gone] = [school.rows.learners[0]!, school.rows.learners[3]!]
    const whose = (rows: readonly (readonly unknown[])[]) => new Set(rows.map(([, learner]) => learner))
    expect(whose(await kept(school)).size).toBe(240)
    // One moves, one asks to be erased, and a view of April comes in late.
    mover['district'] = 'D4'
    gone['erasure_requested_at'] = '2026-05-03 10:00:00'
    view(school, 4, '2026-04-12 10:00:00', 'C2')
    await school.write()
    expect(await outcomes(school, night('2026-05-31'))).toEqual(['2026-05 released'])
    const learners = [...whose(await kept(school))].map(String)
    expect(learners.filter((one) => !/^[0-9a-f]{64}$/.test(one))).toEqual(['gone 1'])
    expect(await outcomes(school, night('2026-06-30'))).toEqual(['2026-06 released', '2026-Q2 released'])

    const regions = (period: string) =>
      school.published('active', 'region, learners, views', period, `gender = '_T'`)
    const [april, may, june, quarter] = [
      await regions('2026-04'),
      await regions('2026-05'),
      await regions('2026-06'),
      await regions('2026-Q2'),
    ]
    expect(april).toEqual([
      ['R1', 120, 120],
      ['R2', 120, 120],
      ['_T', 240, 240],
    ])
    expect(may).toEqual([
      ['R1', 90, 90],
      ['R2', 90, 90],
      ['_T', 180, 180],
    ])
    expect(june).toEqual([
      ['R1', 120, 120],
      ['R2', 120, 120],
      ['_T', 240, 240],
    ])
    expect(quarter).toEqual([
      ['R1', 180, 330],
      ['R2', 180, 330],
      ['_T', 360, 660],
    ])
    // Sources changed since April: what the recount finds is listed, and no finding.
    const { findings, differences } = await audit(school, '2026-Q2')
    expect([findings, differences.length > 0]).toEqual([[], true])
  })

  it('withholds the quarter of a table that was not rolled up from its first month on, and goes on', async () => {
    const school = await rolledSchool()
    const { period, ...plain } = school.tables['courses']!
    school.tables['courses'] = plain
    await school.write()
    await school.run(night('2026-04-30'))
    school.tables['courses'] = { ...plain, from: 'registrations', dimensions: {}, period }
    await school.write()
    const { periods, outcome } = await school.run(night('2026-06-30'))
    expect(periods.map(({ period: { id }, outcome: one }) => `${id} ${one}`)).toEqual([
      '2026-05 released',
      '2026-06 released',
      '2026-Q2 withheld',
    ])
    expect(periods.at(-1)?.reasons.join()).toMatch(/^a table can be rolled up only over base periods/)
    expect(outcome).toBe('withheld')
  })

  it('releases nothing where a stock is out that the project lacks by the end of the quarter', async () => {
    const school = await rolledSchool()
    delete school.tables['courses']
    school.tables['joined'] = { ...school.tables['joined'], period: { type: 'stock' } }
    delete school.definition.policy['zeros']
    await school.write()
    await school.run(night('2026-05-31'))
    delete school.tables['joined']
    await school.write()
    expect(await school.failure(night('2026-06-30'))).toMatchObject({
      exitCode: 3,
      message: expect.stringMatching(/what a stock showed stays known.* table joined of /),
    })
  })

  it('withholds the quarter where the record of a month is gone', async () => {
    const school = await rolledSchool()
    await school.run(night('2026-04-30'))
    await rm(join(school.workspace, 'runs'), { recursive: true })
    const { periods } = await school.run(night('2026-06-30'))
    expect(periods.map(({ period: { id }, outcome }) => `${id} ${outcome}`)).toEqual([
      '2026-05 released',
      '2026-06 released',
      '2026-Q2 withheld',
    ])
    expect(periods.at(-1)?.reasons.join()).toMatch(/^a longer period needs every release within it/)
  })
})
