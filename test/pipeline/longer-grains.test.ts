import { describe, expect, it } from 'vitest'
import { schoolOfAYear, view, withoutViewsOfWomen } from './rolled-school.ts'
import { expectWhole, takenPeriods } from './taken-periods.ts'
import type { TinyProject } from './tiny-project.ts'

const now = new Date('2027-01-01T00:00:00Z')
const year = { period: undefined, asOf: '2026-12-31', now }
const women = `region = 'R1' AND gender = 'F'`

/** Women of R1 each have one view in the year: five of them in each month until October. Tables count views alone. */
async function fiveWomenAMonth(): Promise<TinyProject> {
  const school = await schoolOfAYear()
  for (const [n, i] of withoutViewsOfWomen(school).slice(0, 50).entries())
    view(school, i, `2026-${String(Math.floor(n / 5) + 1).padStart(2, '0')}-11 10:00:00`, 'C1')
  delete school.tables['courses']
  school.tables['active'] = { ...school.tables['active'], measures: { views: { count: 'events' } } }
  return school
}

/** Has active learners by region and gender in a table of this name, for these periods. */
function publish(school: TinyProject, id: string, period: object): void {
  school.tables[id] = { ...school.tables['active'], id, period: { type: 'flow', ...period } }
}

async function expectReleased(school: TinyProject, change: Parameters<TinyProject['run']>[0]): Promise<void> {
  const taken = await takenPeriods(school, change)
  expect(taken.filter(([, outcome]) => outcome !== 'released')).toEqual([])
}

async function viewsOfWomen(school: TinyProject, table: string, periods: readonly string[]) {
  const rows = await Promise.all(periods.map((period) => school.published(table, 'views', period, women)))
  return rows.flat(2)
}

const quarters = ['2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4']

