import { describe, expect, it } from 'vitest'
import type { TabulatedTable } from '../../../schemas/cell.ts'
import { protectTables } from '../../../transforms/disclosure/protect-tables.ts'
import { recoverable } from './exact-oracle.ts'
import { countTable, dimension, flat, held, limits, withStatus } from './tables.ts'

const ages = dimension('age', flat('young', 'old'))

async function protect(tables: readonly TabulatedTable[], change: Partial<typeof limits>) {
  const result = await protectTables(held(...tables), { ...limits, ...change })
  expect(recoverable(tables, result.patterns)).toEqual(new Set())
  return result
}

describe('known answers of peers', () => {
  it('protects a zero with three further cells (SSBtools, Norwegian example, at most 1)', async () => {
    const countries = dimension('country', flat('Spain', 'Iceland', 'Portugal'))
    const leaves = { 'young Spain': 5, 'young Iceland': 2, 'young Portugal': 0 }
    const old = { 'old Spain': 6, 'old Iceland': 3, 'old Portugal': 4 }
    const table = countTable([ages, countries], { ...leaves, ...old }, 'protect')
    const { patterns } = await protect([table], { minimumContributors: 2 })
    expect(withStatus(table, patterns[0]!.rows, 'primary')).toEqual(['young Portugal'])
    expect(withStatus(table, patterns[0]!.rows, 'complementary')).toEqual([
      'old Iceland',
      'old Portugal',
      'young Iceland',
    ])
  })

  it('hides Spain, too, when the other young are zeros (at most 2)', async () => {
    const countries = dimension('country', flat('Spain', 'Iceland', 'Portugal'))
    const young = { 'young Spain': 5 }
    const old = { 'old Spain': 6, 'old Iceland': 3, 'old Portugal': 4 }
    const table = countTable([ages, countries], { ...young, ...old }, 'protect')
    const { patterns } = await protect([table], { minimumContributors: 3, intervalWidth: 3 })
    expect(withStatus(table, patterns[0]!.rows, 'primary')).toEqual(['young Iceland', 'young Portugal'])
    const complementary = withStatus(table, patterns[0]!.rows, 'complementary')
    expect(complementary).toContain('young Spain')
    expect(complementary.filter((name) => name.endsWith('Spain'))).toHaveLength(2)
    expect(complementary.length).toBeLessThanOrEqual(4)
  })

  it('keeps primaries from the only contributor of another cell (at most 2, zeros public)', async () => {
    const rows = dimension('row', flat('1', '2'))
    const columns = dimension('column', flat('A', 'B', 'H', 'M', 'W'))
    const one = { '1 A': 1, '1 B': 1, '1 H': 7, '1 M': 1 }
    const table = countTable([rows, columns], { ...one, '2 A': 1, '2 M': 2, '2 W': 8 })
    const change = { minimumContributors: 3 }
    const without = (await protect([table], change)).patterns[0]!.rows
    expect(withStatus(table, without, 'primary')).toEqual(['1 A', '1 B', '1 M', '2 A', '2 M', '_T A', '_T B'])
    expect(withStatus(table, without, 'complementary')).toEqual([])
    const { patterns } = await protect([table], { ...change, singletons: true })
    const hidden = withStatus(table, patterns[0]!.rows, 'complementary')
    expect(
      hidden.length,
      'the peer hides 1 H and Total H; any pattern of this size will do',
    ).toBeLessThanOrEqual(3)
    for (const [singleton, own] of [
      ['1 A', []],
      ['1 B', ['column=B']],
      ['1 M', []],
      ['2 A', []],
    ] as const) {
      const known = patterns[0]!.rows.map((row, i) =>
        table.cells[i]!.coordinates.join(' ') === singleton ? { ...row, status: 'published' as const } : row,
      )
      expect(recoverable([table], [{ table: 'table', rows: known }])).toEqual(new Set(own))
    }
  })

  it('protects two groupings of the same municipalities as one system (at most 3)', async () => {
    const leaves = { A: 11, B: 7, I: 3, J: 9, K: 4 }
    const counties = { AI: '_T', JK: '_T', b: '_T', A: 'AI', I: 'AI', J: 'JK', K: 'JK', B: 'b' }
    const sizes = { BIG: '_T', small: '_T', A: 'BIG', B: 'BIG', I: 'small', J: 'small', K: 'small' }
    const county = countTable([dimension('place', counties)], leaves, 'publish', 'county')
    const size = countTable([dimension('place', sizes)], leaves, 'publish', 'size')
    const { patterns } = await protect([county, size], { minimumContributors: 4 })
    expect(withStatus(county, patterns[0]!.rows, 'primary')).toEqual(['I'])
    expect(withStatus(size, patterns[1]!.rows, 'primary')).toEqual(['I'])
    for (const code of ['A', 'B', 'I', 'J', 'K']) {
      const status = (table: TabulatedTable, t: number) =>
        patterns[t]!.rows[table.cells.findIndex(({ coordinates }) => coordinates[0] === code)]!.status
      expect(status(county, 0)).toBe(status(size, 1))
    }
    const hidden = new Set([
      ...withStatus(county, patterns[0]!.rows, 'complementary'),
      ...withStatus(size, patterns[1]!.rows, 'complementary'),
    ])
    expect(hidden.size).toBeLessThanOrEqual(5)
  })

  it('hides both Spanish cells to widen what is exactly protected already (at most 3, width 5)', async () => {
    const countries = dimension('country', flat('Iceland', 'Portugal', 'Spain'))
    const young = { 'young Iceland': 3, 'young Portugal': 1, 'young Spain': 17 }
    const old = { 'old Iceland': 10, 'old Portugal': 11, 'old Spain': 17 }
    const table = countTable([ages, countries], { ...young, ...old }, 'protect')
    const plain = await protect([table], { minimumContributors: 4 })
    expect(withStatus(table, plain.patterns[0]!.rows, 'complementary')).toEqual([
      'old Iceland',
      'old Portugal',
    ])
    expect(plain).toMatchObject({ narrowest: null, linearPrograms: 0 })
    const wide = await protect([table], { minimumContributors: 4, intervalWidth: 5, effort: 'best' })
    expect(withStatus(table, wide.patterns[0]!.rows, 'complementary')).toEqual([
      'old Iceland',
      'old Portugal',
      'old Spain',
      'young Spain',
    ])
    expect(wide.narrowest).toBeGreaterThanOrEqual(5 - 1e-6)
  })
})

