import { expect, it } from 'vitest'
import type { Dimension, PublishedTable } from '../../../schemas/cell.ts'
import { projectReader } from '../../../transforms/audit/reader-assumptions.ts'
import { auditRelease } from '../../../transforms/audit/verdict.ts'
import { attack } from './intervals.ts'
import {
  brief,
  counted,
  dimension,
  held,
  measure,
  parameters,
  published,
  shape,
  sums,
  unlimited,
} from './tables.ts'

const xy = dimension('part', ['x', 'y'])
const isPart = ([at]: readonly string[]) => at !== '_T'

/** A table of one base measure, named n, and the cells that it hides. */
function hiding(
  dimensions: readonly Dimension[],
  leaves: Readonly<Record<string, number>>,
  cells: readonly string[],
  zeros: 'protect' | 'publish' = 'protect',
): PublishedTable {
  const of = shape(dimensions, { zeros, baseMeasures: [measure('n', { overEvents: 'additive' })] })
  return published(counted(of, sums(dimensions, leaves)), (at) => cells.includes(at.join(' ')))
}

it('bounds a hidden 2×2 block by its margins', async () => {
  const dimensions = [dimension('a', ['a1', 'a2']), dimension('b', ['b1', 'b2'])]
  const leaves = { 'a1 b1': 3, 'a1 b2': 8, 'a2 b1': 7, 'a2 b2': 6 }
  const { intervals } = await attack(hiding(dimensions, leaves, Object.keys(leaves)))
  expect(intervals).toEqual({
    'n a1 b1': [0, 10],
    'n a1 b2': [1, 11],
    'n a2 b1': [0, 10],
    'n a2 b2': [3, 13],
  })
})

it('leaves two hidden parts of 18 open, since nothing marks which of them is primary', async () => {
  const { intervals } = await attack(hiding([xy], { x: 9, y: 9 }, ['x', 'y']))
  expect(intervals).toEqual({ 'n x': [0, 18], 'n y': [0, 18] })
})

it.each([
  { zeros: 'publish', x: 1, y: 1, because: 'neither can be an empty cell' },
  { zeros: 'protect', x: 0, y: 0, because: 'neither can be negative' },
] as const)(
  'narrows a hidden pair to a point where the policy is to $zeros zeros: $because',
  async ({ zeros, x, y }) => {
    const { intervals, exact } = await attack(hiding([xy], { x, y }, ['x', 'y'], zeros))
    expect(intervals).toEqual({ 'n x': [x, x], 'n y': [y, y] })
    expect(exact, 'bounds give it away, not equations').toEqual([])
  },
)

it('solves x + y = 10, y + z = 11, x + z = 9, although every equation has two unknowns', async () => {
  const of = (id: string, [a, b]: readonly [string, string], [c, d]: readonly [string, string]) => {
    const leaves = { x: 4, y: 6, z: 5, w: 8 }
    const dimensions = [
      dimension('part', [
        [`${a}${b}`, [a, b]],
        [`${c}${d}`, [c, d]],
      ]),
    ]
    const truth = counted(shape(dimensions, { id, zeros: 'protect' }), sums(dimensions, leaves))
    return published(truth, ([at]) => at !== `${a}${b}`)
  }
  const { intervals, exact } = await attack(
    of('first', ['x', 'y'], ['z', 'w']),
    of('second', ['y', 'z'], ['x', 'w']),
    of('third', ['x', 'z'], ['y', 'w']),
  )
  expect(exact).toEqual(['learners x', 'learners y', 'learners z'])
  expect(intervals).toMatchObject({ 'learners x': [4, 4], 'learners y': [6, 6], 'learners z': [5, 5] })
})

