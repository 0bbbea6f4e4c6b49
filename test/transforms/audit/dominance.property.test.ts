import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { upperProtection } from '../../../transforms/audit/dominance.ts'
import { auditRelease } from '../../../transforms/audit/verdict.ts'
import { upperProtectionLevel } from '../../../transforms/disclosure/upper-protection-level.ts'
import { minutesTable } from '../magnitudes.ts'
import { brief, held, parameters, published, unlimited } from './tables.ts'

const contribution = fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 6000 }))
const rules = fc.record({
  p: fc.integer({ min: 1, max: 100 }),
  coalition: fc.integer({ min: 0, max: 4 }),
  concentration: fc.option(
    fc.record({ contributors: fc.integer({ min: 1, max: 5 }), share: fc.integer({ min: 1, max: 99 }) }),
  ),
})

test.prop([fc.array(contribution, { maxLength: 14 }), rules, fc.constantFrom('sum', 'events')], {
  numRuns: 2000,
})('the audit and the suppression agree about every cell, by code of their own', (list, limits, type) => {
  const largest = list.toSorted((a, b) => b - a)
  const figure = { value: list.reduce((sum, one) => sum + one, 0), contributors: list.length, largest }
  const level = upperProtection({ type }, figure, { ...limits, minutesPerLearner: 6000 })
  expect(level).toBe(upperProtectionLevel({ type }, figure, limits))
})

describe('upperProtection', () => {
  const rest = Array<number>(9).fill(2)
  const of = (largest: readonly number[], value: number, contributors = 11) => ({
    value,
    contributors,
    largest,
  })
  it.each([
    { figure: of([160, 4, 2], 182), level: 0, because: 'the rest is exactly 10 % of the largest' },
    { figure: of([161, 4, 2], 183), level: 1, because: 'the rest is less than 10 % of the largest' },
    { figure: of([161, 4], 183), level: 19, because: 'a contribution that counts is not told' },
    { figure: of([], 0), level: 1, because: 'none is told' },
    { figure: of([], 0, 0), level: 0, because: 'nobody contributes' },
  ])('is $level where $because', ({ figure, level }) => {
    expect(rest.reduce((sum, two) => sum + two, 0)).toBe(18)
    expect(upperProtection({ type: 'sum' }, figure, parameters.dominance)).toBe(level)
  })
})

describe('a release with a dominated sum', () => {
  const truth = minutesTable({
    a: [900, ...Array<number>(11).fill(1)],
    b: Array<number>(12).fill(50),
    c: Array<number>(12).fill(50),
  })
  const audit = async (hidden: readonly string[], dominance = parameters.dominance) => {
    const candidate = published(truth, ([region]) => hidden.includes(region!))
    const { report, released } = await auditRelease(
      [candidate],
      held(truth),
      { ...parameters, dominance },
      unlimited,
    )
    return { found: brief(report.findings), isReleased: released !== null }
  }
  it('is withheld where the sum is published', async () => {
    expect(await audit([])).toEqual({ found: ['published-primary a'], isReleased: false })
  })
  it('is withheld where the sum follows', async () => {
    expect((await audit(['a'])).found).toContain('exact-recovery a')
  })
  it('is released where it is hidden with another', async () => {
    expect(await audit(['a', 'b'])).toEqual({ found: [], isReleased: true })
  })
  it('is withheld where a concentration is limited that another cell exceeds', async () => {
    const dominance = { ...parameters.dominance, concentration: { contributors: 3, share: 24 } }
    expect((await audit(['a', 'b'], dominance)).found).toEqual(
      expect.arrayContaining(['published-primary _T', 'published-primary c']),
    )
  })
})
