import { describe, expect, it } from 'vitest'
import { changeGeometry } from '../../../transforms/audit/change-counts.ts'
import type { ChangeDirection, ChangeSide } from '../../../transforms/audit/change-direction.ts'
import { ChangePoints, type LeafMove } from '../../../transforms/audit/change-points.ts'
import { NetMoves } from '../../../transforms/audit/net-moves.ts'
import { tableGeometry } from '../../../transforms/audit/table-geometry.ts'
import { dimension, flat } from '../disclosure/tables.ts'

const { rows, geometry } = changeGeometry(tableGeometry([dimension('region', flat('a', 'b'))]))
const nets = new NetMoves(rows, geometry.size)

/** Rows: all, a, b. A reader knows that each side has its truth or up to 3 learners more or less. */
function direction(change: Partial<ChangeDirection> = {}): ChangeDirection {
  const side = (a: number, b: number): ChangeSide => {
    const truth = Float64Array.of(a + b, a, b)
    const [atLeast, atMost] = [truth.map((n) => n - 3), truth.map((n) => n + 3)]
    return { truth, shown: new Uint8Array(3), atLeast, atMost }
  }
  return {
    way: 'joined',
    whole: side(20, 30),
    part: side(15, 25),
    change: Float64Array.of(10, 5, 5),
    returned: Float64Array.of(3, 2, 1),
    isTouched: Uint8Array.of(1, 1, 1),
    ...change,
  }
}

const a = rows.positions[1]!
const moving = (whole: number, part: number): LeafMove => ({
  whole: new Map(whole === 0 ? [] : [[a, whole]]),
  part: new Map(part === 0 ? [] : [[a, part]]),
})
const raised = (move: LeafMove, of = direction()) => new ChangePoints(nets, of, null).raises(1, move)

describe('how far what was counted may move', () => {
  it.each([
    { bound: 'a whole at most', last: moving(3, 0), beyond: moving(4, 0), by: 3 },
    { bound: 'a whole at least', last: moving(-3, 0), beyond: moving(-4, -1), by: -3 },
    { bound: 'a part at most', last: moving(0, 3), beyond: moving(1, 4), by: -3 },
    { bound: 'a part at least', last: moving(0, -3), beyond: moving(0, -4), by: 3 },
    {
      bound: 'a change, less who may only seem to have come',
      last: moving(0, 3),
      beyond: moving(-1, 3),
      by: -3,
    },
  ])('goes as far as is known of $bound, and no further', ({ last, beyond, by }) => {
    expect(raised(last)).toBe(by)
    expect(raised(beyond)).toBe(-1)
  })

  it.each([
    { side: 'whole', last: moving(-2, 0), beyond: moving(-3, 0), by: -2 },
    { side: 'part', last: moving(0, -2), beyond: moving(0, -3), by: 2 },
  ] as const)('never goes below nobody, whatever is known of a $side', ({ side, last, beyond, by }) => {
    const truth = Float64Array.of(20, 2, 18)
    const atLeast = new Float64Array(3).fill(-9)
    const of = direction({ [side]: { ...direction()[side], truth, atLeast } })
    expect([raised(last, of), raised(beyond, of)]).toEqual([by, -1])
  })

  it.each(['whole', 'part'] as const)('is nowhere where a row of a %s is shown', (side) => {
    const of = direction({ [side]: { ...direction()[side], shown: Uint8Array.of(0, 1, 0) } })
    expect(raised(moving(side === 'whole' ? 1 : 0, side === 'part' ? -1 : 0), of)).toBe(-1)
  })

  it.each(['whole', 'part'] as const)('is nowhere where a %s cannot be what was counted', (side) => {
    const { truth } = direction()[side]
    for (const wrong of [{ atMost: truth.map((n) => n - 1) }, { atLeast: truth.map((n) => n + 1) }]) {
      const points = new ChangePoints(nets, direction({ [side]: { ...direction()[side], ...wrong } }), null)
      expect([points.isSound, points.raises(1, moving(0, 0))]).toEqual([false, -1])
    }
  })
})