describe('tables of quarters beside those of years', { timeout: 120_000 }, () => {
  it('hides of a year what quarters of another table would tell of few', async () => {
    const school = await fiveWomenAMonth()
    publish(school, 'by-quarter', { grain: 'quarter' })
    publish(school, 'active', { rollUp: ['year'] })
    await school.write()
    await expectReleased(school, year)
    expect(await viewsOfWomen(school, 'by-quarter', quarters)).toEqual([15, 15, 15, null])
    expect(await viewsOfWomen(school, 'active', ['2026'])).toEqual([null])
    await expectWhole(school, ['2026'], now)
  })

  it.each([
    ['a', 'z'],
    ['z', 'a'],
  ])(
    'hides it where no month has either of them (%s of quarters, %s of years)',
    async (ofQuarters, ofYears) => {
      const school = await fiveWomenAMonth()
      publish(school, ofQuarters, { grain: 'quarter' })
      publish(school, ofYears, { grain: 'year' })
      delete school.tables['active']
      await school.write()
      await expectReleased(school, year)
      expect(await viewsOfWomen(school, ofQuarters, quarters)).toEqual([15, 15, 15, null])
      expect(await viewsOfWomen(school, ofYears, ['2026'])).toEqual([null])
      await expectWhole(school, ['2026-Q3', '2026'], now)
    },
  )

  it.each(['month', 'quarter'])(
    'hides of a year how many came after the first quarter, where both tables are rolled up from %ss',
    async (grain) => {
      const school = await schoolOfAYear()
      delete school.tables['courses']
      // Thirty come in each quarter: in the last one, four of them for the first time.
      const [some, others] = [withoutViewsOfWomen(school).slice(0, 34), ['02', '05', '08', '11']]
      for (const [q, month] of others.entries())
        for (const i of q < 3 ? some.slice(0, 30) : some.slice(4))
          view(school, i, `2026-${month}-11 10:00:00`, 'C1')
      publish(school, 'by-quarter', grain === 'month' ? { rollUp: ['quarter'] } : { grain })
      publish(school, 'active', { rollUp: ['year'] })
      for (const id of ['by-quarter', 'active'])
        school.tables[id]!['measures'] = { learners: { count: 'learners' } }
      await school.write()
      await expectReleased(school, year)
      const shown = (table: string, period: string) => school.published(table, 'learners', period, women)
      expect(await shown('by-quarter', '2026-Q1')).toEqual([[30]])
      expect(await shown('active', '2026')).toEqual([[null]])
      await expectWhole(school, ['2026'], now)
    },
  )

  it('hides it where the table of quarters is published no more by the end of the year', async () => {
    const school = await fiveWomenAMonth()
    publish(school, 'by-quarter', { grain: 'quarter' })
    publish(school, 'regions', { grain: 'quarter' })
    school.tables['regions']!['dimensions'] = { region: {} }
    publish(school, 'active', { rollUp: ['year'] })
    await school.write()
    await expectReleased(school, { ...year, asOf: '2026-10-31', now: new Date('2026-11-01T00:00:00Z') })
    delete school.tables['by-quarter']
    await school.write()
    await expectReleased(school, year)
    expect(await viewsOfWomen(school, 'by-quarter', quarters.slice(0, 3))).toEqual([15, 15, 15])
    expect(await viewsOfWomen(school, 'active', ['2026'])).toEqual([null])
    await expectWhole(school, ['2026'], now)
  })

  it('hides of a year how many came in two quarters that two tables show', async () => {
    const school = await schoolOfAYear()
    delete school.tables['courses']
    const some = withoutViewsOfWomen(school)
    for (const [q, month] of ['02', '05', '08', '11'].entries())
      for (const i of some.slice(20 * q - (q > 0 ? 3 : 0), 20 * q + 20))
        view(school, i, `2026-${month}-11 10:00:00`, 'C1')
    publish(school, 'by-quarter', { grain: 'quarter' })
    publish(school, 'active', { rollUp: ['year'] })
    await school.write()
    await expectReleased(school, { ...year, asOf: '2026-06-30', now: new Date('2026-07-01T00:00:00Z') })
    publish(school, 'quarterly', { grain: 'quarter' })
    delete school.tables['by-quarter']
    await school.write()
    await expectReleased(school, year)
    const shown = (table: string, period: string) => school.published(table, 'learners', period, women)
    expect(await shown('by-quarter', '2026-Q2')).toEqual([[23]])
    expect(await shown('quarterly', '2026-Q4')).toEqual([[23]])
    expect(await shown('active', '2026')).toEqual([[null]])
    await expectWhole(school, ['2026'], now)
  })

  it('releases quarters where the only table of years is taken away within one', async () => {
    const school = await schoolOfAYear()
    delete school.tables['courses']
    publish(school, 'by-quarter', { grain: 'quarter' })
    publish(school, 'of-the-year', { grain: 'year' })
    publish(school, 'active', {})
    // Pinned in April, and counted next in July.
    for (let i = 3; i < 120; i += 6) view(school, i, '2026-07-05 10:00:00', 'C1')
    await school.write()
    await expectReleased(school, { ...year, asOf: '2026-07-31', now: new Date('2026-08-01T00:00:00Z') })
    delete school.tables['of-the-year']
    school.rows.learners[3]!['district'] = 'D1'
    await school.write()
    await expectReleased(school, year)
    await expectWhole(school, ['2026-Q4'], now)
  })

  it('releases quarters of other tables where one of them is taken away, or one of years comes, within a quarter', async () => {
    const school = await fiveWomenAMonth()
    publish(school, 'by-quarter', { grain: 'quarter' })
    publish(school, 'another', { grain: 'quarter' })
    publish(school, 'active', {})
    await school.write()
    await expectReleased(school, { ...year, asOf: '2026-05-31', now: new Date('2026-06-01T00:00:00Z') })
    delete school.tables['another']
    publish(school, 'of-the-year', { grain: 'year' })
    await school.write()
    const at = new Date('2026-07-01T00:00:00Z')
    expect(await takenPeriods(school, { ...year, asOf: '2026-06-30', now: at })).toEqual([
      ['2026-06', 'released', 'active', 'joined'],
      ['2026-Q2', 'released', 'by-quarter'],
    ])
    expect(await viewsOfWomen(school, 'by-quarter', ['2026-Q1', '2026-Q2'])).toEqual([15, 15])
    await expectWhole(school, ['2026-Q2'], at)
    const rest = await takenPeriods(school, year)
    expect(rest.filter(([, outcome]) => outcome !== 'released')).toEqual([
      ['2026', 'withheld', expect.stringMatching(/2026-01.*table of-the-year$/)],
    ])
  })
})
