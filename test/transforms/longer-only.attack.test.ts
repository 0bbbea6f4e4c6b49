import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import type { TabulatedTable } from '../../schemas/cell.ts'
import type { Period } from '../../schemas/period.ts'
import { judgeLonger, type PastRelease, releaseAlone, releaseLonger } from './longer-periods.ts'
import {
  activeTable,
  kinds,
  months,
  places,
  quarter,
  readLearners,
  readViews,
  someLearners,
} from './months-of-learners.ts'
import { nestedDifferences } from './subtraction-attacker.ts'

const k = 10

/** Learners of whom four at most of one place do anything in the last month, so that its views there are hidden. */
const fewAtTheEnd = someLearners.map((learners) => {
  const isLate = kinds.map(({ place, taken }) => place === 'n' && taken[2] !== null)
  return learners.map((count, i) => {
    if (isLate[i] === true) return i === isLate.indexOf(true) ? 4 : 0
    return count
  })
})

/** By course: of quarters only. */
function byCourse(learners: readonly number[], of: Period): TabulatedTable {
  const { shape, cells } = activeTable(learners, of, true)
  return { shape: { ...shape, id: 'courses' }, cells }
}

/** Months that show learners by place, with or without their views, and not by course. */
async function releasedMonths(
  learners: readonly number[],
  withViews = true,
): Promise<readonly PastRelease[]> {
  return Promise.all(
    months.map(async (month) => ({
      ...(await releaseAlone(month, activeTable(learners, month, withViews, [places]))),
      untold: [byCourse(learners, month)],
    })),
  )
}

/** Combinations of at most four published numbers, of views or of learners, to which 1 to k − 1 learners contributed. */
function smallGroups(learners: readonly number[], releases: readonly PastRelease[]): readonly string[] {
  const tells = (_: number, views: Int32Array) => {
    const who = views.reduce((sum, one, kind) => sum + (one > 0 ? learners[kind]! : 0), 0)
    return who > 0 && who < k
  }
  const tables = releases.flatMap(({ published }) => published)
  return [readViews(tables), readLearners(tables)].flatMap((figures) =>
    nestedDifferences(figures, tells, 4).map(({ names }) => names.join(' ')),
  )
}

describe('months, and a quarter of another table (attacks 1, 2 and 18)', { timeout: 300_000 }, () => {
  test.prop([fc.oneof(someLearners, fewAtTheEnd), fc.boolean()], { numRuns: 12 })(
    'no sum or difference of figures of four releases is of 1 to 9 learners',
    async (learners, withViews) => {
      const past = await releasedMonths(learners, withViews)
      const released = await releaseLonger(quarter, [byCourse(learners, quarter)], past)
      expect(smallGroups(learners, [...past, released])).toEqual([])
      expect((await judgeLonger(released, past)).report.findings).toEqual([])
    },
    300_000,
  )

  it('succeeds where the quarter is protected without its months, and the audit sees it', async () => {
    let found = 0
    for (const learners of fc.sample(fewAtTheEnd, { seed: 1, numRuns: 7 })) {
      const past = await releasedMonths(learners)
      const released = await releaseAlone(quarter, byCourse(learners, quarter))
      expect(past.flatMap((one) => smallGroups(learners, [one]))).toEqual([])
      expect(smallGroups(learners, [released])).toEqual([])
      if (smallGroups(learners, [...past, released]).length === 0) continue
      found++
      expect((await judgeLonger(released, past)).report.passed).toBe(false)
    }
    expect(found).toBeGreaterThan(1)
  })
})
