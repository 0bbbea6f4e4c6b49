import { afterEach, describe, expect, it, vi } from 'vitest'
import { countsStock } from '../../schemas/nested-populations.ts'
import { publishVersions } from './revisions/publish-versions.ts'
import { seenByDay, seenRevisions } from './revisions/revision-attacker.ts'
import { simulateRevisions } from './revisions/simulated-revisions.ts'
import { attackTogether } from './together/attack-together.ts'
import { publishTogether } from './together/publish-together.ts'
import { simulatePupils } from './together/simulated-pupils.ts'
import { threeLeftIdle, threeOutOfMay } from './together/together-school.ts'

/** Protections that are switched off, one at a time; in one file, since modules that are replaced are loaded anew for each. */
const { off } = vi.hoisted(() => ({
  off: new Set<
    'parts of a longer period' | 'stocks beside versions' | 'stocks beside a quarter' | 'versions'
  >(),
}))
afterEach(() => off.clear())

vi.mock(import('../../pipeline/rollups/released-parts.ts'), async (original) => {
  const whole = await original()
  return {
    ...whole,
    readParts: async (task) => {
      const parts = await whole.readParts(task)
      if (!off.has('parts of a longer period')) return parts
      return parts.filter(({ truth: { shape } }) => countsStock(shape.fact, shape.baseMeasures))
    },
  }
})
vi.mock(import('../../pipeline/revisions/standing-stocks.ts'), async (original) => {
  const whole = await original()
  return {
    ...whole,
    readFirstStocks: async (...task) => {
      const stocks = await whole.readFirstStocks(...task)
      if (!off.has('stocks beside versions')) return stocks
      return stocks.map(({ wider, ...stock }) => {
        const nothing = new Uint8Array(wider.shown.length)
        return { ...stock, wider: { ...wider, shown: nothing, fresh: nothing } }
      })
    },
  }
})
vi.mock(import('../../pipeline/rollups/stocks-beside.ts'), async (original) => {
  const whole = await original()
  return {
    ...whole,
    stocksBeside: async (task) => {
      const beside = await whole.stocksBeside(task)
      return off.has('stocks beside a quarter') ? { ...beside, stocks: [] } : beside
    },
  }
})
vi.mock(import('../../transforms/audit/revised-figures.ts'), async (original) => {
  const whole = await original()
  return {
    ...whole,
    revisedFindings: async (...task) => (off.has('versions') ? [] : whole.revisedFindings(...task)),
  }
})
vi.mock(import('../../pipeline/revisions/hold-back-few.ts'), async (original) => {
  const whole = await original()
  return {
    ...whole,
    holdBackFew: (...task) => {
      if (!off.has('versions')) whole.holdBackFew(...task)
    },
  }
})

describe('an attack succeeds', { timeout: 400_000 }, () => {
  it('where a quarter is protected without its months', async () => {
    off.add('parts of a longer period')
    const { school } = await publishTogether(threeOutOfMay, 5)
    const found = await attackTogether(school, threeOutOfMay, 5)
    expect(found).toContainEqual({ what: '− active 2026-05 + 2026-Q2', group: ['n1 f'], learners: 3 })
  })

  it('on a later version where nobody remembers the stock: few who are idle show', async () => {
    off.add('stocks beside versions')
    const { school, versions } = await publishTogether(threeLeftIdle, 5, 1)
    expect(versions).toBe(1)
    const found = await attackTogether(school, threeLeftIdle, 5)
    expect(found).toContainEqual({
      what: 'registered 2026-04, remembered less 2026-04 on 2026-05-12',
      group: ['n1 f'],
      learners: 3,
    })
  })

  it('on a quarter where nobody remembers the stock: few who were idle for all of it show', async () => {
    off.add('stocks beside a quarter')
    const pupils = simulatePupils(5)
    const { school } = await publishTogether(pupils, 5)
    const found = await attackTogether(school, pupils, 5)
    expect(found.length).toBeGreaterThan(0)
    expect(found.every(({ what }) => what.endsWith('remembered less 2026-Q2'))).toBe(true)
  })

  it('where nobody holds a version against the ones before: changes of few learners show', async () => {
    off.add('versions')
    const { school, truth, versions } = await publishVersions(simulateRevisions(3, 4), 5)
    expect(versions).toBe(4)
    const found = seenRevisions(truth, await seenByDay(school), 5)
    expect(found.length).toBeGreaterThan(50)
    expect(found.some(({ rose, fell }) => rose + fell === 1)).toBe(true)
    for (const kind of ['less', 'views']) expect(found.some(({ of }) => of.includes(kind))).toBe(true)
  })
})
