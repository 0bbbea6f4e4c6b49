import { expect, it } from 'vitest'
import { auditParameters } from '../../../pipeline/5-protect.ts'
import type { KnownRelease } from '../../../pipeline/ledger/known-releases.ts'
import { loadProject } from '../../../pipeline/load-project.ts'
import { parsePeriod } from '../../../pipeline/period-calendar.ts'
import { revisablePeriods } from '../../../pipeline/revisions/revision-window.ts'
import { cautiousSchool } from './cautious-school.ts'

it('periods to be revised have their turns by the day of their last version where one is approved at a time', async () => {
  const school = await cautiousSchool(0)
  const project = await loadProject(school.project)
  const hash = '0'.repeat(64)
  const known = (sequence: number, id: string, version: number, as_of: string): KnownRelease => ({
    sequence,
    release: {
      ...{ project: 'tiny', period: parsePeriod(id), version, as_of, tables: [], folder: school.releases },
      ...{ manifest_sha256: hash, policy_sha256: hash, code_version: '1' },
      audit: auditParameters(project.definition.policy, null),
    },
    state: 'published',
    withdrawal: null,
  })
  const releases = [
    known(1, '2026-04', 1, '2026-04-30'),
    known(3, '2026-05', 1, '2026-05-31'),
    known(5, '2026-04', 2, '2026-06-02'),
  ]
  const turns = (of: typeof project) =>
    revisablePeriods(of, releases, '2026-06-05').again.map(({ period }) => period.id)
  expect(turns(project)).toEqual(['2026-05', '2026-04'])
  const { policy, ...definition } = project.definition
  const auto = { ...project, definition: { ...definition, policy: { ...policy, approval: 'auto' as const } } }
  expect(turns(auto)).toEqual(['2026-04', '2026-05'])
})
