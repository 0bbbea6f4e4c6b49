import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CoveringCut } from '../../../transforms/disclosure/covering-cut.ts'
import { CoveringSearch } from '../../../transforms/disclosure/covering-search.ts'
import { CutPool } from '../../../transforms/disclosure/cut-pool.ts'

const units = 9
const cut = fc
  .uniqueArray(fc.tuple(fc.nat(units - 1), fc.constantFrom(1, 0.5, 0.4)), {
    minLength: 3,
    maxLength: 5,
    selector: ([unit]) => unit,
  })
  .map(
    (terms): CoveringCut => ({
      units: terms.map(([unit]) => unit),
      coefficients: terms.map(([, coefficient]) => coefficient),
    }),
  )
const prices = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: units, maxLength: units })

describe('CoveringSearch', () => {
  it('finds covers below its limit, also after learning, and nothing below the cheapest', () => {
    fc.assert(
      fc.property(fc.array(cut, { minLength: 2, maxLength: 8 }), prices, (cuts, price) => {
        const pool = new CutPool(units)
        const search = searchOf(pool, price)
        cuts.forEach((one, i) => {
          pool.add(one)
          search.learn()
          const known = cuts.slice(0, i + 1)
          const least = cheapest(known, price)
          const limit = least + 0.5
          if (!search.cover(limit, 200)) return
          expect(isCover(known, search.hidden)).toBe(true)
          expect(priceOf(search.hidden, price)).toBe(least)
          expect(search.price).toBe(least)
        })
        search.restart()
        expect([...search.hidden]).not.toContain(1)
        expect(search.cover(cheapest(cuts, price), 100)).toBe(false)
      }),
      { numRuns: 100 },
    )
  })

  it('comes within one unit of the cheapest nearly always, where all cost the same', () => {
    const pools = fc.sample(fc.array(cut, { minLength: 2, maxLength: 8 }), { seed: 1, numRuns: 400 })
    const price = new Array<number>(units).fill(1)
    const missed = pools.filter((cuts) => {
      const pool = new CutPool(units)
      for (const one of cuts) pool.add(one)
      return !searchOf(pool, price).cover(cheapest(cuts, price) + 1.5, 500)
    })
    // A local search promises nothing; about one pool in a thousand keeps it from the last unit.
    expect(missed.length).toBeLessThanOrEqual(2)
  })
})

function searchOf(pool: CutPool, price: readonly number[]): CoveringSearch {
  const free = new Uint8Array(units).fill(1)
  return new CoveringSearch(pool, new Uint8Array(units), free, Float64Array.from(price), sequence())
}

function isCover(cuts: readonly CoveringCut[], hidden: Uint8Array): boolean {
  return cuts.every(
    (one) => one.units.reduce((sum, unit, i) => sum + hidden[unit]! * one.coefficients[i]!, 0) >= 1 - 1e-9,
  )
}

function priceOf(hidden: Uint8Array, price: readonly number[]): number {
  return price.reduce((sum, one, unit) => sum + one * hidden[unit]!, 0)
}

function cheapest(cuts: readonly CoveringCut[], price: readonly number[]): number {
  let least = Number.POSITIVE_INFINITY
  for (let code = 0; code < 2 ** units; code++) {
    const hidden = Uint8Array.from({ length: units }, (_, unit) => (code >> unit) & 1)
    if (isCover(cuts, hidden)) least = Math.min(least, priceOf(hidden, price))
  }
  return least
}

function sequence(): () => number {
  let state = 5
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}
