import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import type { Dimension, TabulatedTable } from '../../schemas/cell.ts'
import type { Period } from '../../schemas/period.ts'
import {
  foundByReaders,
  judgeLonger,
  type PastRelease,
  releaseAlone,
  releaseLonger,
} from './longer-periods.ts'
import {
  activeTable,
  courses,
  kinds,
  months,
  places,
  quarter,
  someLearners,
  twoMonths,
  viewsTable,
} from './months-of-learners.ts'
import { disclosedTogether, smallGroups } from './small-groups.ts'

type Learners = readonly number[]

/** Learners of whom four at most of one place do anything in the last month, so that its views there are hidden. */
const fewAtTheEnd = someLearners.map((learners) => {
  const isLate = kinds.map(({ place, taken }) => place === 'n' && taken[2] !== null)
  return learners.map((count, i) => {
    if (isLate[i] === true) return i === isLate.indexOf(true) ? 4 : 0
    return count
  })
})

/** In one place, nine come in each of the first two months, and four of them again in the last one. */
const fewEveryMonth = someLearners.map((learners) => {
  const inNorth = new Map([
    ['a,,a', 4],
    ['a,,', 5],
    [',a,', 9],
  ])
  return learners.map((count, i) => {
    const { place, taken } = kinds[i]!
    return place === 's' ? count : (inNorth.get(taken.join()) ?? 0)
  })
})

const anyLearners = fc.oneof(someLearners, fewAtTheEnd, fewEveryMonth)
const shown = fc.constantFrom('learners', 'views', 'both')
type Shown = 'learners' | 'views' | 'both'

function counted(learners: Learners, of: Period, by: readonly Dimension[], what: Shown): TabulatedTable {
  return what === 'views' ? viewsTable(learners, of, by) : activeTable(learners, of, what === 'both', by)
}

function byPlace(learners: Learners, of: Period, what: Shown): TabulatedTable {
  return counted(learners, of, [places], what)
}

/** Of longer periods only; with views wherever learners are counted. */
function byCourse(learners: Learners, of: Period, what: Shown): TabulatedTable {
  const { shape, cells } = counted(learners, of, [places, courses], what === 'views' ? what : 'both')
  return { shape: { ...shape, id: 'courses' }, cells }
}

/** Months that show what is counted by place, and not by course. */
async function releasedMonths(learners: Learners, what: Shown): Promise<readonly PastRelease[]> {
  return Promise.all(
    months.map(async (month) => ({
      ...(await releaseAlone(month, byPlace(learners, month, what))),
      untold: [byCourse(learners, month, what)],
    })),
  )
}

describe('months, and a quarter of another table (attacks 1, 2 and 18)', { timeout: 300_000 }, () => {
  test.prop([anyLearners, shown], { numRuns: 12 })(
    'no sum or difference of figures of four releases is of 1 to 9 learners',
    async (learners, what) => {
      const past = await releasedMonths(learners, what)
      const released = await releaseLonger(quarter, [byCourse(learners, quarter, what)], past)
      expect(smallGroups(learners, [...past, released])).toEqual([])
      expect((await judgeLonger(released, past)).report.findings).toEqual([])
      expect(await foundByReaders([...past, released])).toEqual([])
    },
    300_000,
  )

  it('succeeds where the quarter is protected without its months, and the audit sees it', async () => {
    const populations = fc.sample(fewAtTheEnd, { seed: 1, numRuns: 7 })
    const found = await disclosedTogether(populations, async (learners) => ({
      past: await releasedMonths(learners, 'both'),
      released: await releaseAlone(quarter, byCourse(learners, quarter, 'both')),
    }))
    expect(found).toBeGreaterThan(1)
  })
})

describe('months, two of them in another table, and their quarter', { timeout: 300_000 }, () => {
  /** The months, and two of them by course. */
  const withTwoMonths = async (learners: Learners, what: Shown): Promise<readonly PastRelease[]> => {
    const past = await releasedMonths(learners, what)
    const [shown, not] = [byCourse(learners, twoMonths, what), byPlace(learners, twoMonths, what)]
    return [...past, await releaseLonger(twoMonths, [shown], past.slice(0, 2), [not])]
  }

  test.prop([anyLearners, shown, fc.boolean()], { numRuns: 24 })(
    'no sum or difference of figures of five releases is of 1 to 9 learners',
    async (learners, what, goesOn) => {
      const past = await withTwoMonths(learners, what)
      const courses = byCourse(learners, quarter, what)
      const tables = [byPlace(learners, quarter, what), ...(goesOn ? [courses] : [])]
      const released = await releaseLonger(quarter, tables, past, goesOn ? [] : [courses])
      expect(smallGroups(learners, [...past, released])).toEqual([])
      expect((await judgeLonger(released, past)).report.findings).toEqual([])
      expect(await foundByReaders([...past, released])).toEqual([])
    },
    300_000,
  )

  it.each([
    ['months', 'views', fewEveryMonth],
    ['longer periods', 'learners', fewAtTheEnd],
  ] as const)(
    'succeeds where the quarter is protected without what no release shows of %s, and the audit sees it',
    async (_, what, some) => {
      const found = await disclosedTogether(fc.sample(some, { seed: 1, numRuns: 7 }), async (learners) => {
        const past = await withTwoMonths(learners, what)
        const told = past.map(({ untold: _untold, ...release }) => release)
        const released = await releaseLonger(quarter, [byPlace(learners, quarter, what)], told)
        return { past, released: { ...released, untold: [byCourse(learners, quarter, what)] } }
      })
      expect(found).toBeGreaterThan(1)
    },
  )
})
