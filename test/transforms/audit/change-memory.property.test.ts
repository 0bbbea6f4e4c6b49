import { fc, test } from '@fast-check/vitest'
import { expect } from 'vitest'
import { ChangeAttack } from '../../../transforms/audit/change-attack.ts'
import { solverHere } from '../../../transforms/audit/inline-runner.ts'
import { leafRows } from '../../../transforms/audit/leaf-rows.ts'
import { tableGeometry } from '../../../transforms/audit/table-geometry.ts'
import { countTable, flat, dimension as treeOf } from '../disclosure/tables.ts'
import { parameters, unlimited } from './tables.ts'

const dimensions = [
  treeOf('region', { north: '_T', n1: 'north', n2: 'north', s1: '_T' }),
  treeOf('gender', flat('f', 'm')),
]
const { shape } = countTable(dimensions, {})
const geometry = tableGeometry(dimensions)
const { leaves, above } = leafRows(geometry)
const k = 5
const held = { ...parameters, minimumContributors: k, intervalWidth: k }
const budget = { ...unlimited, here: solverHere() }

const bit = fc.integer({ min: 0, max: 2 }).map((n) => (n === 0 ? 1 : 0))
const bits = fc.array(bit, { minLength: geometry.size, maxLength: geometry.size })
const place = fc.integer({ min: -1, max: leaves.length - 1 })
const moved = fc.array(fc.record({ from: place, to: place, learners: fc.integer({ min: 1, max: 9 }) }), {
  minLength: 1,
  maxLength: 6,
})

/** Sixty in each leaf. */
const counted = new Float64Array(geometry.size)
for (const rows of above) for (const one of rows) counted[one]! += 60

interface LeafToLeaf {
  readonly from: number
  readonly to: number
  readonly learners: number
}

function asMoves(moves: readonly LeafToLeaf[]): readonly LeafToLeaf[] {
  const row = (leaf: number) => (leaf < 0 ? -1 : leaves[leaf]!)
  return moves
    .filter(({ from, to }) => from !== to)
    .map(({ from, to, learners }) => ({ from: row(from), to: row(to), learners }))
}

let remembered = 0

test.prop([moved, moved, bits, bits, bits, bits, fc.boolean()], { numRuns: 40, seed: 11 })(
  'what is remembered of more rows holds for fewer, and not the other way round: whoever looks anew finds nothing',
  async (first, second, shownFirst, shownSecond, more, less, fewerFirst) => {
    const moment = (asOf: string, fresh: readonly number[], moves: typeof first) => ({
      asOf,
      fresh: Uint8Array.from(fresh),
      figures: new Float64Array(geometry.size),
      moves: asMoves(moves),
    })
    const tables = [
      {
        shape,
        counted,
        // Since the first day all has changed that did since the second.
        moments: [moment('first', shownFirst, [...first, ...second]), moment('second', shownSecond, second)],
      },
    ]
    const attack = new ChangeAttack(tables, held)
    const all = [Uint8Array.from(more)]
    const some = [Uint8Array.from(more, (one, at) => one & less[at]!)]
    const [before, after] = fewerFirst ? [some, all] : [all, some]
    for (const m of [0, 1]) {
      const wasClear = attack.isClear(before, m) || (await attack.findings(before, m, budget)).length === 0
      if (!attack.isClear(after, m)) continue
      if (wasClear && !fewerFirst) remembered++
      expect(await new ChangeAttack(tables, held).findings(after, m, budget)).toEqual([])
    }
  },
)

test('and that was asked', () => {
  expect(remembered).toBeGreaterThan(5)
})

const back = fc.array(
  fc.record({
    leaf: fc.integer({ min: 0, max: leaves.length - 1 }),
    learners: fc.integer({ min: 1, max: 3 }),
  }),
  { maxLength: 3 },
)
const toggles = fc.array(fc.integer({ min: 0, max: geometry.size - 1 }), { minLength: 4, maxLength: 12 })

let asked = 0

