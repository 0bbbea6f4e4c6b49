import { describe, expect, it } from 'vitest'
import type { BaseMeasure, Dimension, TabulatedTable } from '../../../schemas/cell.ts'
import { matrixCoordinates } from '../../../schemas/cell.ts'
import type { NestedPopulations } from '../../../schemas/nested-populations.ts'
import { nestedPopulations } from '../../../schemas/nested-populations.ts'
import { linkTables } from '../../../transforms/disclosure/linked-tables.ts'
import { protectTables } from '../../../transforms/disclosure/protect-tables.ts'
import { countTable, dimension, flat, held, limits, withStatus } from './tables.ts'

const weeks = dimension('week', flat('w1', 'w2'), 'event')
const genders = dimension('gender', flat('f', 'm'))

/** A table of given counts; codes joined by a blank. */
function table(
  dimensions: readonly Dimension[],
  counts: Readonly<Record<string, number>>,
  measure: Partial<BaseMeasure> = {},
): TabulatedTable {
  const { shape } = countTable(dimensions, {}, 'publish', (measure.counts ?? 'active').replaceAll(':', '-'))
  const cells = [...matrixCoordinates(dimensions)].map((coordinates) => {
    const value = counts[coordinates.join(' ')] ?? 0
    const measures = [{ value, contributors: value, largest: [1, 1, 1] }]
    return { coordinates, contributors: value, measures, outcomes: {}, scores: {} }
  })
  const [learners] = shape.baseMeasures
  const baseMeasures = [{ ...learners!, counts: 'active', overEvents: 'distinct' as const, ...measure }]
  return { shape: { ...shape, baseMeasures }, cells }
}

/** Value and reasons of every virtual cell that discloses. */
function disclosing(
  tables: readonly TabulatedTable[],
  nested: readonly NestedPopulations[] = [],
  outcomeDiversity = 1,
) {
  const { quantities, units } = linkTables(tables, { ...limits, nested, outcomeDiversity })
  return quantities.flatMap(({ isVirtual, value, unit }) =>
    isVirtual ? [`${value} ${units[unit]!.reasons.join(' ')}`] : [],
  )
}

describe('virtual cells over weeks', () => {
  it.each([
    { counts: { _T: 27, w1: 22, w2: 15 }, found: ['5 threshold'], because: '27 less 22: 5 of week 2 only' },
    { counts: { _T: 40, w1: 30, w2: 30 }, found: [], because: '10 are in one week only, and 20 in both' },
    { counts: { _T: 40, w1: 40, w2: 30 }, found: [], because: 'all of the month may be in one week' },
    { counts: { _T: 40, w1: 22, w2: 24 }, found: ['6 threshold'], because: '6 are in both weeks' },
    { counts: { _T: 40, w1: 20, w2: 20 }, found: [], because: 'nobody need be in both weeks' },
  ])('$counts: $because', ({ counts, found }) => {
    expect(disclosing([table([weeks], counts)])).toEqual(found)
  })

  it('do not count those who left a course by their latest outcome', () => {
    const counts = { _T: 27, w1: 22, w2: 15 }
    expect(disclosing([table([weeks], counts, { overEvents: 'latest' })])).toEqual([])
    expect(disclosing([table([weeks], { ...counts, w2: 8 }, { overEvents: 'latest' })])).toEqual([
      '3 threshold',
    ])
  })

  it('do not exist where events add up', () => {
    const counts = { _T: 44, w1: 22, w2: 22 }
    expect(disclosing([table([weeks], counts, { overEvents: 'additive', type: 'events' })])).toEqual([])
  })

  it('add up over attributes: 5 women of 40 are in week 1 only', () => {
    const all = { '_T _T': 200, '_T w1': 160, '_T w2': 160, 'f _T': 100, 'f w1': 60, 'f w2': 95 }
    expect(disclosing([table([genders, weeks], { ...all, 'm _T': 100, 'm w1': 100, 'm w2': 65 })])).toEqual([
      '5 threshold',
    ])
  })

  it('may not share a sensitive attribute', () => {
    const health = { ...dimension('health', flat('ill', 'well')), sensitive: true }
    const all = { '_T _T': 90, '_T w1': 75, '_T w2': 60, 'ill _T': 40, 'ill w1': 25, 'ill w2': 30 }
    const month = table([health, weeks], { ...all, 'well _T': 50, 'well w1': 50, 'well w2': 30 })
    expect(disclosing([month])).toEqual(['0 group-disclosure'])
  })
})

