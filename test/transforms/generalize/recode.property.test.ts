import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { leafCodes } from '../../../transforms/generalize/code-list.ts'
import { recodeLearners } from '../../../transforms/generalize/recode.ts'
import { literal } from '../../../transforms/relation.ts'
import { emptyDatabase, valuesOf } from '../database.ts'
import { attribute } from '../hierarchies.ts'
import { hierarchyLines } from './random-hierarchy.ts'

const database = await emptyDatabase()

/** Makes the learners with a column each, SQL by name, and recodes them; rows are codes by attribute. */
async function recode(
  columns: string,
  rows: readonly (readonly string[])[],
  attributes: readonly ReturnType<typeof attribute>[],
) {
  const empty = `SELECT ${['code', ...columns.split(', ')].map((name) => `NULL AS ${name}`).join(', ')} WHERE false`
  const values = rows.map((row, i) => `(${[i + 1, ...row].join(', ')})`).join(', ')
  await database.run(
    `CREATE OR REPLACE TABLE cohort.learner AS ${rows.length === 0 ? empty : `FROM (VALUES ${values}) AS v(code, ${columns})`}`,
  )
  await database.run(recodeLearners(attributes, '2026-10-01'))
  const found = await valuesOf(database, 'SELECT * FROM cohort.recoded ORDER BY code')
  return found.map(([code, ...indexes]) => [
    Number(code),
    ...indexes.map((index, i) => attributes[i]!.codes[Number(index)]!.code),
  ])
}

describe('a learner', () => {
  const place = attribute('place', {
    field: 'home',
    lines: ["Qo'qon;east;*", 'Xiva;west;*'],
    level: 'level_1',
  })
  const age = attribute('age', {
    field: 'birth_date',
    bands: { of: 'age', levels: { fine: [16, 18, 25], group: [18, 25] } },
    level: 'group',
  })
  const children = attribute('children', { bands: { of: 'number', levels: { some: [1, 3] } } })

  it('is recoded to the pinned levels, or to not stated', async () => {
    const rows = [
      ["'Qo''qon'", "DATE '2008-10-01'", '0'],
      ["'Xiva'", "DATE '2008-10-02'", '2'],
      ['NULL', 'NULL', 'NULL'],
      ["'Xiva'", "DATE '1960-01-01'", '9'],
    ]
    expect(await recode('home, birth_date, children', rows, [place, age, children])).toEqual([
      [1, 'east', '18-24', '-0'],
      [2, 'west', '-17', '1-2'],
      [3, '_X', '_X', '_X'],
      [4, 'west', '25+', '3+'],
    ])
  })
  it('is kept without attributes', async () => {
    expect(await recode('home', [["'Xiva'"], ["'Xiva'"]], [])).toEqual([[1], [2]])
  })
  it('may have an attribute called as an alias would be', async () => {
    const l = attribute('l', { lines: ['a;*'] })
    expect(await recode('l', [["'a'"]], [l])).toEqual([[1, 'a']])
  })
})

const cases = hierarchyLines.chain((lines) => {
  const leaves = lines.map((line) => line.split(';')[0]!)
  const depths = lines[0]!.split(';').length - 1
  return fc.record({
    lines: fc.constant(lines),
    level: fc.integer({ min: 0, max: depths - 1 }).map((i) => `level_${i}`),
    values: fc.array(fc.option(fc.constantFrom(...leaves), { freq: 4 }), { maxLength: 20 }),
  })
})
test.prop([cases], { numRuns: 50 })(
  'nobody is lost, invented, or put where the hierarchy does not',
  async ({ lines, level, values }) => {
    const trait = attribute('trait', { lines, level })
    const stated = leafCodes(trait.hierarchy, trait.depth)
    const found = await recode(
      'trait',
      values.map((value) => [value === null ? 'CAST(NULL AS VARCHAR)' : literal(value)]),
      [trait],
    )
    expect(found).toEqual(values.map((value, i) => [i + 1, value === null ? '_X' : stated.get(value)]))
  },
)
