import { describe, expect, it } from 'vitest'
import { isWithheld, neverReleased, waitsFor } from '../../pipeline/held-periods.ts'
import { loadProject } from '../../pipeline/load-project.ts'
import { parsePeriod } from '../../pipeline/period-calendar.ts'
import type { RecordedRelease } from '../../schemas/ledger.ts'
import { rolledSchool } from './rolled-school.ts'
import { stockSchool } from './stocks/stock-school.ts'

const periods = (...ids: readonly string[]) => ids.map(parsePeriod)
const months = periods('2026-04', '2026-05', '2026-06')

describe('what a due period waits for', () => {
  it.each([
    { out: periods('2026-04', '2026-05', '2026-06'), lacks: null, because: 'all of its months are out' },
    { out: periods('2026-04', '2026-06'), lacks: ['2026-05'], because: 'a month is not out' },
  ])('of a quarter: $lacks, since $because', async ({ out, lacks }) => {
    const school = await rolledSchool()
    const project = await loadProject(school.project)
    const wait = waitsFor(project, parsePeriod('2026-Q2'), months, out)
    expect(wait?.lacks ?? null).toEqual(lacks)
    if (lacks !== null) expect(wait!.reason).toContain('kohort skip --period 2026-05')
  })

  it.each([
    { make: rolledSchool, lacks: null, because: 'flows of months are apart' },
    { make: stockSchool, lacks: ['2026-04', '2026-05'], because: 'stocks go forward only' },
  ])('of June: $lacks, since $because', async ({ make, lacks }) => {
    const school = await make()
    await school.write()
    const project = await loadProject(school.project)
    const wait = waitsFor(project, months[2]!, [...months, ...periods('2026-Q2', '2026-07')], [])
    expect(wait?.lacks ?? null).toEqual(lacks)
    expect(waitsFor(project, months[2]!, months, months.slice(0, 2))).toBeNull()
  })
})

it('a project’s period that was given up is never released, and another project’s of the same name may be', async () => {
  const school = await rolledSchool()
  const project = await loadProject(school.project)
  const skip = { period: months[0]!, on: '2026-07-01', reason: 'it is lost' }
  const own = neverReleased(project, [], [{ ...skip, project: 'tiny' }])
  expect(months.map((month) => own(month)?.why ?? null)).toEqual(['skipped', null, null])
  const other = neverReleased(project, [], [{ ...skip, project: 'another' }])
  expect(other(months[0]!)).toBeNull()
})

it.each([
  { why: 'waits', asked: null, is: true },
  { why: 'skipped', asked: null, is: false },
  { why: 'skipped', asked: '2026-04', is: true },
  { why: 'passed', asked: '2026-05', is: false },
] as const)('a period that $why withholds where $asked was asked for: $is', ({ why, asked, is }) => {
  expect(isWithheld({ period: '2026-04', why, lacks: [], reason: '' }, asked)).toBe(is)
})

describe('a quarter of which nothing is kept any more', () => {
  it.each([
    { out: ['2026-01', '2026-02', '2026-03', '2026-04', '2026-06'], why: null },
    { out: ['2026-01', '2026-02', '2026-03', '2026-07'], why: 'passed' },
    { out: ['2026-09', '2026-01', '2026-02', '2026-03'], why: null },
    { out: ['2026-01', '2026-09', '2026-02', '2026-03'], why: 'passed' },
    { out: ['2026-09', '2026-01', '2026-02', '2026-03', '2026-10'], why: 'passed' },
  ])('is passed over: $why, after $out', async ({ out, why }) => {
    const project = await loadProject((await rolledSchool()).project)
    const known = periods(...out).map((period, sequence) => {
      const release = { project: 'tiny', period, version: 1, tables: [] } as unknown as RecordedRelease
      return { sequence, release, state: 'published' as const, withdrawal: null }
    })
    expect(neverReleased(project, known, [])(parsePeriod('2026-Q1'))?.why ?? null).toBe(why)
  })
})
