import { describe, expect, it } from 'vitest'
import { rolledSchool, view } from './rolled-school.ts'
import { expectTogether, expectWhole, takenPeriods } from './taken-periods.ts'
import { type TinyProject, tinyProject } from './tiny-project.ts'

const now = new Date('2026-07-01T00:00:00Z')
const all = { period: undefined, asOf: '2026-06-30', now }
const until = (asOf: string) => ({ ...all, asOf, now: new Date(Date.parse(asOf) + 86_400_000) })
const measures = { learners: { count: 'learners' } }

/**
 * The quarter of all, rolled up, and months by region. Of one region 30 learners all came in April; of 93 in the quarter so 63 are of
 * the other, 60 of whom came in May.
 */
async function sixtyAndThree(dimensions: object = { region: {} }): Promise<TinyProject> {
  const school = await rolledSchool()
  school.rows.lesson_views = []
  const [inOne, inOther] = [0, 2].map((first) =>
    [...Array(180).keys()].map((n) => 4 * (n >> 1) + first + (n % 2)),
  )
  const see = (month: string, learners: readonly number[]) => {
    for (const i of learners) view(school, i, `2026-${month}-11 10:00:00`, 'C1')
  }
  see('04', [...inOne!.slice(0, 40), ...inOther!.slice(0, 30)])
  see('05', inOne!.slice(0, 60))
  see('06', inOne!.slice(3, 63))
  const { active } = school.tables
  delete school.tables['courses']
  school.tables['active'] = {
    ...active,
    dimensions: {},
    measures,
    period: { type: 'flow', rollUp: ['quarter'] },
  }
  school.tables['regions'] = { ...active, id: 'regions', dimensions, measures, period: { type: 'flow' } }
  await school.write()
  return school
}

async function expectHidden(school: TinyProject): Promise<void> {
  expect((await takenPeriods(school, all)).at(-1)).toEqual(['2026-Q2', 'released', 'active'])
  expect(await school.published('active', 'learners', '2026-Q2')).toEqual([[null]])
  await expectTogether(school, now)
}

describe('a quarter beside months of regions that it does not show', { timeout: 120_000 }, () => {
  it.each([
    ['month', { region: {} }],
    ['day', { day: {}, region: {} }],
  ])(
    'hides what would tell how many of one came since May, where regions are shown by %s',
    async (_, dimensions) => {
      const school = await sixtyAndThree(dimensions)
      await expectHidden(school)
      const whole = 'day' in dimensions ? "day = '_T'" : 'true'
      expect(await school.published('regions', 'region, learners', '2026-05', whole)).toEqual([
        ['R1', 60],
        ['R2', 0],
        ['_T', 60],
      ])
      await expectWhole(school, ['2026-Q2'], now)
    },
  )

  it('hides it where the table of regions is called otherwise since May', async () => {
    const school = await sixtyAndThree()
    await school.run(until('2026-04-30'))
    const { regions } = school.tables
    delete school.tables['regions']
    school.tables['by-region'] = { ...regions, id: 'by-region' }
    await school.write()
    await expectHidden(school)
  })

  it('is withheld where it would be told, and the table of regions became another within it', async () => {
    const school = await sixtyAndThree()
    await school.run(until('2026-05-31'))
    school.tables['regions']!['measures'] = { ...measures, views: { count: 'events' } }
    await school.write()
    expect((await takenPeriods(school, all)).at(-1)).toEqual([
      '2026-Q2',
      'withheld',
      expect.stringMatching(/^a longer period tells nothing of few beside tables that went/),
    ])
  })

  it('is released where months show a finer level of courses since May', async () => {
    const school = await rolledSchool()
    school.tables['courses'] = {
      ...school.tables['courses'],
      dimensions: { course: { level: 'track' } },
      period: { type: 'flow' },
    }
    await school.write()
    await school.run(until('2026-04-30'))
    school.tables['courses'] = { ...school.tables['courses'], dimensions: { course: {} } }
    await school.write()
    expect((await takenPeriods(school, all)).at(-1)).toEqual(['2026-Q2', 'released', 'active'])
    await expectWhole(school, ['2026-Q2'], now)
  })

  it.each(['mean', 'median'])('is released where months show a %s, and others outcomes', async (kind) => {
    const school = await tinyProject('all')
    school.definition.releases['from'] = '2026-04'
    const { scores } = school.tables
    const assessed = { assessed: { count: 'learners' } }
    school.tables = {
      scores: { ...scores, measures: { ...assessed, score: { [kind]: 'score' } } },
      outcomes: { ...scores, id: 'outcomes', dimensions: { outcome: {} }, measures: assessed },
      tested: { ...scores, id: 'tested', dimensions: {}, measures: assessed, period: { grain: 'quarter' } },
    }
    await school.write()
    expect((await takenPeriods(school, all)).at(-1)).toEqual(['2026-Q2', 'released', 'tested'])
    await expectTogether(school, now)
  })
})
