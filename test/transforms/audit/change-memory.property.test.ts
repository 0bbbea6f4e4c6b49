import { fc, test } from '@fast-check/vitest'
import { expect } from 'vitest'
import { ChangeAttack } from '../../../transforms/audit/change-findings.ts'
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

let remembered = 0

test.prop([moved, moved, bits, bits, bits, bits, fc.boolean()], { numRuns: 40, seed: 11 })(
  'what is remembered of more rows holds for fewer, and not the other way round: whoever looks anew finds nothing',
  async (first, second, shownFirst, shownSecond, more, less, fewerFirst) => {
    const row = (leaf: number) => (leaf < 0 ? -1 : leaves[leaf]!)
    const asMoves = (moves: typeof first) =>
      moves
        .filter(({ from, to }) => from !== to)
        .map(({ from, to, learners }) => ({ from: row(from), to: row(to), learners }))
    const counted = new Float64Array(geometry.size)
    for (const rows of above) for (const one of rows) counted[one]! += 60
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

test('what is remembered of a choice does not change when its rows are used for the next one', async () => {
  const every = new Uint8Array(geometry.size).fill(1)
  const moves = [{ from: -1, to: leaves[0]!, learners: 2 }]
  const counted = new Float64Array(geometry.size)
  for (const rows of above) for (const one of rows) counted[one]! += 60
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
