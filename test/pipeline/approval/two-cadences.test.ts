import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { approve } from '../../../pipeline/approval/approve.ts'
import { schoolOfAYear } from '../rolled-school.ts'
import { expectTogether } from '../taken-periods.ts'
import { attackTogether } from '../together/attack-together.ts'
import { fillSchool, nightOf, nights, quarter, twoCadences } from '../together/together-school.ts'
import { candidatesOf, cautiousSchool, pupils, verdictOn } from './cautious-school.ts'

it('approves months, and a quarter of tables that no month has', { timeout: 300_000 }, async () => {
  const school = await cautiousSchool(0, { begin: twoCadences })
  for (const night of nights.keys()) {
    await fillSchool(school, pupils, night)
    await school.run(nightOf(night))
    while (candidatesOf(school).length > 0) {
      await approve(verdictOn(school, night))
      await school.run(nightOf(night))
    }
  }
  expect(existsSync(join(school.releases, quarter, 'v1', 'tables', 'of-quarters.csv'))).toBe(true)
  expect(await attackTogether(school, pupils, 5)).toEqual([])
})

it('approves quarters and years of tables that no month has', { timeout: 300_000 }, async () => {
  const school = await schoolOfAYear()
  const { active, courses } = school.tables
  school.tables['active'] = { ...active, period: { grain: 'quarter', rollUp: ['year'] } }
  school.tables['courses'] = { ...courses, period: { grain: 'year' } }
  school.definition.policy['approval'] = 'manual'
  await school.write()
  const now = new Date('2027-01-01T00:00:00Z')
  const { project, data, releases, workspace } = school
  const approved: string[] = []
  for (;;) {
    await school.run({ period: undefined, asOf: '2026-12-31', now })
    const [candidate] = candidatesOf(school)
    if (candidate === undefined) break
    const progress = () => undefined
    const { folder } = await approve({ project, data, releases, workspace, candidate, now, progress })
    approved.push((folder ?? '').slice(releases.length + 1))
  }
  expect(approved).toHaveLength(17)
  expect(approved.slice(-2)).toEqual(['2026-Q4/v1', '2026/v1'])
  expect(await school.published('active', 'learners', '2026', "region = '_T' AND gender = '_T'")).toEqual([
    [360],
  ])
  expect(await school.published('courses', 'learners', '2026', "course = '_T'")).toEqual([[360]])
  await expectTogether(school, now)
})
