import { describe, expect, it } from 'vitest'
import { bandHierarchy } from '../../../transforms/generalize/bands.ts'
import { codeList } from '../../../transforms/generalize/code-list.ts'
import { codePaths, inBand, leafPaths, pathTable } from '../../../transforms/recount/code-paths.ts'
import { emptyDatabase, valuesOf } from '../database.ts'
import { region } from '../school.ts'
import { planOf, tables } from '../school-tables.ts'

const database = await emptyDatabase()
const dimension = (table: number, name: string) =>
  planOf(tables[table]!).shape.dimensions.find((d) => d.name === name)!

describe('paths', () => {
  it('lead from a code to the total', () => {
    expect(codePaths(dimension(0, 'course')).get('ai-2')).toEqual(['ai-2', 'ai', 'maths', '_T'])
    expect(codePaths(dimension(0, 'course')).get('_T')).toEqual(['_T'])
  })
  it('pass codes that a dimension does not list', () => {
    const paths = leafPaths(dimension(4, 'region'), region.hierarchy)
    expect(paths.get('a')).toEqual(['east', '_T'])
    expect(paths.get('_X')).toEqual(['_X', '_T'])
  })
  it('are rows of a value and each of its codes', async () => {
    const from = pathTable(
      'p',
      new Map([
        ["o'z", ['x', '_T']],
        ['nowhere', []],
      ]),
    )
    expect(await valuesOf(database, `SELECT value, code FROM ${from} ORDER BY ALL`)).toEqual([
      ["o'z", '_T'],
      ["o'z", 'x'],
    ])
    expect(await valuesOf(database, `SELECT value, code FROM ${pathTable('p', new Map())}`)).toEqual([])
  })
})

it.each([
  { code: '-17', holds: [0, 16, 17] },
  { code: '18', holds: [18] },
  { code: '18-24', holds: [18, 24] },
  { code: '25+', holds: [25, 99] },
  { code: '_T', holds: [0, 16, 17, 18, 24, 25, 99] },
])('$code holds $holds', async ({ code, holds }) => {
  const rows = await valuesOf(
    database,
    `SELECT n FROM (VALUES (0), (16), (17), (18), (24), (25), (99)) AS v(n) WHERE ${inBand('n', code)} ORDER BY n`,
  )
  expect(rows.map(([n]) => Number(n))).toEqual(holds)
})

it('reads every name that bands may have: each number lies in one band of a level', async () => {
  const hierarchy = bandHierarchy('n', { of: 'number', levels: { fine: [1, 2, 5, 40], broad: [2, 40] } })
  const codes = codeList(hierarchy, 2, false)
  const finest = codes.filter(({ code }) => code !== '_T' && !codes.some(({ parent }) => parent === code))
  const sum = finest.map(({ code }) => `CASE WHEN ${inBand('n', code)} THEN 1 ELSE 0 END`).join(' + ')
  expect(await valuesOf(database, `SELECT DISTINCT ${sum} FROM (SELECT unnest(range(-3, 60)) AS n)`)).toEqual(
    [['1']],
  )
})
