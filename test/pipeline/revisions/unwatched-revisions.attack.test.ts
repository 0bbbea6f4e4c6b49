import { expect, it, vi } from 'vitest'
import { publishVersions } from './publish-versions.ts'
import { seenByDay, seenRevisions } from './revision-attacker.ts'
import { simulateRevisions } from './simulated-revisions.ts'

vi.mock(import('../../../transforms/audit/revised-figures.ts'), async (original) => ({
  ...(await original()),
  revisedFindings: async () => [],
}))
vi.mock(import('../../../pipeline/revisions/hold-back-few.ts'), () => ({ holdBackFew: () => undefined }))

it('changes of few learners show where nobody holds a version against the ones before', {
  timeout: 400_000,
}, async () => {
  const { school, truth, versions } = await publishVersions(simulateRevisions(3, 4), 5)
  expect(versions).toBe(4)
  const found = seenRevisions(truth, await seenByDay(school), 5)
  expect(found.length).toBeGreaterThan(50)
  expect(found.some(({ rose, fell }) => rose + fell === 1)).toBe(true)
  for (const kind of ['less', 'views']) expect(found.some(({ of }) => of.includes(kind))).toBe(true)
})
