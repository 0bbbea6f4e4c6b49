import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { classDiversity, classSizes } from '../../../transforms/generalize/equivalence-classes.ts'
import { literal } from '../../../transforms/relation.ts'
import { emptyDatabase, valuesOf } from '../database.ts'
import { attribute } from '../hierarchies.ts'

const database = await emptyDatabase()
const named = (names: readonly string[]) => names.map((name) => attribute(name, { lines: ['a;*'] }))

async function load(columns: readonly string[], rows: readonly (readonly string[])[]): Promise<void> {
  const values = rows.map((row) => `(${row.map(literal).join(', ')})`).join(', ')
  await database.run(
    `CREATE OR REPLACE TABLE cohort.recoded AS FROM (VALUES ${values}) AS v(${columns.join(', ')})`,
  )
}
const sizes = async (quasi: readonly string[], k: number) =>
  (await valuesOf(database, classSizes(named(quasi), k)))[0]!.map((n) => (n === null ? null : Number(n)))
const diversity = async (quasi: readonly string[], sensitive: string) =>
  (await valuesOf(database, classDiversity(named(quasi), named([sensitive])[0]!)))[0]!.map((n) =>
    n === null ? null : Number(n),
  )

describe('five learners in two classes', () => {
  // Class (f, a) holds x x y, class (m, a) holds y y. Shares of the whole: x 2/5, y 3/5.
  const rows = [
    ['f', 'a', 'x'],
    ['f', 'a', 'x'],
    ['f', 'a', 'y'],
    ['m', 'a', 'y'],
    ['m', 'a', 'y'],
  ]
  it.each([
    { quasi: ['q', 'r'], k: 3, expected: [5, 2, 2, 2] },
    { quasi: ['q', 'r'], k: 2, expected: [5, 2, 2, 0] },
    { quasi: ['r'], k: 6, expected: [5, 1, 5, 5] },
    { quasi: [], k: 5, expected: [5, 1, 5, 0] },
  ])(
    'by $quasi at $k give learners, classes, k and those under it: $expected',
    async ({ quasi, k, expected }) => {
      await load(['q', 'r', 's'], rows)
      expect(await sizes(quasi, k)).toEqual(expected)
    },
  )
  it('have one value in the least diverse class, which is 2/5 off the whole', async () => {
    await load(['q', 'r', 's'], rows)
    const [l, t] = await diversity(['q', 'r'], 's')
    expect(l).toBe(1)
    expect(t).toBeCloseTo(0.4, 12)
  })
  it('are as the whole where there is one class', async () => {
    await load(['q', 'r', 's'], rows)
    expect(await diversity([], 's')).toEqual([2, 0])
  })
})

it('finds no risk without learners', async () => {
  await database.run('CREATE OR REPLACE TABLE cohort.recoded AS SELECT 1 AS q, 1 AS s WHERE false')
  expect(await sizes(['q'], 10)).toEqual([0, 0, null, 0])
  expect(await sizes([], 10)).toEqual([0, 0, null, 0])
  expect(await diversity(['q'], 's')).toEqual([null, null])
})

// Known k and distinct l come from pyCANON (Sáinz-Pardo Díaz and López García, Sci. Data 9:785, 2022).
const folder = fileURLToPath(new URL('../../../../shared/data/anonymity/', import.meta.url))
const available = existsSync(folder) || process.env['REQUIRE_SHARED'] === '1'
describe.skipIf(!available)(`known answers${available ? '' : ' (skipped: ../shared is absent)'}`, () => {
  const quasi = ['Teacher', 'Gender', 'Ethnic', 'Freeredu', 'wesson']
  it.each([
    { file: 'StudentsMath_Score.csv', rows: 216, k: 1, l: 1 },
    { file: 'StudentsMath_Score_k2.csv', rows: 215, k: 2, l: 2 },
    { file: 'StudentsMath_Score_k5.csv', rows: 154, k: 5, l: 4 },
  ])('$file: k = $k, distinct l = $l', async ({ file, rows, k, l }) => {
    const [header, ...lines] = (await readFile(`${folder}${file}`, 'utf8'))
      .trim()
      .split(/\r?\n/)
      .map((line) => line.split(','))
    await load(header!, lines)
    const records = lines.map((line) => Object.fromEntries(header!.map((name, i) => [name, line[i]!])))
    const keyOf = (record: Record<string, string>) => quasi.map((name) => record[name]).join('\u0000')
    const keys = [...new Set(records.map(keyOf))]
    const classes = keys.map((key) => records.filter((record) => keyOf(record) === key))

    const smallest = classes.filter((members) => members.length === k).length
    expect(await sizes(quasi, k + 1)).toEqual([rows, classes.length, k, smallest * k])
    const [distinct, t] = await diversity(quasi, 'Score')
    expect(distinct).toBe(l)
    expect(t).toBeCloseTo(Math.max(...classes.map((members) => equalDistance(members, records))), 12)
  })

  function equalDistance(
    members: readonly Record<string, string>[],
    whole: readonly Record<string, string>[],
  ): number {
    const share = (list: readonly Record<string, string>[], value: string) =>
      list.filter(({ Score }) => Score === value).length / list.length
    const values = [...new Set(whole.map(({ Score }) => Score!))]
    return values.reduce((sum, value) => sum + Math.abs(share(members, value) - share(whole, value)), 0) / 2
  }
})
