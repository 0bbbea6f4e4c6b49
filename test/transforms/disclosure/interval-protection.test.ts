import { describe, expect, it } from 'vitest'
import { auditRelease } from '../../../transforms/audit/verdict.ts'
import { applyPattern } from '../../../transforms/disclosure/apply-pattern.ts'
import { IntervalProtection } from '../../../transforms/disclosure/interval-protection.ts'
import { linkTables } from '../../../transforms/disclosure/linked-tables.ts'
import { protectTables } from '../../../transforms/disclosure/protect-tables.ts'
import { regionRunner } from '../../../transforms/disclosure/region-runner.ts'
import { splitIntoRegions } from '../../../transforms/disclosure/regions.ts'
import { requiredWidth } from '../../../transforms/disclosure/required-width.ts'
import { loadSolver } from '../../../transforms/disclosure/solver.ts'
import { narrowPrimaries } from './narrow-primaries.ts'
import { auditParameters, countTable, dimension, flat, held, limits } from './tables.ts'

const places = dimension('place', flat('x', 'y', 'z'))
const ages = dimension('age', flat('young', 'old'))

describe('requiredWidth', () => {
  it.each([
    { value: 7, relativeWidth: 10, width: 10, because: 'small figures need the absolute width' },
    { value: 100, relativeWidth: 10, width: 10, because: 'both widths are the same' },
    { value: 101, relativeWidth: 10, width: 11, because: 'a part of a learner counts as one' },
    { value: 5000, relativeWidth: 0, width: 10, because: 'no relative width is asked for' },
    { value: 7, relativeWidth: 10, doubtful: 2, width: 12, because: 'two may be counted twice' },
  ])(
    'is $width for $value at $relativeWidth %: $because',
    ({ value, relativeWidth, doubtful = 0, width }) => {
      expect(requiredWidth({ value, doubtful }, { intervalWidth: 10, relativeWidth })).toBe(width)
    },
  )
})

it('widens a large primary by its share', async () => {
  const leaves = { 'x young': 150, 'y young': 400, 'z young': 410 }
  const table = countTable([places, ages], { ...leaves, 'x old': 500, 'y old': 320, 'z old': 300 })
  const protect = (relativeWidth: number) =>
    protectTables(held(table), { ...limits, minimumContributors: 200, intervalWidth: 10, relativeWidth })
  expect((await protect(0)).narrowest).toBeLessThan(30)
  const wide = await protect(20)
  expect(wide.narrowest).toBeGreaterThanOrEqual(30 - 1e-6)
  expect(wide.unproven).toEqual([])
})

it('names the table that it could not protect, and the audit withholds it', async () => {
  const table = countTable([places], { x: 5, y: 6 })
  const preferences = [{ required: Uint8Array.from([1, 0, 0, 0]), weights: new Float64Array(4).fill(1) }]
  const change = { intervalWidth: 15, hiddenAtLeast: 0 as const, preferences }
  const { patterns, unproven, narrowest } = await protectTables(held(table), { ...limits, ...change })
  expect(unproven).toEqual([{ table: 'table', rows: 2 }])
  expect(narrowest).toBeCloseTo(11)
  const candidate = applyPattern(held(table), patterns, { minimumContributors: 10, percentageBase: 20 }, [])
  const parameters = { ...auditParameters, intervalWidth: 15 }
  const budget = { now: () => 0, deadline: 60_000 }
  const { report, released } = await auditRelease(candidate, held(table), parameters, budget, {
    hiddenAtLeast: 0,
    singletons: false,
    coalition: 0,
  })
  expect(report.findings.map(({ rule }) => rule)).toContain('narrow-interval')
  expect(released).toBeNull()
})

describe('without any work of the solver', () => {
  const leaves = { 'x young': 3, 'y young': 14, 'z young': 40, 'x old': 25, 'y old': 30, 'z old': 17 }
  const table = countTable([places, ages], leaves)
  const system = linkTables(held(table), limits)
  const primaries = Uint8Array.from(system.units, ({ reasons }) => Number(reasons.length > 0))
  const noWork = { intervalWidth: 10, relativeWidth: 0, loss: 'cells' as const, work: 0 }

  it('hides the cells of a swap, which the solver confirms', async () => {
    const highs = await loadSolver()
    const cheap = new IntervalProtection(regionRunner(highs), system, primaries, noWork)
    expect(await cheap.protect()).toEqual([])
    expect(cheap.linearPrograms).toBe(0)
    expect(cheap.hidden.reduce((sum, one) => sum + one, 0)).toBe(4)
    expect(narrowPrimaries(highs, system, cheap.hidden, noWork)).toEqual([])
  })
})

describe('splitIntoRegions', () => {
  const towns = dimension('town', {
    n: '_T',
    s: '_T',
    ...Object.fromEntries([1, 2, 3, 4].flatMap((i) => [`n${i}`, `s${i}`].map((code) => [code, code[0]!]))),
  })
  const system = linkTables(held(countTable([towns, ages], { 'n1 young': 20, 's1 old': 30 })), limits)
  const all = system.quantities.map((_, q) => q)
  const codeOf = (q: number) =>
    system.quantities[q]!.coordinates.find(([name]) => name === 'town')?.[1] ?? '_T'

  it('takes siblings with what lies above them', () => {
    const regions = splitIntoRegions(system, all, 24)
    expect(regions.map((region) => [...new Set(region.map(codeOf))].sort())).toEqual([
      ['_T', 'n', 'n1', 'n2', 'n3', 'n4'],
      ['_T', 's', 's1', 's2', 's3', 's4'],
    ])
  })

  it('leaves no quantity out, however small the regions', () => {
    for (const size of [1, 4, 9, 15, 40])
      expect([...new Set(splitIntoRegions(system, all, size).flat())].sort((a, b) => a - b)).toEqual(all)
  })
})
