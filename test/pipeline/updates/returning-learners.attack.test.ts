import { expect, it } from 'vitest'
import { seenChanges } from './attacker.ts'
import { simulate } from './simulated-stock.ts'
import { type Night, publishNights } from './stock-nights.ts'

const k = 5
const length = 8
const seeds = [1, 2, 3, 4, 5, 6, 7, 8]

/** The same nights, of which every thirty-first learner misses one or two: refused, forgotten, and admitted again. */
function withReturns(nights: readonly Night[]) {
  const learners = new Set([...nights.at(-1)!.keys()].filter((learner) => learner % 31 === 0))
  const away = (learner: number, n: number) => {
    const first = 1 + ((learner / 31) % (length - 2))
    return n >= first && n <= first + (learner % 2)
  }
  const own = nights.map(
    (night, n): Night =>
      new Map(
        [...night].map(([learner, place]) => [
          learner,
          learners.has(learner) && away(learner, n) ? null : place,
        ]),
      ),
  )
  return { nights: own, learners }
}

it('who holds every release sees no change of 1 to k − 1 learners, though nobody knows who was there before', {
  timeout: 240_000,
}, async () => {
  let updated = 0
  for (const seed of seeds) {
    const { nights, learners } = withReturns(simulate(seed, length))
    const seen = await publishNights(nights, k, true, { learners, isReckonedWith: true })
    expect(seenChanges(nights, seen, k)).toEqual([])
    updated += seen.slice(1).filter(({ shown }) => shown.some((value) => value !== null)).length
  }
  expect(updated).toBeGreaterThan(1)
})

it('succeeds where who came back counts as another one', { timeout: 240_000 }, async () => {
  let found = 0
  for (const seed of seeds) {
    const { nights, learners } = withReturns(simulate(seed, length))
    const seen = await publishNights(nights, k, true, { learners, isReckonedWith: false })
    found += seenChanges(nights, seen, k).length
  }
  expect(found).toBeGreaterThan(5)
})