it('walks down a staircase', async () => {
  const dimensions = [dimension('row', ['r1', 'r2', 'r3']), dimension('column', ['c1', 'c2', 'c3'])]
  const leaves = { 'r1 c1': 4, 'r1 c2': 5, 'r2 c2': 5, 'r2 c3': 7, 'r3 c3': 5 }
  const { intervals, exact } = await attack(hiding(dimensions, leaves, Object.keys(leaves), 'publish'))
  expect(intervals).toEqual(Object.fromEntries(Object.entries(leaves).map(([at, n]) => [`n ${at}`, [n, n]])))
  expect(exact).toHaveLength(5)
})

it('subtracts week 1 from both weeks', async () => {
  const weeks = dimension('week', ['w1', 'w2'], { kind: 'event' })
  const { exact, intervals } = await attack(hiding([weeks], { w1: 22, w2: 5 }, ['w2']))
  expect([exact, intervals]).toEqual([['n w2'], { 'n w2': [5, 5] }])
})

it('subtracts a part that another table of the release publishes', async () => {
  const first = hiding([xy], { x: 3, y: 9 }, ['x', 'y'])
  const second = { ...hiding([xy], { x: 3, y: 9 }, ['x', '_T']), shape: { ...first.shape, id: 'second' } }
  const { exact, intervals } = await attack(first, second)
  expect([exact, intervals]).toEqual([['n x'], { 'n x': [3, 3] }])
})

const ages = dimension('age', ['young', 'old'])
const countries = dimension('country', ['Spain', 'Iceland', 'Portugal'])
const spain = ['young Spain', 'old Spain']
const others = ['young Iceland', 'young Portugal', 'old Iceland', 'old Portugal']

it.each([
  {
    k: 2,
    young: [5, 2, 0],
    old: [6, 3, 4],
    hidden: others,
    findings: [],
    because: 'a block of four hides the zero',
  },
  {
    k: 2,
    young: [5, 2, 0],
    old: [6, 3, 4],
    hidden: others.slice(0, 3),
    findings: ['exact-recovery young Portugal'],
    because: 'old Portugal follows, and with it young Portugal',
  },
  {
    k: 3,
    young: [5, 0, 0],
    old: [6, 3, 4],
    hidden: others,
    findings: ['narrow-interval young Iceland', 'narrow-interval young Portugal'],
    because: 'the zeros stand beside a margin that Spain exhausts',
  },
  {
    k: 3,
    young: [5, 0, 0],
    old: [6, 3, 4],
    hidden: [...others, ...spain],
    findings: [],
    because: 'Spain is hidden too',
  },
])('judges the zeros of young $young and old $old with $hidden.length hidden: $because', async (example) => {
  const dimensions = [ages, countries]
  const leaves = Object.fromEntries(
    countries.codes.slice(1).flatMap(({ code }, i) => [
      [`young ${code}`, example.young[i]!],
      [`old ${code}`, example.old[i]!],
    ]),
  )
  const truth = counted(shape(dimensions, { zeros: 'protect' }), sums(dimensions, leaves))
  const candidate = published(truth, (at) => example.hidden.includes(at.join(' ')))
  const limits = { ...parameters, minimumContributors: example.k, intervalWidth: example.k }
  // The literature's reader is alone.
  const reader = { ...projectReader, coalition: 1 }
  const { report } = await auditRelease([candidate], held(truth), limits, unlimited, reader)
  expect(brief(report.findings)).toEqual(example.findings)
})

it.each([
  { hidden: others, young: [0, 4], portugal: [0, 4], because: 'Iceland and Portugal share 4' },
  { hidden: [...others, ...spain], young: [0, 13], portugal: [0, 12], because: 'Spain is hidden, too' },
])('finds $young and $portugal: $because', async ({ hidden, young, portugal }) => {
  const leaves = {
    'young Iceland': 3,
    'young Portugal': 1,
    'young Spain': 17,
    'old Iceland': 10,
    'old Portugal': 11,
    'old Spain': 17,
  }
  const { intervals } = await attack(hiding([ages, countries], leaves, hidden))
  expect(intervals).toMatchObject({ 'n young Iceland': young, 'n young Portugal': portugal })
})

