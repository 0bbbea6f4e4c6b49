import { describe, expect, it } from 'vitest'
import { rolledSchool, schoolOfAYear, view, withoutViewsOfWomen } from './rolled-school.ts'
import { expectTogether, expectWhole, takenPeriods } from './taken-periods.ts'
import type { TinyProject } from './tiny-project.ts'

const all = { period: undefined, asOf: '2026-06-30' }
const now = new Date('2026-07-02T00:00:00Z')

/** Active learners by month, and by course for quarters only. */
async function twoCadences(school?: TinyProject): Promise<TinyProject> {
  const ours = school ?? (await rolledSchool())
  ours.tables['active'] = { ...ours.tables['active'], period: { type: 'flow' } }
  ours.tables['courses'] = { ...ours.tables['courses'], period: { type: 'flow', grain: 'quarter' } }
  await ours.write()
  return ours
}

describe('a table of quarters only', { timeout: 120_000 }, () => {
  it('appears once its months are out, which do not show it, with each learner once', async () => {
    const school = await twoCadences()
    expect(await takenPeriods(school, all)).toEqual([
      ['2026-04', 'released', 'active', 'joined'],
      ['2026-05', 'released', 'active', 'joined'],
      ['2026-06', 'released', 'active', 'joined'],
      ['2026-Q2', 'released', 'courses'],
    ])
    expect(await school.published('courses', 'course, learners', '2026-Q2')).toEqual([
      ['C1', 240],
      ['C2', 180],
      ['C3', 240],
      ['T1', 360],
      ['T2', 240],
      ['_T', 360],
    ])
    await expectWhole(school, ['2026-05', '2026-Q2'], now)
    expect((await school.run(all)).outcome).toBe('idle')
    school.expectNoVault()
  })

  it('hides what a table of months less would tell of few', async () => {
    const school = await rolledSchool()
    const women = withoutViewsOfWomen(school)
    for (const [n, i] of women.entries())
      view(school, i, n < 3 ? '2026-05-11 10:00:00' : '2026-04-11 10:00:00', 'C1')
    for (const i of women.slice(20)) view(school, i, '2026-05-11 10:00:00', 'C1')
    school.tables['by-quarter'] = {
      ...school.tables['active'],
      id: 'by-quarter',
      period: { type: 'flow', grain: 'quarter' },
    }
    await twoCadences(school)
    await school.run(all)
    const of = `region = 'R1' AND gender = 'F'`
    expect(await school.published('active', 'learners', '2026-04', of)).toEqual([[women.length - 3]])
    expect(await school.published('by-quarter', 'learners', '2026-Q2', of)).toEqual([[null]])
    await expectWhole(school, ['2026-Q2'], now)
  })

  it.each(['published', 'protected'])(
    'counts a course that is new in the second month (zeros are %s)',
    async (zeros) => {
      const school = await twoCadences()
      if (zeros === 'protected') delete school.definition.policy['zeros']
      await school.write()
      await school.run({ ...all, asOf: '2026-04-30', now: new Date('2026-05-01T00:00:00Z') })
      school.rows.courses.push({ course_id: 'C4', title: 'Fourth', track: 'T2' })
      school.rows.lessons.push({ lesson_id: 'C4-1', course_id: 'C4', title: 'Lesson 1' })
      for (let i = 0; i < 40; i++) view(school, i, '2026-05-12 10:00:00', 'C4')
      await school.write()
      expect((await takenPeriods(school, all)).at(-1)).toEqual(['2026-Q2', 'released', 'courses'])
      expect(await school.published('courses', 'learners', '2026-Q2', "course = 'C4'")).toEqual([[40]])
      await expectWhole(school, ['2026-Q2'], now)
    },
  )

  it('shows which of many courses nobody took', async () => {
    const school = await twoCadences()
    school.tables['courses']!['dimensions'] = { region: {}, course: {} }
    for (let n = 0; n < 30; n++) school.rows.courses.push({ course_id: `N${n}`, title: 'None', track: 'T2' })
    await school.write()
    expect((await takenPeriods(school, all)).at(-1)).toEqual(['2026-Q2', 'released', 'courses'])
    expect(await school.published('courses', 'learners', '2026-Q2', "course = 'N7'")).toEqual([[0], [0], [0]])
  })

  it('goes on where months get their first table of courses', async () => {
    const school = await twoCadences()
    const { courses } = school.tables
    school.tables['active'] = { ...school.tables['active'], period: { rollUp: ['quarter'] } }
    delete school.tables['courses']
    await school.write()
    await school.run({ ...all, asOf: '2026-04-30', now: new Date('2026-05-01T00:00:00Z') })
    school.tables['courses'] = { ...courses, period: {} }
    await school.write()
    expect((await takenPeriods(school, all)).at(-1)).toEqual(['2026-Q2', 'released', 'active'])
    expect(
      await school.published('active', 'learners, views', '2026-Q2', "region = '_T' AND gender = '_T'"),
    ).toEqual([[360, 660]])
    await expectWhole(school, ['2026-Q2'], now)
  })

  it('adds up what months showed before they did not', async () => {
    const school = await rolledSchool()
    await school.run({ ...all, asOf: '2026-04-30', now: new Date('2026-05-01T00:00:00Z') })
    expect((await takenPeriods(await twoCadences(school), all)).at(-1)).toEqual([
      '2026-Q2',
      'released',
      'courses',
    ])
    await expectWhole(school, ['2026-Q2'], now)
  })

  it('is withheld over months that were released before the project had it', async () => {
    const school = await rolledSchool()
    const { courses } = school.tables
    delete school.tables['courses']
    await school.write()
    await school.run({ ...all, asOf: '2026-04-30', now: new Date('2026-05-01T00:00:00Z') })
    school.tables['courses'] = { ...courses, period: { type: 'flow', grain: 'quarter' } }
    await school.write()
    expect((await takenPeriods(school, all)).at(-1)).toEqual([
      '2026-Q2',
      'withheld',
      expect.stringMatching(/^a table of longer periods only adds up .*2026-04.*table courses$/),
    ])
  })

  it('counts who moved, came late or was erased since as its months did', async () => {
    const counted = async (change: (school: TinyProject) => void) => {
      const school = await twoCadences()
      school.tables['courses']!['dimensions'] = { region: {}, course: {} }
      await school.write()
      await school.run({ ...all, asOf: '2026-04-30', now: new Date('2026-05-01T00:00:00Z') })
      change(school)
      await school.write()
      expect((await takenPeriods(school, all)).at(-1)).toEqual(['2026-Q2', 'released', 'courses'])
      await expectTogether(school, now)
      return school.published('courses', 'region, course, learners', '2026-Q2')
    }
    const unchanged = await counted(() => undefined)
    const changed = await counted((school) => {
      school.rows.learners[0]!['district'] = 'D4'
      school.rows.learners[3]!['erasure_requested_at'] = '2026-05-03 10:00:00'
      view(school, 4, '2026-04-12 10:00:00', 'C2')
    })
    expect(changed).toEqual(unchanged)
  })

  it('goes on to the year', async () => {
    const school = await schoolOfAYear()
    await twoCadences(school)
    school.tables['courses']!['period'] = { type: 'flow', grain: 'quarter', rollUp: ['year'] }
    await school.write()
    const at = new Date('2027-01-01T00:00:00Z')
    const taken = await takenPeriods(school, { period: undefined, asOf: '2026-12-31', now: at })
    expect(taken.filter(([, outcome]) => outcome !== 'released')).toEqual([])
    expect(taken.filter(([period]) => !/-\d/.test(period!))).toEqual([
      ['2026-Q1', 'released', 'courses'],
      ['2026-Q2', 'released', 'courses'],
      ['2026-Q3', 'released', 'courses'],
      ['2026-Q4', 'released', 'courses'],
      ['2026', 'released', 'courses'],
    ])
    await expectWhole(school, ['2026'], at)
  })
})
