import { describe, expect, it } from 'vitest'
import { ChangeCounts, changeGeometry } from '../../../transforms/audit/change-counts.ts'
import { tableGeometry } from '../../../transforms/audit/table-geometry.ts'
import { dimension, flat } from '../disclosure/tables.ts'

/** Rows: the total, a, b, c. */
const geometry = changeGeometry(tableGeometry([dimension('region', flat('a', 'b', 'c'))]))
const counts = new ChangeCounts(geometry, [
  { from: 1, to: 2, learners: 12 },
  { from: 2, to: 1, learners: 11 },
  { from: -1, to: 1, learners: 3 },
  { from: 3, to: -1, learners: 10 },
])

describe('changes of several rows', () => {
  it.each([
    { rows: [1], isFew: false, because: 'fourteen entered a, and twelve left it' },
    { rows: [1, 2], isFew: true, because: 'three entered a and b together' },
    { rows: [2, 3], isFew: false, because: 'twelve entered b and c, and twenty-one left them' },
    { rows: [3], isFew: false, because: 'ten left c' },
    { rows: [0], isFew: true, because: 'three joined in all' },
  ])('are few: $isFew, since $because', ({ rows, isFew }) => {
    expect(counts.isFew(rows, 10)).toBe(isFew)
  })

  it('do not count who moved within a row', () => {
    expect([counts.entered(0), counts.left(0)]).toEqual([3, 10])
    expect([counts.entered(1), counts.left(1)]).toEqual([14, 12])
  })
})
