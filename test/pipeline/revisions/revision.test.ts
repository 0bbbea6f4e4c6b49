import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { verifyRelease } from '../../../pipeline/verify.ts'
import { selectRows } from '../tiny-project.ts'
import { fillSchool, fullState, lookOf, period, revisionSchool } from './revision-school.ts'

describe('a revision', { timeout: 300_000 }, () => {
  it('shows nothing until enough learners changed, then does', async () => {
    const school = await revisionSchool()
    const state = fullState()
    await fillSchool(school, state)
    expect((await school.run(lookOf(0))).outcome).toBe('done')
    const read = (version: number) =>
      selectRows(
        `SELECT region, gender, learners, learners_status ${version > 1 ? ', CAST(as_of AS VARCHAR)' : ''} FROM '${join(school.releases, period, `v${version}`, 'tables', 'active.parquet')}' ORDER BY ALL`,
      )
    // one late learner
    state.set(1000, { place: 'n1 f', courses: ['C1'] })
    await fillSchool(school, state)
    const one = await school.run(lookOf(1))
    console.log(JSON.stringify(one.revisions, null, 1), one.outcome)
    expect(existsSync(join(school.releases, period, 'v2'))).toBe(false)
    for (let i = 1; i < 6; i++) state.set(1000 + i, { place: 'n1 f', courses: ['C1'] })
    await fillSchool(school, state)
    const two = await school.run(lookOf(2))
    console.log(JSON.stringify(two.revisions, null, 1), two.outcome)
    expect(existsSync(join(school.releases, period, 'v2'))).toBe(true)
    console.log(await read(1), await read(2))
    expect((await verifyRelease(join(school.releases, period, 'v2'), 60, 1)).findings).toEqual([])
  })
})
