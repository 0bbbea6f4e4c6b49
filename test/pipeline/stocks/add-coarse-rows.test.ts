import { expect, it } from 'vitest'
import { addCoarseRows } from '../../../pipeline/add-coarse-rows.ts'
import type { FreshRows } from '../../../pipeline/hold-back.ts'
import { matrixCoordinates } from '../../../schemas/cell.ts'
import { exampleTable, results } from '../../reports/example-release.ts'

const { shape } = exampleTable(results)
const rows = [...matrixCoordinates(shape.dimensions)].map((codes) => codes.join(' '))
const all = [new Uint8Array(rows.length).fill(1)]
const shownIn = (fresh: FreshRows) => rows.filter((_, row) => fresh[0]![row] === 1)

it('adds all rows where nothing is seen by any of them', async () => {
  const asked: string[][] = []
  const fresh = await addCoarseRows([shape], all, async (some) => asked.push(shownIn(some)) > 0)
  expect(shownIn(fresh)).toEqual(rows)
  // The total, both genders, regions, and at last all that is left.
  expect(asked.map((some) => some.length)).toEqual([1, 3, 6, 12])
  expect(asked[0]).toEqual(['_T _T'])
})

it('adds the rows of a level one by one where together they show something, and asks no linear program for that', async () => {
  const asked: [readonly string[], boolean][] = []
  const isFine = (some: readonly string[]) =>
    !some.includes('UZ-TK _T') && some.filter((row) => !row.includes('_T')).length < 2
  const fresh = await addCoarseRows([shape], all, async (some, asks) => {
    asked.push([shownIn(some), asks])
    return isFine(shownIn(some))
  })
  const shown = shownIn(fresh)
  expect(isFine(shown)).toBe(true)
  expect(shown).toEqual(['_T _T', '_T f', '_T m', 'UZ-TK f', 'UZ-AN _T', '_X _T'])
  expect(asked.filter(([, asks]) => asks)).toHaveLength(4)
  expect(asked.filter(([, asks]) => !asks)).toHaveLength(3 + 6)
})

it('adds no row that may not be shown, and nothing where the total shows something', async () => {
  const some = [Uint8Array.from(rows, (row) => (row === '_T m' ? 0 : 1))]
  expect(shownIn(await addCoarseRows([shape], some, async () => true))).toEqual(
    rows.filter((row) => row !== '_T m'),
  )
  expect(shownIn(await addCoarseRows([shape], all, async () => false))).toEqual([])
})
