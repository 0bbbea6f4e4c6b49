import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linkTables, type Quantity } from '../../../transforms/disclosure/linked-tables.ts'
import { complementsOf } from '../../../transforms/disclosure/table-matrix.ts'
import { simulatedRelease } from './simulated-release.ts'
import { countTable, dimension, flat, held, limits } from './tables.ts'

const places = dimension('place', flat('x', 'y'))
const outcomes = dimension('outcome', flat('pass', 'fail'), 'outcome')

/** The only quantity of a row. */
function quantityAt(zeros: 'publish' | 'protect', ...codes: readonly string[]): Quantity {
  const leaves = { 'x pass': 4, 'x fail': 20, 'y pass': 30, 'y fail': 40 }
  const table = countTable([places, outcomes], leaves, zeros)
  const { quantities, quantitiesOfRow } = linkTables(held(table), limits)
  const row = table.cells.findIndex(({ coordinates }) => coordinates.join() === codes.join())
  return quantities[quantitiesOfRow[0]![row]![0]!]!
}

describe('the least that a reader grants a hidden count', () => {
  it.each([
    { zeros: 'publish', codes: ['x', '_T'], least: 1, because: 'an empty place would have been published' },
    { zeros: 'publish', codes: ['x', 'pass'], least: 0, because: 'that nobody passed is hidden as well' },
    { zeros: 'protect', codes: ['x', '_T'], least: 0, because: 'empty places are hidden as well' },
  ] as const)('is $least where zeros are to $zeros at $codes: $because', ({ zeros, codes, least }) => {
    expect(quantityAt(zeros, ...codes).lower).toBe(least)
  })
})

describe('rows without anybody', () => {
  it.each([
    { codes: ['y', '_T'], required: true, because: 'zeros of places are published' },
    { codes: ['y', 'pass'], required: false, because: 'those along a sensitive outcome need not be' },
  ])('must be published at $codes: $required, $because', ({ codes, required }) => {
    const table = countTable([places, outcomes], { 'x pass': 14, 'x fail': 20 })
    const { units, unitOfRow } = linkTables(held(table), limits)
    const row = table.cells.findIndex(({ coordinates }) => coordinates.join() === codes.join())
    expect(units[unitOfRow[0]![row]!]!.required).toBe(required)
  })
})

it('has a quantity of its own for each measure and complement of a row', () => {
  fc.assert(
    fc.property(simulatedRelease, (tables) => {
      const { quantities, quantitiesOfRow, unitOfRow } = linkTables(held(...tables), limits)
      tables.forEach(({ shape, cells }, t) => {
        const splits = complementsOf(shape)
        cells.forEach(({ measures }, row) => {
          const values = [
            ...measures.map(({ value }) => value),
            ...splits.map(({ whole, part }) => measures[whole]!.value - measures[part]!.value),
          ]
          const own = quantitiesOfRow[t]![row]!
          expect(own.map((q) => quantities[q]!.value)).toEqual(values)
          expect(new Set(own).size).toBe(values.length)
          expect(new Set(own.map((q) => quantities[q]!.unit))).toEqual(new Set([unitOfRow[t]![row]!]))
        })
      })
    }),
    { numRuns: 20 },
  )
})
