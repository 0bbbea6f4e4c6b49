import { describe, expect, it } from 'vitest'
import type { RowJudgement, TabulatedTable } from '../../../schemas/cell.ts'
import type { CellExplanation } from '../../../transforms/disclosure/cell-explanation.ts'
import type { ExplainLimits } from '../../../transforms/disclosure/describe-hidden.ts'
import { explainCell } from '../../../transforms/disclosure/explain-cell.ts'
import { cellText } from '../../../transforms/disclosure/named-figures.ts'
import { protectTables } from '../../../transforms/disclosure/protect-tables.ts'
import { countTable, dimension, flat, held, limits as testLimits } from './tables.ts'

const limits: ExplainLimits = { ...testLimits, minimumContributors: 4, intervalWidth: 5, hiddenAtLeast: 0 }

/** Statuses by coordinates joined by blanks; rows that are not named are published. */
type Hidden = Readonly<Record<string, RowJudgement['status']>>

const key = (table: TabulatedTable, row: number) => table.cells[row]!.coordinates.join(' ')

async function explain(
  tables: readonly TabulatedTable[],
  hidden: Hidden,
  cell: string,
  change: Partial<ExplainLimits> = {},
  bounds?: Parameters<typeof explainCell>[4],
): Promise<CellExplanation> {
  const statuses = tables.map((table) => table.cells.map((_, row) => hidden[key(table, row)] ?? 'published'))
  const row = tables[0]!.cells.findIndex((_, i) => key(tables[0]!, i) === cell)
  return explainCell(held(...tables), statuses, { table: 0, row }, { ...limits, ...change }, bounds)
}

const lost = ({ ifPublished }: CellExplanation) =>
  ifPublished.primaries.map(({ cell, how, before, after }) => [
    cellText(cell!),
    how,
    [before.low, before.up],
    [after.low, after.up],
  ])

describe('a two by two block with public margins', () => {
  const table = countTable([dimension('row', flat('a', 'b')), dimension('column', flat('x', 'y'))], {
    'a x': 3,
    'a y': 8,
    'b x': 7,
    'b y': 6,
  })
  const hidden: Hidden = {
    'a x': 'primary',
    'a y': 'complementary',
    'b x': 'complementary',
    'b y': 'complementary',
  }

  it.each([
    { cell: 'a x', interval: { low: 0, up: 10 } },
    { cell: 'a y', interval: { low: 1, up: 11 } },
    { cell: 'b x', interval: { low: 0, up: 10 } },
    { cell: 'b y', interval: { low: 3, up: 13 } },
  ])('gives $cell the known interval', async ({ cell, interval }) => {
    expect((await explain([table], hidden, cell)).figures[0]!.interval).toEqual(interval)
  })

  it('names the rule that the primary breaks, with its numbers, and what it hides behind', async () => {
    const explained = await explain([table], hidden, 'a x')
    expect(explained).toMatchObject({
      table: 'table',
      cell: { row: 'a', column: 'x' },
      status: 'primary',
      rules: [
        { rule: 'threshold', figure: 'learners', contributors: 3, clause: '3 contributors, fewer than 4' },
      ],
      ifPublished: { primaries: [], loneContributors: [] },
      extent: { hiddenFigures: 4, examinedFigures: 4, primaries: 0, capped: false },
    })
    expect(
      explained.hidesBehind.map(({ words, hidden: others }) => [words, others.map(({ cell }) => cell)]),
    ).toEqual(
      expect.arrayContaining([
        ['learners at row=a = the sum of its 2 parts by column', [{ row: 'a', column: 'y' }]],
        ['learners at column=x = the sum of its 2 parts by row', [{ row: 'b', column: 'x' }]],
      ]),
    )
    expect(explained.hidesBehind).toHaveLength(2)
  })

  it.each(['a y', 'b x', 'b y'])('gives the primary away if %s is published', async (cell) => {
    const explained = await explain([table], hidden, cell)
    expect(explained.rules).toEqual([])
    expect(lost(explained)).toEqual([['row=a,column=x', 'exact', [0, 10], [3, 3]]])
  })

  it('says by which equations, those with the published cell first', async () => {
    for (const [cell, row, column] of [
      ['a y', 'a', 'y'],
      ['b x', 'b', 'x'],
      ['b y', 'b', 'y'],
    ] as const) {
      const words = (await explain([table], hidden, cell)).ifPublished.primaries[0]!.because.map(
        (one) => one.words,
      )
      const [inRow, inColumn] = [
        `learners at row=${row} = the sum of its 2 parts by column`,
        `learners at column=${column} = the sum of its 2 parts by row`,
      ]
      expect([inRow, inColumn]).toContain(words[0])
      expect(words.length, 'a solver may also go the long way round').toBeLessThanOrEqual(3)
    }
  })

  it('explains nothing of a published cell but what it rests on', async () => {
    expect(await explain([table], hidden, '_T _T')).toMatchObject({
      status: 'published',
      cell: {},
      figures: [{ figure: 'learners', value: 24, contributors: 24, primary: false, interval: null }],
      rules: [],
      hidesBehind: [],
      ifPublished: { primaries: [], loneContributors: [] },
    })
  })

  it('says when it looks at a part only', async () => {
    const bounds = { figures: 3, work: 3, loneContributors: 1 }
    const { extent } = await explain([table], hidden, 'b y', {}, bounds)
    expect(extent).toMatchObject({ hiddenFigures: 4, examinedFigures: 3, capped: true })
  })

  it('refuses a pattern that the rules do not make', async () => {
    await expect(explain([table], { ...hidden, 'b y': 'primary' }, 'b y')).rejects.toThrow(
      "the run's record must be of a version that judges cells by the same rules",
    )
    await expect(explain([table], hidden, 'b y', { minimumContributors: 7 })).rejects.toThrow(
      'the same rules',
    )
  })
})

