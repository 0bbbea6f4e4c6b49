import { describe, expect, it } from 'vitest'
import type { TabulatedTable } from '../../../schemas/cell.ts'
import { protectTables } from '../../../transforms/disclosure/protect-tables.ts'
import { countTable, dimension, flat, held, limits, withStatus } from './tables.ts'

const strict = { ...limits, intervalWidth: 10, singletons: true }
const places = dimension('place', flat('a', 'b', 'c'))
const ages = dimension('age', flat('young', 'old'))

/** The table with one cell's figure replaced. */
function withFigure(table: TabulatedTable, row: number, value: number, contributors: number): TabulatedTable {
  const cells = table.cells.map((cell, r) =>
    r === row ? { ...cell, contributors, measures: [{ value, contributors, largest: [] }] } : cell,
  )
  return { ...table, cells }
}

describe('tables that cannot be reasoned about', () => {
  it('withholds where the parts do not sum to the whole', async () => {
    const table = withFigure(countTable([places], { a: 20, b: 30, c: 40 }), 0, 91, 91)
    await expect(protectTables(held(table), strict)).rejects.toMatchObject({
      message: 'withheld: a total must be the sum of its parts: table',
      exitCode: 3,
    })
  })

  it.each([
    { what: 'no number of contributors', contributors: Number.NaN },
    { what: 'half a contributor', contributors: 20.5 },
    { what: 'fewer than no contributors', contributors: -1 },
  ])('withholds a cell with $what', async ({ contributors }) => {
    const table = withFigure(countTable([places], { a: 20, b: 30, c: 40 }), 1, 20, contributors)
    await expect(protectTables(held(table), strict)).rejects.toMatchObject({ exitCode: 3 })
  })
})

describe('tables at the edges', () => {
  const protectedRows = async (table: TabulatedTable, change: Partial<typeof strict> = {}) => {
    const { patterns } = await protectTables(held(table), { ...strict, ...change })
    return patterns[0]!.rows
  }

  it('hides the only small row of a table of one row', async () => {
    expect(await protectedRows(countTable([dimension('place', {})], { _T: 3 }))).toEqual([
      { status: 'primary', reasons: ['threshold'] },
    ])
  })

  it('publishes the only large row of a table of one row', async () => {
    expect((await protectedRows(countTable([dimension('place', {})], { _T: 30 })))[0]?.status).toBe(
      'published',
    )
  })

  it('gives a single child the status of its parent', async () => {
    const rows = await protectedRows(countTable([dimension('place', flat('a'))], { a: 3 }))
    expect(rows.map(({ status }) => status)).toEqual(['primary', 'primary'])
  })

  it('publishes a table of public zeros, and hides one of protected zeros', async () => {
    const open = await protectedRows(countTable([places, ages], {}, 'publish'))
    const closed = await protectedRows(countTable([places, ages], {}, 'protect'))
    expect(new Set(open.map(({ status }) => status))).toEqual(new Set(['published']))
    expect(new Set(closed.map(({ status }) => status))).toEqual(new Set(['primary']))
  })

  it('hides every row where k is above the population', async () => {
    const table = countTable([places, ages], { 'a young': 20, 'b old': 30, 'c old': 40 }, 'protect')
    const rows = await protectedRows(table, { minimumContributors: 1000, intervalWidth: 1000 })
    expect(withStatus(table, rows, 'published')).toEqual([])
  })

  it('hides every row where all are primary, and no other', async () => {
    const table = countTable([places], { a: 1, b: 2, c: 3 })
    const rows = await protectedRows(table)
    expect(rows.every(({ status }) => status === 'primary')).toBe(true)
  })
})
