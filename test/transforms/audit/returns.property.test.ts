import { fc, test } from '@fast-check/vitest'
import { expect } from 'vitest'
import type { EarlierMoment, Move, Returns } from '../../../schemas/change.ts'
import { ChangeCounts, changeGeometry } from '../../../transforms/audit/change-counts.ts'
import { changeDirection } from '../../../transforms/audit/change-direction.ts'
import { ChangeWitnesses, witnessTable } from '../../../transforms/audit/change-witnesses.ts'
import { type Direction, otherDays } from '../../../transforms/audit/days-between.ts'
import { solverHere } from '../../../transforms/audit/inline-runner.ts'
import { KnownMoves } from '../../../transforms/audit/known-moves.ts'
import { NarrowedChanges } from '../../../transforms/audit/narrowed-changes.ts'
import { tableGeometry } from '../../../transforms/audit/table-geometry.ts'
import { countTable, flat, dimension as treeOf } from '../disclosure/tables.ts'
import { unlimited } from './tables.ts'

const dimensions = [
  treeOf('region', { north: '_T', n1: 'north', n2: 'north', south: '_T', s1: 'south', s2: 'south' }),
  treeOf('gender', flat('f', 'm')),
]
const { shape } = countTable(dimensions, {})
const geometry = changeGeometry(tableGeometry(dimensions))
const { size } = geometry.geometry
const { leaves, above } = geometry.rows
const k = 5
const budget = { ...unlimited, here: solverHere() }

const place = fc.integer({ min: -1, max: leaves.length - 1 })
const leaf = fc.integer({ min: 0, max: leaves.length - 1 })
/** Where learners are on two earlier days and now. */
const others = fc.array(
  fc.record({ at: fc.tuple(place, place, place), learners: fc.integer({ min: 1, max: 9 }) }),
  { minLength: 6, maxLength: 16 },
)
/** One who was forgotten after the first or the second day, and one who came late: perhaps they are one. Where they were may be known. */
const doubtful = fc.array(fc.record({ was: leaf, is: leaf, isStill: fc.boolean(), isOne: fc.boolean() }), {
  minLength: 1,
  maxLength: 4,
})
const rows = fc.array(fc.boolean(), { minLength: size, maxLength: size })
const days = [0, 1] as const

interface Path {
  readonly at: readonly [number, number, number]
  readonly learners: number
}

function movesSince(paths: readonly Path[], day: number): readonly Move[] {
  const row = (at: number) => (at < 0 ? -1 : leaves[at]!)
  return paths
    .filter(({ at }) => at[day] !== at[2])
    .map(({ at, learners }) => ({ from: row(at[day]!), to: row(at[2]), learners }))
}

function countedOn(paths: readonly Path[], day: number): Float64Array {
  const sums = new Float64Array(size)
  for (const { at, learners } of paths)
    if (at[day]! >= 0) for (const row of above[at[day]!]!) sums[row]! += learners
  return sums
}

test.prop(
  [others, doubtful, rows, rows, rows, rows, fc.boolean(), fc.constantFrom<Direction>('joined', 'departed')],
  {
    numRuns: 600,
  },
)(
  'what is shown whoever came back, a linear program finds where it is known who did',
  async (known, pairs, now, first, second, active, isPlaced, way) => {
    const gone = pairs.map(({ was, isStill }): Path => ({ at: [was, isStill ? was : -1, -1], learners: 1 }))
    const late = pairs.map(({ is }): Path => ({ at: [-1, -1, is], learners: 1 }))
    const real = pairs.flatMap(({ was, is, isStill, isOne }, i): readonly Path[] =>
      isOne ? [{ at: [was, isStill ? was : -1, is], learners: 1 }] : [gone[i]!, late[i]!],
    )
    const seeming = [...known, ...gone, ...late]
    const counted = countedOn(seeming, 2)
    const shown = (list: readonly boolean[]) => Uint8Array.from(list, (is) => (is ? 1 : 0))
    const fresh = shown(now)
    const freshOn = [shown(first), shown(second)]
    const momentsOf = (paths: readonly Path[], isDoubted: boolean): readonly EarlierMoment[] =>
      days.map((day) => {
        const then = countedOn(paths, day)
        const moves = movesSince(paths, day)
        const forgotten = gone.filter(({ at }) => at[day]! >= 0).length
        const returns: Returns = {
          most: Math.min(forgotten, late.length),
          joined: late.map(({ at }) => ({ row: leaves[at[2]]!, learners: 1 })),
          departed: isPlaced
            ? gone.flatMap(({ at }) => (at[day]! < 0 ? [] : [{ row: leaves[at[day]!]!, learners: 1 }]))
            : moves
                .filter(({ from, to }) => from >= 0 && to < 0)
                .map(({ from, learners }) => ({ row: from, learners: Math.min(learners, forgotten) })),
        }
        return {
          asOf: String(day),
          fresh: freshOn[day]!,
          figures: then,
          moves,
          atLeast: then.map((n, row) => (active[row] ? n : 0)),
          ...(isDoubted && forgotten > 0 ? { returns } : {}),
        }
      })
    const directionOf = (moments: readonly EarlierMoment[]) => {
      const changes = moments.map(({ moves, returns }) => new ChangeCounts(geometry, moves, returns))
      const { untilNow, since } = otherDays(size, moments, changes)[way]
      return changeDirection({ counted, fresh }, moments[0]!, changes[0]!, way, {
        untilNow,
        since: since[0]!,
      })
    }
    const doubted = directionOf(momentsOf(seeming, true))
    const truth = directionOf(momentsOf([...known, ...real], false))
    const witnesses = new ChangeWitnesses(
      witnessTable(geometry.rows, geometry.geometry.size, null),
      doubted,
      new KnownMoves(),
      '0',
    )
    const system = new NarrowedChanges([shape], [geometry.rows], k)
    const narrowed = async (direction: typeof doubted, asked: readonly number[]) => {
      const open = Uint8Array.from({ length: size }, (_, row) => (asked.includes(row) ? 1 : 0))
      const findings = await system.findings('0', [direction], [open], [new KnownMoves()], budget, Infinity)
      return new Set(findings.map(({ at }) => at.row))
    }
    const touched = [...doubted.isTouched.keys()].filter((row) => doubted.isTouched[row] === 1)
    const enough = touched.filter((row) => doubted.change[row]! >= k + doubted.returned[row]!)
    const byPoints = touched.filter((row) => !enough.includes(row) && witnesses.moveTo(row, k) !== null)
    const open = touched.filter((row) => !enough.includes(row) && !byPoints.includes(row))
    const few = open.length === 0 ? new Set() : await narrowed(doubted, open)
    const passed = [...enough, ...byPoints, ...open.filter((row) => !few.has(row))]
    const asked = passed.filter((row) => truth.isTouched[row] === 1 && truth.change[row]! < k)
    expect(
      passed.filter((row) => truth.isTouched[row] === 1 && truth.change[row]! < k && enough.includes(row)),
    ).toEqual([])
    if (asked.length > 0) expect([...(await narrowed(truth, asked))]).toEqual([])
  },
)
