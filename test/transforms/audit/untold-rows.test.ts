import { expect, it } from 'vitest'
import type { Move } from '../../../schemas/change.ts'
import { ChangeCounts, changeGeometry } from '../../../transforms/audit/change-counts.ts'
import { tableGeometry } from '../../../transforms/audit/table-geometry.ts'
import { untoldRows } from '../../../transforms/audit/untold-rows.ts'
import { dimension } from '../disclosure/tables.ts'

// Rows: total, north, n1, n2, south, s1, s2; on the day only total, north and south were counted.
const geometry = changeGeometry(
  tableGeometry([
    dimension('region', { north: '_T', n1: 'north', n2: 'north', south: '_T', s1: 'south', s2: 'south' }),
  ]),
)
const counted = Float64Array.of(60, 30, 15, 15, 30, 15, 15)
const told = Uint8Array.of(1, 1, 0, 0, 1, 0, 0)
const asked = (moves: readonly Move[], atLeast: readonly number[] = []) => [
  ...untoldRows(
    geometry,
    counted,
    { told, atLeast: Float64Array.of(...atLeast) },
    new ChangeCounts(geometry, moves),
    5,
  )!,
]

it('a row that was not counted is asked about where anybody came to a row around it that was', () => {
  expect(asked([{ from: -1, to: 2, learners: 1 }])).toEqual([0, 0, 1, 1, 0, 0, 0])
  expect(asked([{ from: 6, to: -1, learners: 1 }])).toEqual([0, 0, 0, 0, 0, 1, 1])
  expect(asked([])).toEqual([0, 0, 0, 0, 0, 0, 0])
})

it('and where flows say of nearly all of that row where they were', () => {
  expect(asked([{ from: -1, to: 2, learners: 1 }], [0, 0, 0, 0, 0, 14, 12])).toEqual([0, 0, 1, 1, 0, 1, 1])
  expect(asked([{ from: -1, to: 2, learners: 1 }], [0, 0, 0, 0, 0, 13, 12])).toEqual([0, 0, 1, 1, 0, 0, 0])
})

it('nothing is asked of a day that counted all rows', () => {
  const all = { told: new Uint8Array(7).fill(1) }
  expect(untoldRows(geometry, counted, all, new ChangeCounts(geometry, []), 5)).toBeNull()
})
