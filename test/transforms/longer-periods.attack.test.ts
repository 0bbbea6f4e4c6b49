import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import type { PublishedTable } from '../../schemas/cell.ts'
import { judgeLonger, type PastRelease, releaseAlone, releaseLonger } from './longer-periods.ts'
import { activeTable, kinds, months, quarter, readLearners, someLearners } from './months-of-learners.ts'
import { nestedDifferences } from './subtraction-attacker.ts'

const k = 10

async function releasedMonths(learners: readonly number[]): Promise<readonly PastRelease[]> {
  return Promise.all(months.map((month) => releaseAlone(month, activeTable(learners, month))))
}

/** Combinations of at most four published figures of any releases that count 1 to k − 1 learners. */
function smallGroups(releases: readonly PastRelease[]): readonly string[] {
  const tables = releases.flatMap(({ published }): readonly PublishedTable[] => published)
  const few = (value: number) => value > 0 && value < k
  return nestedDifferences(readLearners(tables), few, 4).map(({ names }) => names.join(' '))
}

describe('months and their quarter (attacks 1, 2 and 18)', { timeout: 300_000 }, () => {
  test.prop([someLearners], { numRuns: 10 })(
    'no sum or difference of figures of four releases counts 1 to 9 learners',
    async (learners) => {
      const past = await releasedMonths(learners)
      const released = await releaseLonger(quarter, [activeTable(learners, quarter)], past)
      expect(smallGroups([...past, released])).toEqual([])
      const { report } = await judgeLonger(released, past)
      expect(report.findings).toEqual([])
    },
    300_000,
  )

  it('succeeds where the quarter is protected without its months, and the audit sees it', async () => {
    let found = 0
    for (const learners of fc.sample(someLearners, { seed: 1, numRuns: 7 })) {
      const past = await releasedMonths(learners)
      const released = await releaseAlone(quarter, activeTable(learners, quarter))
      const small = smallGroups([...past, released])
      const alone = past.flatMap((one) => smallGroups([one]))
      expect(alone).toEqual([])
      expect(smallGroups([released])).toEqual([])
      if (small.length === 0) continue
      found++
      expect((await judgeLonger(released, past)).report.passed).toBe(false)
    }
    expect(found).toBeGreaterThan(1)
  })

  it('knows every kind of learner', () => {
    expect(kinds).toHaveLength(54)
  })
})
