import { expect, it, vi } from 'vitest'
import { nightSummary } from '../../../pipeline/summary.ts'
import { WithheldError } from '../../../schemas/failure.ts'
import { fillSchool, fullState, revisionSchool } from './revision-school.ts'

let isLate = true

vi.mock('../../../pipeline/revisions/protect-revision.ts', async (original) => {
  const { protectRevision } =
    await original<typeof import('../../../pipeline/revisions/protect-revision.ts')>()
  return {
    protectRevision: (...task: Parameters<typeof protectRevision>) =>
      isLate ? Promise.reject(new WithheldError('an audit must end in time')) : protectRevision(...task),
  }
})

it('a revision whose audit does not end in time keeps no other from being looked at, and nights look again', {
  timeout: 100_000,
}, async () => {
  const school = await revisionSchool()
  const state = fullState()
  await fillSchool(school, state)
  const nightOf = (asOf: string) => ({
    ...{ period: undefined, asOf },
    now: new Date(Date.parse(asOf) + 86_400_000),
  })
  await school.run(nightOf('2026-04-30'))
  for (let i = 0; i < 6; i++) state.set(1000 + i, { place: 'n1 f', courses: ['C1'] })
  await fillSchool(school, state)

  const withheld = await school.run(nightOf('2026-05-01'))
  expect(withheld).toMatchObject({
    outcome: 'withheld',
    unlooked: ['2026-03'],
    revisions: [
      { period: '2026-03', version: null, withheld: true, why: 'an audit must end in time' },
      { period: '2026-04', version: null, withheld: false },
    ],
  })
  expect(nightSummary(withheld)).toContain('2026-03, looked at again: WITHHELD: an audit must end in time')
  expect(await school.run(nightOf('2026-05-02'))).toMatchObject({
    outcome: 'withheld',
    unlooked: ['2026-03'],
  })
  isLate = false
  expect((await school.run(nightOf('2026-05-03'))).revisions).toMatchObject([
    { version: 2 },
    { version: null },
  ])
  expect(await school.run(nightOf('2026-05-04'))).toMatchObject({ outcome: 'idle', unlooked: [] })
})
