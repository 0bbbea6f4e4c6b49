import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { auditAgainstSources } from '../../pipeline/audit-release.ts'
import { verifyRelease } from '../../pipeline/verify.ts'
import { filesBelow } from './released-files.ts'
import { type TinyProject, tinyProject } from './tiny-project.ts'

/** A school of 240 whose first learner, a woman of region R1, has `views` of 30 minutes besides in May and in June. */
async function schoolWithOneKeen(views: number): Promise<TinyProject> {
  const school = await tinyProject()
  const [first] = school.rows.lesson_views
  for (const month of ['05', '06'])
    for (let i = 0; i < views; i++)
      school.rows.lesson_views.push({
        ...first!,
        view_id: `view-keen-${month}-${i}`,
        started_at: `2026-${month}-${String((i % 28) + 1).padStart(2, '0')} 18:00:00`,
        seconds: 1800,
      })
  await school.write()
  return school
}

const total = "region = '_T' AND gender = '_T'"

it('clamps the minutes of each month, keeps the views, and the recount agrees', async () => {
  const school = await schoolWithOneKeen(3)
  school.definition.policy['dominance'] = { minutesPerLearner: 60 }
  await school.writeProject()
  const { periods } = await school.run({ period: undefined })
  expect(periods.map(({ period, outcome, clamped }) => [period.id, outcome, clamped])).toEqual([
    ['2026-05', 'released', { learners: 1, share: 32 / 570 }],
    ['2026-06', 'released', { learners: 1, share: 32 / 570 }],
  ])
  for (const { period, folder } of periods) {
    expect(await school.published('active', 'learners, views, minutes', period.id, total)).toEqual([
      [240, 243, 239 * 2 + 60],
    ])
    const audit = await auditAgainstSources({
      project: school.project,
      data: school.data,
      workspace: school.workspace,
      release: folder!,
      now: new Date('2026-07-02T00:00:00Z'),
      progress: () => undefined,
    })
    expect([audit.passed, audit.findings, audit.differences]).toEqual([true, [], []])
  }
  for (const [path, bytes] of filesBelow(school.releases))
    expect([path, bytes.includes('clamped')]).toEqual([path, false])
})

it('hides what a learner dominates, and no more', async () => {
  const school = await schoolWithOneKeen(100)
  const { periods, record } = await school.run()
  expect(periods.map(({ outcome, clamped }) => [outcome, clamped])).toEqual([
    ['released', { learners: 0, share: 0 }],
  ])
  const patterns: readonly {
    table: string
    rows: readonly { status: string; reasons: readonly string[] }[]
  }[] = JSON.parse(await readFile(join(record, 'patterns-2026-06.json'), 'utf8'))
  const primary = patterns.flatMap(({ table, rows }) =>
    rows.filter(({ status }) => status === 'primary').map(({ reasons }) => [table, ...reasons]),
  )
  // 3002 minutes, of which 10 % are more than all other women, or all others of the region, have; but not more than
  // all others have.
  expect(primary).toEqual([
    ['active', 'dominance'],
    ['active', 'dominance'],
    ['active', 'dominance'],
  ])
  const shown = await school.published('active', 'learners', '2026-06', `${total} AND learners = 240`)
  expect(shown).toEqual([[240]])
})

it('names its limits in the manifest', async () => {
  const school = await tinyProject()
  school.definition.policy['dominance'] = { concentration: { contributors: 2, share: 85 } }
  await school.writeProject()
  await school.run()
  const manifest = JSON.parse(await readFile(join(school.releases, '2026-06', 'v1', 'manifest.json'), 'utf8'))
  const limits = {
    p: 10,
    coalition: 2,
    concentration: { contributors: 2, share: 85 },
    minutesPerLearner: 6000,
  }
  expect(manifest.policy.parameters.dominance).toEqual(limits)
  expect(manifest.audit.parameters.dominance).toEqual(limits)
  expect((await verifyRelease(join(school.releases, '2026-06', 'v1'), 60)).findings).toEqual([])
})
