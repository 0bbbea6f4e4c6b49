import { fc, test } from '@fast-check/vitest'
import { expect, it } from 'vitest'
import { directionsBeside } from '../../../transforms/audit/directions-beside.ts'
import { prime } from '../../../transforms/audit/prime-field.ts'

type Entries = readonly [number, number, number]

const entry = fc.oneof(fc.constantFrom(0, 1, 2, prime - 1), fc.nat(prime - 1))
const variable = fc.tuple(entry, entry, entry)

/** Whether three variables lie in one plane, by their determinant in whole numbers. */
function inOnePlane([a, b, c]: Entries, [d, e, f]: Entries, [g, h, i]: Entries): boolean {
  const minor = (p: number, q: number, r: number, s: number) => BigInt(p) * BigInt(s) - BigInt(q) * BigInt(r)
  const whole = BigInt(a) * minor(e, f, h, i) - BigInt(b) * minor(d, f, g, i) + BigInt(c) * minor(d, e, g, h)
  return whole % BigInt(prime) === 0n
}

/** Only what lies along one line lies in a plane with it and each of these. */
const independent: readonly Entries[] = [
  [1, 5, 11],
  [2, 3, 1],
  [7, 1, 1],
]

const kernelOf = (list: readonly Entries[]) => [0, 1, 2].map((i) => Float64Array.from(list, (one) => one[i]!))

test.prop([variable, fc.array(variable, { minLength: 1, maxLength: 6 }), entry, entry], { numRuns: 300 })(
  'two variables have one direction where they lie in a plane with the one',
  (one, drawn, own, other) => {
    // One more that lies in the plane of the one and the first.
    const between = (i: 0 | 1 | 2) =>
      Number((BigInt(one[i]) * BigInt(own) + BigInt(drawn[0]![i]) * BigInt(other)) % BigInt(prime))
    const list: readonly Entries[] = [one, ...drawn, [between(0), between(1), between(2)]]
    const variables = [...list.keys()]
    const directions = directionsBeside(kernelOf(list), 0, variables)
    for (const v of variables) {
      const isAlong = independent.every((third) => inOnePlane(one, list[v]!, third))
      expect(Number.isNaN(directions[v]!)).toBe(isAlong)
      for (const w of variables)
        if (!Number.isNaN(directions[v]!) && !Number.isNaN(directions[w]!))
          expect(directions[v] === directions[w]).toBe(inOnePlane(one, list[v]!, list[w]!))
    }
  },
)

it('there are none beside what is published, nor where nothing is hidden', () => {
  const kernel = kernelOf([
    [0, 0, 0],
    [1, 2, 3],
  ])
  expect([...directionsBeside(kernel, 0, [0, 1])]).toEqual([Number.NaN, Number.NaN])
  expect([...directionsBeside([], 0, [0])]).toEqual([Number.NaN])
})