/** Municipalities by county, and the same by size. */
function municipalities(hidden: readonly string[]): readonly PublishedTable[] {
  const leaves = { A: 11, B: 7, I: 3, J: 9, K: 4 }
  const county = dimension('place', [
    ['AI', ['A', 'I']],
    ['JK', ['J', 'K']],
    ['county B', ['B']],
  ])
  const size = dimension('place', [
    ['BIG', ['A', 'B']],
    ['small', ['I', 'J', 'K']],
  ])
  return [county, size].map((of, i) => {
    const truth = counted(shape([of], { id: `table-${i}`, zeros: 'protect' }), sums([of], leaves))
    return published(truth, ([at]) => hidden.includes(at!))
  })
}

it('sees that two tables, each protected on its own, give all away together', async () => {
  const { intervals, exact } = await attack(...municipalities(['A', 'I', 'K']))
  expect(intervals).toEqual({ 'learners A': [11, 11], 'learners I': [3, 3], 'learners K': [4, 4] })
  expect(exact).toHaveLength(3)
})

it('bounds linked tables as one system', async () => {
  const { intervals } = await attack(...municipalities(['A', 'I', 'K', 'B', 'JK', 'county B']))
  expect(intervals).toEqual({
    'learners I': [0, 7],
    'learners K': [0, 7],
    'learners A': [7, 14],
    'learners B': [4, 11],
    'learners county B': [4, 11],
    'learners JK': [9, 16],
  })
})

it('counts distinct learners over courses between the largest course and the sum', async () => {
  const courses = dimension('course', ['c1', 'c2'], { kind: 'event' })
  const truth = counted(shape([courses], { zeros: 'protect' }), ([at]) => [
    { _T: 20, c1: 12, c2: 15 }[at!] ?? 0,
  ])
  const one = await attack(published(truth, ([at]) => at === 'c2'))
  expect(one.intervals).toEqual({ 'learners c2': [8, 20] })
  const total = await attack(published(truth, ([at]) => at === '_T'))
  expect(total.intervals).toEqual({ 'learners _T': [15, 27] })
})

it('assumes only that courses cover their total where learners are sorted by their latest outcome', async () => {
  const courses = dimension('course', ['c1', 'c2'], { kind: 'event' })
  const latest = measure('passed', { overEvents: 'latest' })
  const truth = counted(shape([courses], { zeros: 'protect', baseMeasures: [latest] }), ([at]) => [
    { _T: 3, c1: 12, c2: 15 }[at!] ?? 0,
  ])
  const { intervals } = await attack(published(truth, ([at]) => at === '_T'))
  expect(intervals).toEqual({ 'passed _T': [0, 27] })
})

it('bounds learners by their views, where another table publishes those', async () => {
  const views = measure('views', { type: 'events', overEvents: 'additive' })
  const learners = measure('learners', { atMost: ['views'] })
  const counts: Readonly<Record<string, readonly number[]>> = { _T: [17, 60], x: [4, 45], y: [13, 15] }
  const both = counted(
    shape([xy], { zeros: 'protect', baseMeasures: [learners, views] }),
    ([at]) => counts[at!]!,
  )
  const alone = counted(shape([xy], { id: 'views', zeros: 'protect', baseMeasures: [views] }), ([at]) => [
    counts[at!]![1]!,
  ])
  const { intervals } = await attack(
    published(both, isPart),
    published(alone, () => false),
  )
  expect(intervals).toEqual({ 'learners x': [2, 17], 'learners y': [0, 15] })
})

it('knows that a node with a single child is the same cell twice', async () => {
  const nested = dimension('place', [['region', ['district']], 'elsewhere'])
  const { exact } = await attack(hiding([nested], { district: 7, elsewhere: 20 }, ['district']))
  expect(exact).toEqual(['n district'])
})
