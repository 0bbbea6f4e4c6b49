import { expect, it } from 'vitest'
import { proposeMerges } from '../../../transforms/disclosure/propose-merges.ts'
import { countTable, dimension, flat, held, limits } from './tables.ts'

const places = dimension('place', {
  n: '_T',
  s: '_T',
  ...Object.fromEntries(['n1', 'n2', 'n3', 'n4', 'n5'].map((code) => [code, 'n'])),
  ...Object.fromEntries(['s1', 's2', 's3'].map((code) => [code, 's'])),
})
const genders = dimension('gender', flat('f', 'm'))
const table = countTable([places, genders], {
  'n1 f': 60,
  'n1 m': 50,
  'n2 f': 4,
  'n2 m': 6,
  'n3 f': 5,
  'n3 m': 3,
  'n4 f': 3,
  'n4 m': 4,
  'n5 f': 70,
  'n5 m': 30,
  's1 f': 40,
  's1 m': 50,
  's2 f': 60,
  's2 m': 70,
  's3 f': 80,
  's3 m': 90,
})
const propose = (keep: readonly string[] = []) =>
  proposeMerges(held(table), 'place', () => limits, new Set(keep))

it('merges the smallest siblings where that publishes more, and no others', async () => {
  const { groups, before, after } = await propose()
  expect(groups).toEqual([{ parent: 'n', codes: ['n2', 'n3', 'n4'] }])
  expect(before).toMatchObject({ cells: 16, learners: 625 })
  expect(after).toEqual({ cells: 12, published: 12, learners: 625, publishedLearners: 625 })
  expect(after.publishedLearners).toBeGreaterThan(before.publishedLearners)
})

it('proposes nothing where all is published, or too little would be gained', async () => {
  const large = countTable(
    [places],
    Object.fromEntries(places.codes.flatMap(({ code, level }) => (level === 2 ? [[code, 50]] : []))),
  )
  expect((await proposeMerges(held(large), 'place', () => limits, new Set())).groups).toEqual([])
})

it('keeps codes that tables name, and the child that would be left alone', async () => {
  expect((await propose(['n3'])).groups.flatMap(({ codes }) => codes)).not.toContain('n3')
})

it('gives the same proposal again', async () => {
  expect(await propose()).toEqual(await propose())
})
