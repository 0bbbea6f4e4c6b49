import { describe, expect, it } from 'vitest'
import { holdBackOthers, showableOrder } from '../../../pipeline/hold-back-others.ts'
import { countTable, dimension, flat } from '../../transforms/disclosure/tables.ts'

const { shape } = countTable([dimension('region', flat('a', 'b', 'c', 'd'))], {})
/** By row, the total first: 1 where the earlier day showed it. */
const history = (...before: readonly number[]) => ({
  moments: [{ asOf: '2026-01-31', fresh: Uint8Array.from(before), figures: new Float64Array(5), moves: [] }],
  lastFigures: [null, [], [], [], []],
})

/** Rows that are fresh after some of those that the earlier day did not show are held back. */
function held(before: readonly number[], isClear: (rows: readonly number[]) => boolean) {
  const fresh = [Uint8Array.from([1, 1, 1, 1, 1])]
  const own = history(...before)
  const order = showableOrder([shape], [own])
  const isHeld = holdBackOthers([own], 0, fresh, order, ([rows]) => isClear([...rows!]))
  return { rows: [...fresh[0]!], isHeld }
}

describe('rows that an earlier day did not show', () => {
  it('all come back where nothing follows', () => {
    expect(held([1, 0, 0, 0, 0], () => true)).toEqual({ rows: [1, 1, 1, 1, 1], isHeld: false })
  })

  it('come back but for those from which something follows', () => {
    expect(held([1, 1, 0, 0, 0], ([, , , c]) => c === 0)).toEqual({ rows: [1, 1, 1, 0, 1], isHeld: true })
    expect(held([0, 0, 0, 0, 0], ([, a, b]) => !(a === 1 && b === 1)).rows).toEqual([1, 1, 0, 1, 1])
  })

  it('stay held back where something follows without them', () => {
    expect(held([1, 1, 0, 0, 0], () => false)).toEqual({ rows: [1, 1, 0, 0, 0], isHeld: true })
  })

  it('are tried in the order of what was shown before, then of what is coarse', () => {
    expect(showableOrder([shape], [history(0, 0, 0, 0, 0)]).map(({ row }) => row)).toEqual([1, 2, 3, 4, 0])
  })
})
