import { fc, test } from '@fast-check/vitest'
import { expect, it } from 'vitest'
import { type PlaceCount, placeJointly } from '../../../transforms/contributions/joint-places.ts'

const trees = [
  { t: null, x: 't', x1: 'x', x2: 'x', y: 't', y1: 'y', y2: 'y' },
  { t: null, f: 't', m: 't' },
  { t: null, a: 't', b: 't', c: 't' },
]
const parents = trees.map((tree) => new Map<string, string | null>(Object.entries(tree)))
/** What a table may tell of a dimension: nothing, a coarse level, or the finest. */
const levels = [
  [['t'], ['x', 'y'], ['x1', 'x2', 'y1', 'y2']],
  [['t'], ['f', 'm']],
  [['t'], ['a', 'b', 'c']],
]
const leaves = levels.map((list) => list.at(-1)!)
const person = fc.tuple(...leaves.map((codes) => fc.constantFrom(...codes)))
const cut = fc.tuple(...levels.map((list) => fc.constantFrom(...list)))

function cutAt(codes: readonly string[], apart: readonly (readonly string[])[]): readonly string[] {
  return codes.map((code, d) => {
    let at = code
    while (!apart[d]!.includes(at)) at = parents[d]!.get(at)!
    return at
  })
}

function countsBy(counts: readonly PlaceCount[], apart: readonly (readonly string[])[]): PlaceCount[] {
  const sums = new Map<string, PlaceCount>()
  for (const { codes, learners } of counts) {
    const own = cutAt(codes, apart)
    sums.set(own.join(' '), { codes: own, learners: learners + (sums.get(own.join(' '))?.learners ?? 0) })
  }
  return [...sums.values()].toSorted((a, b) => (a.codes.join(' ') < b.codes.join(' ') ? -1 : 1))
}

/** People, as tables that cut their places at some levels count them. */
const told = (people: readonly (readonly string[])[], cuts: readonly (readonly (readonly string[])[])[]) =>
  cuts.map((apart) => ({
    apart: apart.map((codes) => new Set(codes)),
    counts: countsBy(
      people.map((codes) => ({ codes, learners: 1 })),
      apart,
    ),
  }))

test.prop([fc.array(person, { maxLength: 12 }), fc.tuple(cut, cut)])(
  'two tables are both right',
  (people, cuts) => {
    const placed = placeJointly(parents, told(people, cuts))
    expect(placed).not.toBeNull()
    for (const [t, apart] of cuts.entries())
      expect(countsBy(placed!, apart)).toEqual(told(people, cuts)[t]!.counts)
  },
)

test.prop([fc.array(person, { maxLength: 12 }), fc.tuple(cut, cut, cut)])(
  'of three, all are right, or none is said to be',
  (people, cuts) => {
    const placed = placeJointly(parents, told(people, cuts))
    if (placed === null) return
    for (const [t, apart] of cuts.entries())
      expect(countsBy(placed, apart)).toEqual(told(people, cuts)[t]!.counts)
  },
)

it('says so where taking one table after the other does not get them right', () => {
  const all = levels.map((list) => list[0]!)
  const people = [
    ['x1', 'f', 'b'],
    ['x1', 'm', 'a'],
    ['x2', 'f', 'a'],
    ['x2', 'm', 'b'],
  ]
  const cuts = [
    [leaves[0]!, leaves[1]!, all[2]!],
    [all[0]!, leaves[1]!, leaves[2]!],
    [leaves[0]!, all[1]!, leaves[2]!],
  ]
  expect(placeJointly(parents, told(people, cuts))).toBeNull()
})
