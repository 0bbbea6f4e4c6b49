import { describe, expect, it } from 'vitest'
import type { MeasureCell } from '../../../schemas/cell.ts'
import { linkTables } from '../../../transforms/disclosure/linked-tables.ts'
import { concentrationShortfall } from '../../../transforms/disclosure/n-k-dominance.ts'
import { pPercentShortfall } from '../../../transforms/disclosure/p-percent.ts'
import { judgePrimaries } from '../../../transforms/disclosure/primary-suppression.ts'
import { upperProtectionLevel } from '../../../transforms/disclosure/upper-protection-level.ts'
import { minutesTable } from '../magnitudes.ts'
import { limits as defaults, held } from './tables.ts'

const total = (contributions: readonly number[]) => contributions.reduce((sum, one) => sum + one, 0)
const figure = (contributions: readonly number[], kept = contributions.length): MeasureCell => ({
  value: total(contributions),
  contributors: contributions.length,
  largest: contributions.slice(0, kept),
})
const sum = { type: 'sum' } as const

describe('p% rule', () => {
  it.each([
    { of: [100, 50, 10], coalition: 1, lacks: 0, because: 'the second misses the largest by exactly 10 %' },
    { of: [100, 50, 9], coalition: 1, lacks: 1, because: 'the second misses the largest by 9 %' },
    { of: [100, 50, 9], coalition: 0, lacks: -49, because: 'an outsider misses the largest by 59 %' },
    { of: [100, 10], coalition: 0, lacks: 0, because: 'an outsider misses the largest by exactly 10 %' },
    { of: [100, 9], coalition: 0, lacks: 1, because: 'an outsider misses the largest by 9 %' },
    { of: [100, 50, 9], coalition: 2, lacks: 10, because: 'two others know all the rest' },
    { of: [100, 50, 40, 10], coalition: 2, lacks: 0, because: 'two others do not know exactly 10 %' },
    { of: [101, 50, 40, 10], coalition: 2, lacks: 1, because: '10 is less than 10 % of 101' },
    { of: [100], coalition: 2, lacks: 10, because: 'a single contributor is the total' },
    { of: [100, 9], coalition: 5, lacks: 10, because: 'a coalition can be larger than the rest' },
    { of: [0, 0, 0, 0], coalition: 2, lacks: 0, because: 'nothing is no contribution to estimate' },
    { of: [], coalition: 2, lacks: 0, because: 'nobody contributes' },
  ])('$of with a coalition of $coalition lacks $lacks: $because', ({ of, coalition, lacks }) => {
    expect(pPercentShortfall(total(of), of, { p: 10, coalition }) + 0).toBe(lacks)
  })

  it('asks of a total what makes it publishable, and no less', () => {
    const of = [997, 400, 300, 20, 5]
    const lacks = pPercentShortfall(total(of), of, { p: 10, coalition: 2 })
    expect(pPercentShortfall(total(of) + lacks, of, { p: 10, coalition: 2 })).toBeLessThanOrEqual(0)
    expect(pPercentShortfall(total(of) + lacks - 1, of, { p: 10, coalition: 2 })).toBeGreaterThan(0)
  })
})

describe('(n, k) rule', () => {
  it.each([
    { of: [70, 15, 15], share: 85, lacks: 0, because: 'the two largest hold exactly 85 %' },
    { of: [71, 15, 14], share: 85, lacks: 2, because: 'the two largest hold 86 %' },
    { of: [45, 45, 10], share: 90, lacks: 0, because: 'the two largest hold exactly 90 %' },
    { of: [45, 46, 9], share: 90, lacks: 2, because: 'the two largest hold 91 %' },
    { of: [40], share: 85, lacks: 8, because: 'one contributor holds all' },
    { of: [0, 0, 0], share: 85, lacks: 0, because: 'nobody holds anything' },
  ])('$of lacks $lacks: $because', ({ of, share, lacks }) => {
    expect(concentrationShortfall(total(of), of, { contributors: 2, share }) + 0).toBe(lacks)
  })
})

describe('the upper protection level of a magnitude', () => {
  const limits = { p: 10, coalition: 2, concentration: null }
  it.each([
    { concentration: null, level: 3, because: 'the p% rule alone asks for 3' },
    { concentration: { contributors: 2, share: 99 }, level: 3, because: 'the two largest hold less' },
    { concentration: { contributors: 1, share: 30 }, level: 140, because: 'the largest holds more' },
  ])('is the greatest that a rule asks for: $because', ({ concentration, level }) => {
    expect(upperProtectionLevel(sum, figure([90, 45, 19, 6]), { ...limits, concentration })).toBe(level)
  })

  it('is the same for events, and nothing among learners', () => {
    const alone = figure([100])
    expect(upperProtectionLevel({ type: 'events' }, alone, limits)).toBe(10)
    expect(upperProtectionLevel({ type: 'learners' }, { ...alone, largest: [] }, limits)).toBe(0)
  })

  it.each([
    { kept: 3, concentration: null, because: 'coalition and largest' },
    { kept: 4, concentration: { contributors: 4, share: 85 }, because: 'the four largest' },
  ])('needs $kept contributions for $because', ({ kept, concentration }) => {
    const of = [30, 20, 10, 10, 10]
    const level = (n: number) => upperProtectionLevel(sum, figure(of, n), { ...limits, concentration })
    expect(level(kept)).toBe(level(5))
    expect(() => level(kept - 1)).toThrow(RangeError)
  })
})

describe('judgePrimaries', () => {
  /** Twelve learners of region a, where one has nearly all minutes, and twelve of region b, where all have the same. */
  const contributions = { a: [900, ...Array<number>(11).fill(1)], b: Array<number>(12).fill(50) }
  const table = minutesTable(contributions)
  const limits = { ...defaults, minimumContributors: 10 }

  it('names dominance of the sum, and of it alone', () => {
    const reasons = judgePrimaries(table, limits)
    expect(table.cells.map(({ coordinates }, row) => [coordinates[0], reasons[row]])).toEqual([
      ['_T', [[], []]],
      ['a', [[], ['dominance']]],
      ['b', [[], []]],
    ])
  })

  it('hands the level on to what the tables share', () => {
    const { quantities } = linkTables(held(table), limits)
    const protection = new Map(quantities.map(({ key, protection }) => [key, protection]))
    expect(protection).toEqual(
      new Map([
        ['learners', 0],
        ['learners|region=a', 0],
        ['learners|region=b', 0],
        ['minutes', 0],
        // 10 % of 900, less the 9 minutes that a coalition does not know.
        ['minutes|region=a', 81],
        ['minutes|region=b', 0],
      ]),
    )
  })
})
