import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import {
  foundByReaders,
  judgeLonger,
  type PastRelease,
  releaseAlone,
  releaseLonger,
} from './longer-periods.ts'
import { activeTable, kinds, months, quarter, someLearners } from './months-of-learners.ts'
import { disclosedTogether, smallGroups } from './small-groups.ts'

async function releasedMonths(learners: readonly number[]): Promise<readonly PastRelease[]> {
  return Promise.all(months.map((month) => releaseAlone(month, activeTable(learners, month))))
}

describe('months and their quarter (attacks 1, 2 and 18)', { timeout: 300_000 }, () => {
  test.prop([someLearners], { numRuns: 10 })(
    'no sum or difference of figures of four releases counts 1 to 9 learners',
    async (learners) => {
      const past = await releasedMonths(learners)
      const released = await releaseLonger(quarter, [activeTable(learners, quarter)], past)
      expect(smallGroups(learners, [...past, released])).toEqual([])
      const { report } = await judgeLonger(released, past)
      expect(report.findings).toEqual([])
      expect(await foundByReaders([...past, released])).toEqual([])
    },
    300_000,
  )

  it('succeeds where the quarter is protected without its months, and the audit sees it', async () => {
    const found = await disclosedTogether(
      fc.sample(someLearners, { seed: 1, numRuns: 7 }),
      async (learners) => ({
        past: await releasedMonths(learners),
        released: await releaseAlone(quarter, activeTable(learners, quarter)),
      }),
    )
    expect(found).toBeGreaterThan(1)
  })

  it('knows every kind of learner', () => {
    expect(kinds).toHaveLength(54)
  })
})