it('names primaries whose interval gets narrow, not only those that get exact (known answer, at most 3, width 5)', async () => {
  const ages = dimension('age', flat('young', 'old'))
  const countries = dimension('country', flat('Iceland', 'Portugal', 'Spain'))
  const young = { 'young Iceland': 3, 'young Portugal': 1, 'young Spain': 17 }
  const old = { 'old Iceland': 10, 'old Portugal': 11, 'old Spain': 17 }
  const table = countTable([ages, countries], { ...young, ...old }, 'protect')
  const hidden: Hidden = {
    'young Iceland': 'primary',
    'young Portugal': 'primary',
    'young Spain': 'complementary',
    'old Iceland': 'complementary',
    'old Portugal': 'complementary',
    'old Spain': 'complementary',
  }
  const explained = await explain([table], hidden, 'young Spain')
  expect(lost(explained)).toEqual([
    ['age=young,country=Iceland', 'narrow', [0, 13], [0, 4]],
    ['age=young,country=Portugal', 'narrow', [0, 12], [0, 4]],
  ])
  expect(explained.ifPublished.primaries[0]!.because[0]).toEqual({
    words: 'learners at age=young = the sum of its 3 parts by country',
    hidden: [{ table: 'table', figure: 'learners', cell: { age: 'young', country: 'Portugal' } }],
  })
})

it('sees through linked tables and says which rows share a status (known answer of two groupings)', async () => {
  const leaves = { A: 11, B: 7, I: 3, J: 9, K: 4 }
  const counties = { AI: '_T', JK: '_T', b: '_T', A: 'AI', I: 'AI', J: 'JK', K: 'JK', B: 'b' }
  const sizes = { BIG: '_T', small: '_T', A: 'BIG', B: 'BIG', I: 'small', J: 'small', K: 'small' }
  const county = countTable([dimension('place', counties)], leaves, 'publish', 'county')
  const size = countTable([dimension('place', sizes)], leaves, 'publish', 'size')
  const hidden: Hidden = {
    I: 'primary',
    A: 'complementary',
    K: 'complementary',
    B: 'complementary',
    b: 'complementary',
    JK: 'complementary',
  }
  const intervals = await Promise.all(
    ['I', 'K', 'A', 'B', 'b', 'JK'].map(async (cell) => {
      const { low, up } = (await explain([county, size], hidden, cell)).figures[0]!.interval!
      return [cell, low, up]
    }),
  )
  expect(intervals).toEqual([
    ['I', 0, 7],
    ['K', 0, 7],
    ['A', 7, 14],
    ['B', 4, 11],
    ['b', 4, 11],
    ['JK', 9, 16],
  ])
  const explained = await explain([size, county], hidden, 'B')
  expect(explained.sharesStatusWith).toEqual([
    { table: 'county', cell: { place: 'b' } },
    { table: 'county', cell: { place: 'B' } },
  ])
  expect(lost(explained)).toEqual([['place=I', 'exact', [0, 7], [3, 3]]])
  const { because } = explained.ifPublished.primaries[0]!
  expect(because.length, 'two ways lead there, of two and of three equations').toBeGreaterThanOrEqual(2)
  expect(because.some(({ words }) => words.startsWith('county: '))).toBe(true)
})