test.prop([moved, moved, bits, bits, bits, toggles, back, back], { numRuns: 40, seed: 12 })(
  'of a choice after others the same is found as by whoever looks at it first, whoever may be back',
  async (first, second, shownFirst, shownSecond, begin, changes, joined, departed) => {
    // Nobody came back who did not join, or depart.
    const asReturns = (
      some: readonly { readonly leaf: number; readonly learners: number }[],
      own: (leaf: number) => number,
    ) =>
      [...new Map(some.map((one) => [one.leaf, one])).values()].map(({ leaf, learners }) => ({
        row: leaves[leaf]!,
        learners: Math.min(learners, own(leaf)),
      }))
    const total = (moves: typeof first, from: number, to: number) =>
      moves.reduce((sum, one) => sum + (one.from === from && one.to === to ? one.learners : 0), 0)
    const moment = (asOf: string, fresh: readonly number[], moves: typeof first) => ({
      asOf,
      fresh: Uint8Array.from(fresh),
      figures: new Float64Array(geometry.size),
      moves: asMoves(moves),
      returns: {
        most: 2,
        joined: asReturns(joined, (leaf) => total(moves, -1, leaf)),
        departed: asReturns(departed, (leaf) => total(moves, leaf, -1)),
      },
    })
    const moments = [
      moment('first', shownFirst, [...first, ...second]),
      moment('second', shownSecond, second),
    ]
    const tables = [{ shape, counted, moments }]
    const attack = new ChangeAttack(tables, held)
    const choice = Uint8Array.from(begin)
    for (const at of changes) {
      choice[at] = 1 - choice[at]!
      for (const m of [0, 1]) {
        const anew = await new ChangeAttack(tables, held).findings([choice], m, budget)
        if (attack.isClear([choice], m)) expect(anew).toEqual([])
        const doubts = await attack.doubts([choice], m, budget)
        if (doubts.length === 0) expect(anew).toEqual([])
        const found = await attack.findings([choice], m, budget)
        expect(found.length > 0).toBe(anew.length > 0)
        if (found.length === 0 && choice.includes(1)) asked++
      }
    }
  },
)

test('and some were out of sight', () => {
  expect(asked).toBeGreaterThan(20)
})

test('what is remembered of a choice does not change when its rows are used for the next one', async () => {
  const every = new Uint8Array(geometry.size).fill(1)
  const moves = [{ from: -1, to: leaves[0]!, learners: 2 }]
  // Seen of no row by itself, since that day showed only the other leaves.
  const fresh = every.map((_, row) => (above[0]!.includes(row) ? 0 : 1))
  fresh[0] = 1
  const figures = new Float64Array(geometry.size)
  const tables = [{ shape, counted, moments: [{ asOf: 'then', fresh, figures, moves }] }]
  const attack = new ChangeAttack(tables, held)
  const choice = every.map((_, row) => (row === 0 ? 0 : 1))
  const live = choice.slice()
  const suspected = attack.suspicions([live], 0)
  expect(suspected.length).toBeGreaterThan(0)
  live.fill(0)
  const found = await attack.findings([choice], 0, budget)
  expect(found).toEqual(await new ChangeAttack(tables, held).findings([choice], 0, budget))
  expect(found.length).toBeGreaterThan(0)
})

test('a move that others have to make up for is looked at again whatever else is shown', () => {
  const leaf = (region: string, gender: string) => {
    const at = (d: number, code: string) => dimensions[d]!.codes.findIndex((one) => one.code === code)
    return at(0, region) * 3 + at(1, gender)
  }
  const rowsOf = (...rows: readonly number[]) =>
    Uint8Array.from({ length: geometry.size }, (_, row) => (rows.includes(row) ? 1 : 0))
  const n1f = leaf('n1', 'f')
  const counted = new Float64Array(geometry.size)
  leaves.forEach((own, at) => {
    for (const one of above[at]!) counted[one]! += own < leaf('s1', '_T') ? 0 : 60
  })
  const tables = [
    {
      shape,
      counted,
      moments: [
        {
          asOf: 'then',
          fresh: rowsOf(0, leaf('s1', '_T')),
          figures: new Float64Array(geometry.size),
          moves: [
            { from: n1f, to: -1, learners: 5 },
            { from: leaf('s1', 'm'), to: -1, learners: 9 },
          ],
          returns: { most: 5, joined: [], departed: [{ row: n1f, learners: 5 }] },
        },
      ],
    },
  ]
  const attack = new ChangeAttack(tables, held)
  expect(attack.isClear([rowsOf(0)], 0)).toBe(true)
  // All who left n1 f may be back, and now nobody who left s1 can stand for them.
  const withRow = [rowsOf(0, leaf('n1', '_T'))]
  expect(new ChangeAttack(tables, held).isClear(withRow, 0)).toBe(false)
  expect(attack.isClear(withRow, 0)).toBe(false)
})
