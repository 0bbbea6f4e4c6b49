import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { ChangeCounts, changeGeometry } from '../../../transforms/audit/change-counts.ts'
import { changeDirection } from '../../../transforms/audit/change-direction.ts'
import { ChangePoints } from '../../../transforms/audit/change-points.ts'
import { ChangeWitnesses, witnessTable } from '../../../transforms/audit/change-witnesses.ts'
import { FilledMoves } from '../../../transforms/audit/filled-moves.ts'
import { solverHere } from '../../../transforms/audit/inline-runner.ts'
import { KnownMoves } from '../../../transforms/audit/known-moves.ts'
import { NarrowedChanges } from '../../../transforms/audit/narrowed-changes.ts'
import { NetMoves } from '../../../transforms/audit/net-moves.ts'
import { tableGeometry } from '../../../transforms/audit/table-geometry.ts'
import { countTable, flat, dimension as treeOf } from '../disclosure/tables.ts'
import { unlimited } from './tables.ts'

const dimensions = [
  treeOf('region', { north: '_T', n1: 'north', n2: 'north', south: '_T', s1: 'south', s2: 'south' }),
  treeOf('gender', flat('f', 'm')),
]
const { shape } = countTable(dimensions, {})
const geometry = changeGeometry(tableGeometry(dimensions))
const endless = new Float64Array(geometry.geometry.size).fill(Number.POSITIVE_INFINITY)
/** No other day shows anything. */
const nothing = { untilNow: endless, since: endless }
const { leaves, positions, above, below } = geometry.rows
const k = 5
/** One solver for all runs. */
const budget = { ...unlimited, here: solverHere() }

const rows = fc.array(fc.integer({ min: 0, max: 1 }), {
  minLength: geometry.geometry.size,
  maxLength: geometry.geometry.size,
})
const place = fc.integer({ min: -1, max: leaves.length - 1 })
const moved = fc.array(fc.record({ from: place, to: place, learners: fc.integer({ min: 1, max: 7 }) }), {
  minLength: 1,
  maxLength: 8,
})
const stays = fc.array(fc.integer({ min: 0, max: 12 }), {
  minLength: leaves.length,
  maxLength: leaves.length,
})

/** Sums over leaves to all rows. */
function summed(ofLeaf: (leaf: number) => number): Float64Array {
  const sums = new Float64Array(geometry.geometry.size)
  for (let leaf = 0; leaf < leaves.length; leaf++) for (const row of above[leaf]!) sums[row]! += ofLeaf(leaf)
  return sums
}

let closed = 0

test.prop([stays, moved, rows, rows, rows, rows, fc.boolean()], { numRuns: 100, seed: 5 })(
  'what a simple point shows, or a program over moves, a linear program over the whole finds, too',
  async (stayed, moves, fresh, before, least, earlier, isJoining) => {
    const row = (leaf: number) => (leaf < 0 ? -1 : leaves[leaf]!)
    const real = moves
      .filter(({ from, to }) => from !== to)
      .map(({ from, to, learners }) => ({ from: row(from), to: row(to), learners }))
    const arrived = (leaf: number) =>
      real.reduce((sum, { to, learners }) => sum + (to === leaves[leaf] ? learners : 0), 0)
    const counted = summed((leaf) => stayed[leaf]! + arrived(leaf))
    const were = summed(
      (leaf) =>
        stayed[leaf]! +
        real.reduce((sum, { from, learners }) => sum + (from === leaves[leaf] ? learners : 0), 0),
    )
    // Whom flows show to be there are never more than there are.
    const now = { counted, fresh: Uint8Array.from(fresh), atLeast: counted.map((n, r) => n * least[r]!) }
    const then = { fresh: Uint8Array.from(before), atLeast: were.map((n, r) => n * earlier[r]!) }
    const counts = new ChangeCounts(geometry, real)
    const direction = changeDirection(now, then, counts, isJoining ? 'joined' : 'departed', nothing)
    const witnesses = new ChangeWitnesses(
      witnessTable(geometry.rows, geometry.geometry.size, null),
      direction,
      new KnownMoves(),
      'then',
    )
    const few = Array.from(direction.change, (n, r) => (direction.isTouched[r] === 1 && n < k ? 1 : 0))
    const shown = few.flatMap((one, r) => (one === 1 && witnesses.moveTo(r, k) !== null ? [r] : []))
    const system = new NarrowedChanges([shape], [geometry.rows], k)
    const every = [Uint8Array.from(few)]
    const [whole, part] = [direction.whole.shown, direction.part.shown].map((side) =>
      witnessTable(geometry.rows, geometry.geometry.size, null).classes.of(side),
    )
    const filled = new FilledMoves(geometry.rows, direction, { whole: whole!, part: part! })
    const points = new ChangePoints(new NetMoves(geometry.rows, geometry.geometry.size), direction, null)
    for (const r of few.keys()) {
      const need = k - direction.change[r]!
      const move = few[r] === 1 && points.isSound ? filled.fill(r, need) : null
      if (move !== null) expect(points.raises(r, move)).toBe(need)
    }
    const findings = await system.findings('then', [direction], every, [new KnownMoves()], budget, Infinity)
    const narrowed = new Set(findings.map(({ at }) => at.row))
    expect([...shown].filter((r) => narrowed.has(r))).toEqual([])
    const asked = [...few.keys()].filter((r) => few[r] === 1)
    if (asked.length === 0) return
    const { open, isShort } = (await budget.here.use((highs) =>
      witnesses.openAfterPrograms(highs, asked, k, Number.POSITIVE_INFINITY),
    ))!
    expect(asked.filter((r) => !open.includes(r) && narrowed.has(r))).toEqual([])
    if (isShort) expect(findings).not.toEqual([])
    if (points.isSound) expect(shown.filter((r) => open.includes(r))).toEqual([])
    closed += asked.length - open.length
  },
)

