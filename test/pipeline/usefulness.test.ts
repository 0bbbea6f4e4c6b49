import { describe, expect, it } from 'vitest'
import { summarize } from '../../pipeline/usefulness.ts'
import type { RowJudgement, TabulatedTable } from '../../schemas/cell.ts'
import { countTable, dimension, flat } from '../transforms/disclosure/tables.ts'

const ages = dimension('age', {
  young: '_T',
  old: '_T',
  y1: 'young',
  y2: 'young',
  o1: 'old',
  o2: 'old',
})
const regions = dimension('region', flat('r1', 'r2'))
const fineAges = ['y1', 'y2', 'o1', 'o2']
const leaves = Object.fromEntries(
  fineAges.flatMap((age) => ['r1', 'r2'].map((region): [string, number] => [`${age} ${region}`, 10])),
)
const usefulness = { cells: 0, learners: 0 }
const levels: Readonly<Record<string, string>> = { young: 'broad' }

function summaryOf(
  table: TabulatedTable,
  statusOf: (...coordinates: readonly string[]) => RowJudgement['status'],
  change: Partial<typeof usefulness> = {},
) {
  const rows = table.cells.map(({ coordinates }) => ({ status: statusOf(...coordinates), reasons: [] }))
  const pattern = { table: table.shape.id, rows }
  return summarize(
    table,
    pattern,
    { ...usefulness, ...change },
    { exhausted: false, unproven: [] },
    (_, code) => levels[code] ?? null,
  )
}

describe('what a table hides', () => {
  const table = countTable([ages, regions], leaves)

  it('is told in shares of cells and of learners, primary and complementary apart', () => {
    const { shares, cells, primary, complementary } = summaryOf(table, (age, region) =>
      region === 'r1' && age === 'y1'
        ? 'primary'
        : region === 'r2' && age === 'y1'
          ? 'complementary'
          : 'published',
    )
    expect({ cells, primary, complementary }).toEqual({ cells: 21, primary: 1, complementary: 1 })
    expect(shares).toEqual({
      cells: { published: 19 / 21, primary: 1 / 21, complementary: 1 / 21 },
      learners: { published: 6 / 8, primary: 1 / 8, complementary: 1 / 8 },
    })
  })

  it('is put down to the dimension whose finest level hides more than the next', () => {
    // Finest ages: 8 of 12 rows hidden, broad ones 0 of 6; regions: 8 of 14, their total 0 of 7.
    const { costliest, advice } = summaryOf(table, (age, region) =>
      fineAges.includes(age!) && region !== '_T' ? 'primary' : 'published',
    )
    expect(costliest).toEqual({
      dimension: 'age',
      coarser: 'young',
      drop: 8 / 12,
      remaining: 9,
      published: 1,
    })
    expect(advice).toEqual(['age at level broad would publish 100.0 % of the cells that remain (now 61.9 %)'])
  })

  it('is put down to a flat dimension, which would have to go', () => {
    // Ages hide alike at both levels; of the regions r1 is hidden throughout.
    const { costliest, advice } = summaryOf(table, (_, region) => (region === 'r1' ? 'primary' : 'published'))
    expect(costliest).toMatchObject({ dimension: 'region', coarser: null, drop: 0.5 })
    expect(advice).toEqual([
      'the table without region would publish 100.0 % of the cells that remain (now 66.7 %)',
    ])
  })

  it('is put down to nothing where it is little, unless a warning is due', () => {
    const one = (age?: string, region?: string) =>
      age === 'y1' && region === 'r1' ? ('primary' as const) : ('published' as const)
    expect(summaryOf(table, one).advice).toEqual([])
    const warned = summaryOf(table, one, { cells: 0.96 })
    expect(warned.warnings).toEqual(['publishes less than 96.0 % of its cells'])
    expect(warned.advice).toEqual([
      'age at level broad would publish 100.0 % of the cells that remain (now 95.2 %)',
    ])
  })

  it('warns where it counts nobody, whose learners cannot all be published', () => {
    const nobody = countTable([ages, regions], {})
    expect(summaryOf(nobody, () => 'primary').warnings).toEqual([
      'counts nobody: no row of its source that counts is of the period',
    ])
    expect(summaryOf(table, () => 'published').warnings).toEqual([])
  })

  it('is put down to nothing where nothing would be left, or nothing gained', () => {
    const single = countTable([regions], { r1: 4, r2: 40 })
    expect(summaryOf(single, (region) => (region === '_T' ? 'published' : 'primary')).advice).toEqual([])
    expect(summaryOf(table, () => 'primary')).toMatchObject({ costliest: null, advice: [] })
  })
})
