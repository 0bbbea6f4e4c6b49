import { join } from 'node:path'
import { expect, it } from 'vitest'
import { verifyRelease } from '../../../pipeline/verify.ts'
import { seenChanges } from '../updates/attacker.ts'
import { simulate } from '../updates/simulated-stock.ts'
import { idleGroups, publishMonths, seenIn } from './stock-reader.ts'
import { months } from './stock-school.ts'

const k = 5
const length = 5

it('who holds all releases sees no change of 1 to k − 1, and no few who are idle', {
  timeout: 400_000,
}, async () => {
  const nights = simulate(11, length)
  const schools = await publishMonths(nights, k, true)
  const [stock, flow] = [await seenIn(schools, 'registered'), await seenIn(schools, 'active')]
  expect(seenChanges(nights, stock, k)).toEqual([])
  expect(idleGroups(nights, stock, flow, k)).toEqual([])
  // It is updated all the same: some later month tells something of its own day.
  expect(stock.slice(1).some(({ shown }) => shown.some((count) => count !== null))).toBe(true)
  for (const month of months.slice(0, length)) {
    const { findings } = await verifyRelease(join(schools[0]!.releases, month, 'v1'), 60, 1)
    expect(findings).toEqual([])
  }
})

it('succeeds where no night knows of the ones before', { timeout: 400_000 }, async () => {
  const nights = simulate(11, length)
  const schools = await publishMonths(nights, k, false)
  const found = seenChanges(nights, await seenIn(schools, 'registered'), k)
  expect(found.length).toBeGreaterThan(50)
  expect(found.some(({ entered, left }) => entered + left === 1)).toBe(true)
})