test('and programs showed some of it', () => {
  expect(closed).toBeGreaterThan(20)
})

describe('a point', () => {
  const leaf = (codes: string) => {
    const [region, gender] = codes.split(' ')
    const at = (d: number, code: string) => dimensions[d]!.codes.findIndex((one) => one.code === code)
    return at(0, region!) * 3 + at(1, gender!)
  }
  const position = (codes: string) => positions[leaf(codes)]!
  /** Ten in each leaf now; three joined n1 f, and seven n2 f. */
  const moves = [
    { from: -1, to: leaf('n1 f'), learners: 3 },
    { from: -1, to: leaf('n2 f'), learners: 7 },
  ]
  const counted = summed(() => 10)
  const points = (shownNow: readonly string[], shownThen: readonly string[], atLeast?: Float64Array) => {
    const shown = (list: readonly string[]) =>
      Uint8Array.from(counted, (_, row) => (list.some((codes) => leaf(codes) === row) ? 1 : 0))
    const then = { fresh: shown(shownThen), ...(atLeast === undefined ? {} : { atLeast }) }
    const direction = changeDirection(
      { counted, fresh: shown(shownNow) },
      then,
      new ChangeCounts(geometry, moves),
      'joined',
      nothing,
    )
    return new ChangePoints(new NetMoves(geometry.rows, geometry.geometry.size), direction, null)
  }
  const part = (changes: Readonly<Record<string, number>>) => ({
    whole: new Map<number, number>(),
    part: new Map(Object.entries(changes).map(([codes, by]) => [position(codes), by])),
  })
  it.each([
    { shownNow: ['north f'], shownThen: ['north f'], move: { 'n1 f': -4, 'n2 f': 4 }, raised: 4 },
    { shownNow: ['north f'], shownThen: ['n1 f'], move: { 'n1 f': -4, 'n2 f': 4 }, raised: -1 },
    { shownNow: [], shownThen: ['_T _T'], move: { 'n1 f': -4 }, raised: -1 },
    { shownNow: [], shownThen: [], move: { 'n1 f': -4 }, raised: 4 },
    { shownNow: [], shownThen: ['north f'], move: { 'n1 f': -8, 'n2 f': 8 }, raised: -1 },
    { shownNow: [], shownThen: ['_T _T'], move: { 'n1 f': -4, 's1 f': 4 }, raised: -1 },
  ])(
    'raises the change by $raised where $shownThen was shown and $move',
    ({ shownNow, shownThen, move, raised }) => {
      expect(points(shownNow, shownThen).raises(leaf('n1 f'), part(move))).toBe(raised)
    },
  )

  it('leaves those in a row who are known to be', () => {
    const known = counted.map((_, row) => (row === leaf('n1 f') ? 6 : 0))
    const move = part({ 'n1 f': -2, 'n2 f': 2 })
    expect(points([], ['north f'], known).raises(leaf('n1 f'), move)).toBe(-1)
    expect(points([], ['north f']).raises(leaf('n1 f'), move)).toBe(2)
  })

  it('is none where what was counted is not what is known', () => {
    const known = counted.map((_, row) => (row === leaf('s1 f') ? 11 : 0))
    expect(points([], [], known).raises(leaf('n1 f'), part({ 'n1 f': -4 }))).toBe(-1)
  })

  it('sums leaves to the rows that hold them', () => {
    expect(below[0]!.length).toBe(leaves.length)
    expect([...below[leaf('north f')]!].map((at) => leaves[at])).toEqual([leaf('n1 f'), leaf('n2 f')])
  })

  it('takes few from each of many, and no more than there are', () => {
    // Two departed from each leaf, and all may be of any: the total alone is shown.
    const all = 2 * leaves.length
    const left = Array.from(leaves, (from) => ({ from, to: -1, learners: 2 }))
    const fresh = Uint8Array.from(counted, (_, row) => (row === 0 ? 1 : 0))
    const counts = new ChangeCounts(geometry, left)
    const direction = changeDirection({ counted, fresh }, { fresh }, counts, 'departed', nothing)
    const witnesses = () =>
      new ChangeWitnesses(
        witnessTable(geometry.rows, geometry.geometry.size, null),
        direction,
        new KnownMoves(),
        'then',
      )
    expect(witnesses().moveTo(leaf('n1 f'), all)).not.toBeNull()
    expect(witnesses().moveTo(leaf('n1 f'), all + 1)).toBeNull()
  })
})
