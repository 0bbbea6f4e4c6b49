import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PublishedSpan } from '../../../transforms/disclosure/published-span.ts'
import type { SparseVector } from '../../../transforms/disclosure/sparse-vector.ts'

const size = 6
const prime = 67108859
const whole = fc.array(fc.integer({ min: -2, max: 2 }), { minLength: size, maxLength: size })
const units = fc.array(fc.array(whole, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 10 })
const guards = fc.array(
  whole.filter((vector) => vector.some((value) => value !== 0)),
  { minLength: 1, maxLength: 5 },
)

function sparse(vector: readonly number[]): SparseVector {
  const places = vector.flatMap((value, i) => (value === 0 ? [] : [i]))
  return {
    places: Int32Array.from(places),
    values: Int32Array.from(places, (i) => (vector[i]! + prime) % prime),
    start: 0,
    end: places.length,
  }
}

/** Rank over the rationals, by elimination without fractions. */
function rank(vectors: readonly (readonly number[])[]): number {
  let rows = vectors.map((vector) => vector.map(BigInt))
  let found = 0
  for (let column = 0; column < size; column++) {
    const pivot = rows.find((row) => row[column] !== 0n)
    if (pivot === undefined) continue
    found++
    rows = rows
      .filter((row) => row !== pivot)
      .map((row) => row.map((value, i) => value * pivot[column]! - pivot[i]! * row[column]!))
  }
  return found
}

const holds = (span: readonly (readonly number[])[], vector: readonly number[]) =>
  rank([...span, vector]) === rank(span)
/** Whether a combination of the two that needs both is in the span. */
const parallel = (span: readonly (readonly number[])[], a: readonly number[], b: readonly number[]) =>
  rank([...span, a, b]) < rank(span) + 2

describe('PublishedSpan', () => {
  it('refuses what would put a guarded vector in the span, and nothing else', () => {
    fc.assert(
      fc.property(units, guards, (offers, guarded) => {
        const span = new PublishedSpan(size)
        for (const vector of guarded) span.guard(sparse(vector))
        const published: (readonly number[])[] = []
        for (const offer of offers) {
          const discloses = guarded.some((vector) => holds([...published, ...offer], vector))
          expect(span.wouldDisclose(offer.map(sparse))).toBe(discloses)
          expect(span.publish(offer.map(sparse))).toBe(!discloses)
          if (!discloses) published.push(...offer)
          for (const vector of offer) expect(span.has(sparse(vector))).toBe(holds(published, vector))
        }
      }),
      { numRuns: 400 },
    )
  })

  it('refuses what would make a guarded vector parallel to a lone contributor’s', () => {
    fc.assert(
      fc.property(
        units,
        guards,
        fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
        (offers, guarded, lone) => {
          const span = new PublishedSpan(size)
          for (const vector of guarded) span.guard(sparse(vector))
          const start = span.keepApart(Int32Array.from(guarded, (_, i) => (lone[i] ? i : -1)))
          const published: (readonly number[])[] = []
          guarded.forEach((a, i) => {
            guarded.forEach((b, j) => {
              if (i !== j) expect(start[i] === start[j]).toBe(parallel([], a, b))
            })
          })
          for (const offer of offers) {
            const next = [...published, ...offer]
            const refused =
              guarded.some((vector) => holds(next, vector)) ||
              guarded.some((a, i) =>
                guarded.some((b, j) => lone[i] && i !== j && !parallel([], a, b) && parallel(next, a, b)),
              )
            expect(span.publish(offer.map(sparse))).toBe(!refused)
            if (!refused) published.push(...offer)
          }
        },
      ),
      { numRuns: 400 },
    )
  })
})