it('gives a node and its only child one status', async () => {
  const places = dimension('place', { north: '_T', south: '_T', n1: 'north', s1: 'south', s2: 'south' })
  const table = countTable([places], { n1: 20, s1: 4, s2: 30 })
  const { patterns } = await protect([table], {})
  const rows = patterns[0]!.rows
  expect(rows[1]!.status).toBe(rows[3]!.status)
  expect(withStatus(table, rows, 'primary')).toEqual(['s1'])
})

it('refuses tables that disagree about a shared cell', async () => {
  const places = dimension('place', flat('x', 'y'))
  const first = countTable([places], { x: 20, y: 30 }, 'publish', 'first')
  const second = countTable([places], { x: 21, y: 29 }, 'publish', 'second')
  await expect(protectTables(held(first, second), limits)).rejects.toThrow('must agree')
})

it('ends with everything hidden where nothing else protects', async () => {
  const table = countTable([dimension('place', flat('x'))], { x: 3 }, 'protect')
  const { patterns } = await protectTables(held(table), { ...limits, intervalWidth: 10 })
  expect(withStatus(table, patterns[0]!.rows, 'published')).toEqual([])
})

it('treats a row as one where its measures share no equation', async () => {
  const courses = dimension('course', flat('a', 'b', 'c', 'd', 'e', 'f'))
  const places = dimension('place', flat('x', 'y', 'z', 'w'))
  const leaves = (salt: number) =>
    Object.fromEntries(
      courses.codes
        .slice(1)
        .flatMap(({ code: course }, i) =>
          places.codes
            .slice(1)
            .map(({ code: place }, j): [string, number] => [
              `${course} ${place}`,
              (i * 37 + j * 53 + salt * 29) % 61,
            ]),
        ),
    )
  for (let salt = 0; salt < 20; salt++) {
    const enrolled = countTable([courses, places], leaves(salt), 'protect')
    const completed = countTable([courses, places], leaves(salt + 7), 'protect')
    const [first] = enrolled.shape.baseMeasures
    const both = {
      shape: {
        ...enrolled.shape,
        baseMeasures: [first!, { ...first!, name: 'completed', counts: 'completed' }],
      },
      cells: enrolled.cells.map((cell, i) => ({
        ...cell,
        measures: [...cell.measures, ...completed.cells[i]!.measures],
      })),
    }
    const { patterns } = await protectTables(held(both), { ...limits, intervalWidth: 10, effort: 'standard' })
    for (const [i, row] of patterns[0]!.rows.entries())
      if (row.status === 'published')
        for (const { contributors } of both.cells[i]!.measures)
          expect(contributors).toBeGreaterThanOrEqual(10)
  }
})
