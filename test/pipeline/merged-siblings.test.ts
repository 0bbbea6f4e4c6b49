import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { auditAgainstSources } from '../../pipeline/audit-release.ts'
import { nightSummary } from '../../pipeline/summary.ts'
import { addLearner, type TinyProject, tinyProject } from './tiny-project.ts'

/** Districts D1 to D4 of R1 and D5 to D7 of R2; D2, D3 and D4 have eight learners each. */
async function districts(): Promise<TinyProject> {
  const school = await tinyProject('all')
  school.hierarchies['district.csv'] = [1, 2, 3, 4].map((n) => `D${n};R1;*\n`).join('')
  school.hierarchies['district.csv'] += [5, 6, 7].map((n) => `D${n};R2;*\n`).join('')
  for (const list of Object.values(school.rows)) {
    if ('learner_id' in (list[0] ?? {})) list.length = 0
  }
  const sizes = { D1: 60, D2: 8, D3: 8, D4: 8, D5: 50, D6: 40, D7: 30 }
  const places = Object.entries(sizes).flatMap(([district, size]) =>
    Array.from({ length: size }, () => district),
  )
  places.forEach((district, i) => {
    addLearner(school.rows, i, { district })
  })
  school.definition.attributes['region']!['level'] = 'district'
  await school.write()
  return school
}

const learners = (school: TinyProject) =>
  school.published(
    'active',
    'region, learners',
    '2026-06',
    "gender = '_T' AND region LIKE 'R1%' OR region = 'D1'",
  )

describe('siblings that a project merges', () => {
  it('are one code in the release, and the recount agrees', async () => {
    const school = await districts()
    school.definition.attributes['region']!['merge'] = ['D2', 'D3', 'D4']
    await school.writeProject()
    const { periods } = await school.run()
    expect(periods.map(({ outcome, reasons }) => ({ outcome, reasons }))).toEqual([
      { outcome: 'released', reasons: [] },
    ])
    expect(await school.published('active', 'DISTINCT region')).toEqual(
      ['D1', 'D5', 'D6', 'D7', 'R1', 'R1_O', 'R2', '_T'].map((code) => [code]),
    )
    expect(await learners(school)).toEqual(
      expect.arrayContaining([
        ['R1', 84],
        ['R1_O', 24],
      ]),
    )
    const audit = await auditAgainstSources({
      project: school.project,
      data: school.data,
      workspace: school.workspace,
      release: join(school.releases, '2026-06', 'v1'),
      now: new Date('2026-07-02T00:00:00Z'),
      progress: () => undefined,
    })
    expect(audit).toMatchObject({ passed: true, findings: [], differences: [] })
  })

  it('are what a plan proposes, as lines of the project file that publish more', async () => {
    const school = await districts()
    const plan = await school.run({ publish: false })
    const [merge] = plan.periods[0]!.merges
    expect(merge).toMatchObject({ dimension: 'region', merge: ['D2', 'D3', 'D4'] })
    const lines = nightSummary(plan).split('\n')
    const pinned = parse(
      lines.slice(lines.indexOf('attributes:'), lines.indexOf('attributes:') + 5).join('\n'),
    )
    expect(pinned).toEqual({ attributes: { region: { merge: ['D2', 'D3', 'D4'] } } })
    const learnersShown = ({ periods }: typeof plan) =>
      periods[0]!.tables.find(({ table }) => table === 'active')!.learnerShare
    school.definition.attributes['region']!['merge'] = merge!.merge
    await school.writeProject()
    const pinnedPlan = await school.run({ publish: false })
    expect(learnersShown(pinnedPlan)).toBeGreaterThan(learnersShown(plan))
    expect(pinnedPlan.periods[0]!.merges).toEqual([])
  })

  it('are merged at night only where the project says so', async () => {
    const school = await districts()
    const { periods } = await school.run()
    expect(periods[0]!.merges).toEqual([])
    expect(await school.published('active', 'DISTINCT region', '2026-06', "region LIKE '%_O'")).toEqual([])
  })

  it.each([
    { merge: ['D1', 'D2', 'D3', 'D4'], says: 'must leave its parent another child' },
    { merge: ['D2', 'D5'], says: 'needs two siblings or more' },
    { merge: ['D2', 'D8'], says: 'must name codes that the pinned level shows' },
  ])('cannot be $merge', async ({ merge, says }) => {
    const school = await districts()
    school.definition.attributes['region']!['merge'] = merge
    await school.writeProject()
    expect((await school.failure()).message).toContain(`merge of region ${says}`)
  })

  it('cannot be bands, whose edges say as much', async () => {
    const school = await districts()
    school.definition.attributes['age'] = {
      role: 'quasi-identifier',
      field: 'birth_date',
      bands: { of: 'age', levels: { band: [18, 25] } },
      merge: ['18-24', '25+'],
    }
    await school.writeProject()
    expect((await school.failure()).message).toContain('bands are merged by leaving out an edge')
  })
})
