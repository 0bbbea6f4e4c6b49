import fc from 'fast-check'
import { expect, it } from 'vitest'

it('a property ends at its first counterexample, and says its seed', () => {
  const found = fc.check(
    fc.property(fc.integer(), (value) => value < 10),
    { seed: 1 },
  )
  expect(found).toMatchObject({ failed: true, numShrinks: 0, seed: 1 })
})
