import { expect, it, vi } from 'vitest'
import { simulate } from '../updates/simulated-stock.ts'
import { idleGroups, publishMonths, seenIn } from './stock-reader.ts'

vi.mock(import('../../../schemas/nested-populations.ts'), async (original) => {
  const whole = await original()
  return {
    ...whole,
    nestedPopulations: whole.nestedPopulations.filter(({ part }) => !part.endsWith(':learners')),
  }
})

it('few idle learners show where nobody says that the active ones are registered', {
  timeout: 120_000,
}, async () => {
  const nights = simulate(11, 1)
  const schools = await publishMonths(nights, 5, true)
  const found = idleGroups(nights, await seenIn(schools, 'registered'), await seenIn(schools, 'active'), 5)
  expect(found.length).toBeGreaterThan(0)
})