describe('virtual cells of nested populations', () => {
  const pair = { whole: 'registered', part: 'active', because: 'only registered learners are active' }
  const registered = table(
    [genders],
    { _T: 120, f: 50, m: 70 },
    { counts: 'registered', overEvents: 'additive' },
  )
  const active = (f: number, m: number) => table([genders], { _T: f + m, f, m }, { overEvents: 'additive' })

  it.each([
    { f: 46, m: 30, outcome: false, found: ['4 threshold'], because: '4 women were not active' },
    { f: 50, m: 30, outcome: false, found: [], because: 'all women may have been active' },
    { f: 50, m: 30, outcome: true, found: ['0 group-disclosure'], because: 'all women share an outcome' },
    { f: 0, m: 30, outcome: true, found: ['0 group-disclosure'], because: 'no woman has the outcome' },
    { f: 40, m: 30, outcome: true, found: [], because: 'both sides hold 10 or more' },
  ])('$f and $m of 50 and 70, outcome $outcome: $because', ({ f, m, outcome, found }) => {
    expect(disclosing([registered, active(f, m)], [{ ...pair, outcome }])).toEqual(found)
  })

  it('show nobody to have passed every attempt', () => {
    const attempts = { counts: 'test_results:events', type: 'events', overEvents: 'additive' } as const
    const tables = [
      table([genders], { _T: 90, f: 40, m: 50 }, attempts),
      table([genders], { _T: 70, f: 40, m: 30 }, { ...attempts, counts: 'test_results:events:passed' }),
    ]
    expect(disclosing(tables, nestedPopulations)).toEqual(['0 group-disclosure'])
    expect(disclosing(tables)).toEqual([])
  })
})

describe('virtual cells of a whole that may count some twice', () => {
  const nested = [{ whole: 'all', part: 'active', outcome: false, because: 'in these tests' }]
  const found = (active: number, doubtful: number) => {
    const tables = [
      table([genders], { _T: 90, f: 40, m: 50 }, { counts: 'all' }),
      table([genders], { _T: active + 20, f: active, m: 20 }),
    ]
    const rows = { required: new Uint8Array(3), weights: new Float64Array(3).fill(1) }
    const preferences = [{ ...rows, doubtful: Float64Array.of(doubtful, doubtful, 0) }, rows]
    const { quantities } = linkTables(tables, { ...limits, nested, preferences })
    return quantities.flatMap((one) => (one.isVirtual ? [[one.value, one.doubtful]] : []))
  }

  it.each([
    { active: 30, doubtful: 0, cells: [], because: '10 are idle' },
    { active: 30, doubtful: 1, cells: [[10, 1]], because: 'they may be 9' },
    { active: 29, doubtful: 1, cells: [], because: '11 may be 10' },
    { active: 40, doubtful: 1, cells: [], because: 'nobody is' },
    { active: 39, doubtful: 1, cells: [[1, 1]], because: '1 may be nobody' },
  ])('$because', ({ active, doubtful, cells }) => {
    expect(found(active, doubtful)).toEqual(cells)
  })
})

it('a grandparent less its grandchild is protected, too, where each step holds few', async () => {
  const tracks = dimension('course', { t: '_T', u: '_T', a: 't', b: 't', c: 'u', d: 'u' }, 'event')
  const courses = table([tracks], { _T: 60, t: 57, a: 54, b: 40, u: 30, c: 30, d: 20 })
  const { patterns } = await protectTables(held(courses), { ...limits, intervalWidth: 10 })
  const hidden = withStatus(courses, patterns[0]!.rows, 'complementary')
  expect(hidden.includes('_T') || hidden.includes('a')).toBe(true)
})
