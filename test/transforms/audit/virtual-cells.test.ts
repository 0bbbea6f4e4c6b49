import { describe, expect, it } from 'vitest'
import type { Dimension, TabulatedTable } from '../../../schemas/cell.ts'
import type { NestedPopulations } from '../../../schemas/nested-populations.ts'
import { projectReader } from '../../../transforms/audit/reader-assumptions.ts'
import { auditFromOutside, auditRelease } from '../../../transforms/audit/verdict.ts'
import {
  brief,
  counted,
  dimension,
  held,
  measure,
  parameters,
  published,
  shape,
  unlimited,
} from './tables.ts'

const weeks = dimension('week', ['w1', 'w2'], { kind: 'event' })
const genders = dimension('gender', ['f', 'm'])
const tracks = dimension(
  'course',
  [
    ['t', ['a', 'b']],
    ['u', ['c', 'd']],
  ],
  { kind: 'event' },
)

/** A table of distinct learners; codes joined by a blank. */
function learners(
  dimensions: readonly Dimension[],
  counts: Readonly<Record<string, number>>,
  id = 'table',
): TabulatedTable {
  return counted(shape(dimensions, { id }), (at) => [counts[at.join(' ')] ?? 0])
}

/** What is found inside and from outside, with all rows hidden but the named ones. */
async function judge(
  tables: readonly TabulatedTable[],
  shown: readonly string[],
  nested: readonly NestedPopulations[] = [],
) {
  const candidate = tables.map((table) => published(table, (at) => !shown.includes(at.join(' '))))
  const inside = await auditRelease(candidate, held(...tables), parameters, unlimited, projectReader, nested)
  const outside = await auditFromOutside(candidate, parameters, unlimited, nested)
  return { inside: brief(inside.report.findings), outside: brief(outside.findings) }
}

describe('a parent less its child', () => {
  // Cumulative 27 less 22 of the first week: 5 came in the second.
  const month = learners([weeks], { _T: 27, w1: 22, w2: 15 })

  it('is a primary that both published give away', async () => {
    expect(await judge([month], ['_T', 'w1'])).toEqual({
      inside: ['exact-recovery _T', 'few-contributors _T'],
      outside: ['few-contributors _T'],
    })
  })

  it('is protected where the parent is hidden', async () => {
    expect(await judge([month], ['w1', 'w2'])).toEqual({ inside: [], outside: [] })
  })

  it('may be empty, for it is no secret that all of a track take a course', async () => {
    const all = learners([weeks], { _T: 27, w1: 27, w2: 15 })
    expect(await judge([all], ['_T', 'w1', 'w2'])).toEqual({ inside: [], outside: [] })
  })

  it('is judged over several levels, where cells in between are hidden', async () => {
    const courses = learners([tracks], { _T: 60, t: 57, a: 54, b: 40, u: 30, c: 30, d: 20 })
    const { inside, outside } = await judge([courses], ['_T', 'a'])
    expect(outside).toEqual(['few-contributors _T'])
    expect(inside).toContain('narrow-interval _T')
    expect(inside).toContain('narrow-interval t')
  })

  it('is found where it is not known, but known to hold somebody, and few', async () => {
    const at = { '_T _T': 65, 'f _T': 30, 'm _T': 35, '_T w1': 60, 'f w1': 28, 'm w1': 32, '_T w2': 60 }
    const active = learners([genders, weeks], { ...at, 'f w2': 27, 'm w2': 33 })
    const views = measure('views', { type: 'events', overEvents: 'additive' })
    const both = shape([genders], {
      id: 'both',
      baseMeasures: [measure('learners', { atMost: ['views'] }), views],
    })
    const seen = (of: string) => ({ _T: 136, f: 100, m: 36 })[of] ?? 0
    const tables = [
      active,
      counted(both, ([of]) => [{ _T: 65, f: 30, m: 35 }[of!] ?? 0, seen(of!)]),
      counted(shape([genders], { id: 'views', baseMeasures: [views] }), ([of]) => [seen(of!)]),
    ]
    const shown = ['f _T', '_T w1', 'm w2', 'm']
    const hide = (table: TabulatedTable) =>
      published(table, (at) => table.shape.id === 'both' || !shown.includes(at.join(' ')))
    const { findings } = await auditFromOutside(tables.map(hide), parameters, unlimited)
    expect(brief(findings)).toEqual(['below-threshold _T _T'])
  })
})

