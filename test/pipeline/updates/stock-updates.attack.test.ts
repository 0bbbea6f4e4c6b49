import { fc, test } from '@fast-check/vitest'
import { expect, it } from 'vitest'
import { seenChanges } from './attacker.ts'
import { simulate } from './simulated-stock.ts'
import { publishNights } from './stock-nights.ts'

const k = 5

test.prop([fc.integer({ min: 1, max: 1_000_000 })], { numRuns: 5, endOnFailure: true })(
  'who holds every release sees no change of 1 to k − 1 learners',
  async (seed) => {
    const nights = simulate(seed, 6)
    expect(seenChanges(nights, await publishNights(nights, k, true), k)).toEqual([])
  },
  240_000,
)

it('updates figures all the same', { timeout: 240_000 }, async () => {
  const nights = simulate(7, 7)
  const seen = await publishNights(nights, k, true)
  expect(seen.slice(1).filter(({ shown }) => shown.some((value) => value !== null)).length).toBeGreaterThan(1)
})

it('succeeds where each night is protected on its own', async () => {
  const nights = simulate(7, 7)
  const found = seenChanges(nights, await publishNights(nights, k, false), k)
  expect(found.length).toBeGreaterThan(100)
  expect(found.some(({ entered, left }) => entered + left === 1)).toBe(true)
})