it('names who could compute a primary from a value of their own', async () => {
  const places = dimension('place', flat('lone', 'few', 'many', 'most'))
  const table = countTable([places], { lone: 1, few: 2, many: 20, most: 30 })
  const hidden: Hidden = { lone: 'primary', few: 'primary', many: 'complementary' }
  const explained = await explain([table], hidden, 'many', { intervalWidth: 3 })
  expect(explained.ifPublished).toEqual({
    primaries: [],
    loneContributors: [
      {
        contributor: { table: 'table', figure: 'learners', cell: { place: 'lone' } },
        primary: { table: 'table', figure: 'learners', cell: { place: 'few' } },
      },
    ],
  })
})

it('says which group would be disclosed', async () => {
  const outcomes = dimension('outcome', flat('passed', 'failed'), 'outcome')
  const places = dimension('place', flat('x', 'y'))
  const leaves = { 'passed x': 20, 'failed x': 1, 'passed y': 30, 'failed y': 0 }
  const table = countTable([outcomes, places], leaves)
  const hidden: Hidden = Object.fromEntries(
    table.cells.map((_, row): [string, RowJudgement['status']] => [key(table, row), 'complementary']),
  )
  const primaries: Hidden = { 'failed x': 'primary', 'failed y': 'primary', 'failed _T': 'primary' }
  const all = { ...hidden, ...primaries }
  const x = await explain([table], all, 'failed x', { outcomeDiversity: 3 })
  expect(x.rules.map(({ rule, clause }) => [rule, clause])).toEqual([
    ['threshold', '1 contributor, fewer than 4'],
    [
      'group-disclosure',
      'of the 21 contributors sorted by outcome, 1 are of this category and 1 outside the largest one, both fewer than 3',
    ],
  ])
  const y = await explain([table], all, 'failed y', { outcomeDiversity: 3 })
  expect(y.rules.map(({ rule, clause }) => [rule, clause])).toEqual([
    ['group-disclosure', 'of the 30 contributors sorted by outcome, 0 are of this category'],
  ])
  expect(x.figures[0]!.interval, 'nothing bounds it where all is hidden').toEqual({ low: 0, up: null })
})

it('finds for every complementary cell of a protected table why it is hidden, or says that it stands for itself', async () => {
  const places = dimension('place', {
    n: '_T',
    s: '_T',
    n1: 'n',
    n2: 'n',
    n3: 'n',
    s1: 's',
    s2: 's',
    s3: 's',
  })
  const ages = dimension('age', flat('young', 'middle', 'old'))
  const leaves = Object.fromEntries(
    ['n1', 'n2', 'n3', 's1', 's2', 's3'].flatMap((place, i) =>
      ['young', 'middle', 'old'].map((age, j): [string, number] => [
        `${place} ${age}`,
        (i * 37 + j * 53) % 41,
      ]),
    ),
  )
  const table = countTable([places, ages], leaves)
  const change = { minimumContributors: 10, intervalWidth: 10, hiddenAtLeast: 1 } as const
  const { patterns } = await protectTables(held(table), {
    ...testLimits,
    ...change,
    effort: 'best',
  })
  const hidden: Hidden = Object.fromEntries(
    patterns[0]!.rows.map(({ status }, row) => [key(table, row), status]),
  )
  const complementary = Object.keys(hidden).filter((cell) => hidden[cell] === 'complementary')
  expect(complementary.length).toBeGreaterThan(1)
  for (const cell of complementary) {
    const explained = await explain([table], hidden, cell, change)
    expect(explained.ifPublished.primaries.length, cell).toBeGreaterThan(0)
    for (const { before, after, needed, because } of explained.ifPublished.primaries) {
      expect(before.up! - before.low).toBeGreaterThanOrEqual(needed - 1e-6)
      expect(after.up! - after.low).toBeLessThan(needed)
      expect(because.length).toBeGreaterThan(0)
    }
  }
})