describe('children less their parent', () => {
  it('is a primary where few learners are in more than one child', async () => {
    const month = learners([weeks], { _T: 40, w1: 22, w2: 24 })
    expect(await judge([month], ['_T', 'w1', 'w2'])).toEqual({
      inside: ['exact-recovery _T', 'few-contributors _T'],
      outside: ['few-contributors _T'],
    })
    expect(await judge([month], ['_T', 'w1'])).toEqual({ inside: [], outside: [] })
  })
})

describe('a sensitive attribute', () => {
  it('is not shown to be shared by those who are in the parent only', async () => {
    const health = dimension('health', ['ill', 'well'], { sensitive: true })
    const counts = { '_T _T': 90, 'ill _T': 40, 'well _T': 50, '_T w1': 75, 'ill w1': 25, 'well w1': 50 }
    const month = learners([health, weeks], { ...counts, '_T w2': 60, 'ill w2': 30, 'well w2': 30 })
    const { inside, outside } = await judge([month], Object.keys(counts))
    expect(outside).toEqual(['group-disclosure well _T'])
    expect(inside).toEqual(['exact-recovery well _T', 'group-disclosure well _T'])
  })
})

describe('populations nested across tables', () => {
  const regions = dimension('region', ['r1', 'r2'])
  const table = (counts: string, of: Readonly<Record<string, number>>) =>
    counted(
      shape([regions], { id: counts, baseMeasures: [measure(counts, { overEvents: 'additive' })] }),
      ([at]) => [of[at!] ?? 0],
    )
  const registered = table('registered', { _T: 120, r1: 50, r2: 70 })
  const pair = { whole: 'registered', part: 'active', because: 'only registered learners are active' }
  const rows = ['_T', 'r1', 'r2']

  it('leave few of the whole outside the part', async () => {
    const tables = [registered, table('active', { _T: 85, r1: 46, r2: 39 })]
    expect((await judge(tables, rows, [{ ...pair, outcome: false }])).outside).toEqual([
      'few-contributors r1',
    ])
    expect((await judge(tables, rows)).outside).toEqual([])
  })

  it('may be equal unless the part is an outcome', async () => {
    const tables = [registered, table('active', { _T: 85, r1: 50, r2: 35 })]
    expect((await judge(tables, rows, [{ ...pair, outcome: false }])).outside).toEqual([])
    expect((await judge(tables, rows, [{ ...pair, outcome: true }])).outside).toEqual(['group-disclosure r1'])
  })

  it('bound each other', async () => {
    const tables = [registered, table('active', { _T: 130, r1: 70, r2: 60 })]
    expect((await judge(tables, rows, [{ ...pair, outcome: false }])).inside).toContain(
      'model-contradicts-count r1',
    )
  })

  it('judge the failed where only those who passed are counted beside those assessed', async () => {
    const passed = measure('passed', {
      counts: 'assessed',
      overEvents: 'latest',
      part: { dimension: 'outcome', code: 'passed', rest: 'failed' },
    })
    const tables = [
      table('assessed', { _T: 120, r1: 50, r2: 70 }),
      counted(shape([regions], { id: 'passed', baseMeasures: [passed] }), ([at]) => [
        { _T: 85, r1: 46, r2: 39 }[at!] ?? 0,
      ]),
    ]
    expect((await judge(tables, rows)).outside).toEqual(['few-contributors r1'])
  })
})
