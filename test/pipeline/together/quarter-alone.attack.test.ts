import { expect, it, vi } from 'vitest'
import { attackTogether } from './attack-together.ts'
import { publishTogether } from './publish-together.ts'
import { simulatePupils } from './simulated-pupils.ts'

vi.mock(import('../../../pipeline/rollups/stocks-beside.ts'), async (original) => {
  const whole = await original()
  return { ...whole, stocksBeside: async (task) => ({ ...(await whole.stocksBeside(task)), stocks: [] }) }
})

it('few who were idle for a quarter show where nobody remembers the stock', {
  timeout: 400_000,
}, async () => {
  const pupils = simulatePupils(5)
  const { school } = await publishTogether(pupils, 5)
  const found = await attackTogether(school, pupils, 5)
  expect(found.length).toBeGreaterThan(0)
  expect(found.every(({ what }) => what.endsWith('remembered less 2026-Q2'))).toBe(true)
})
