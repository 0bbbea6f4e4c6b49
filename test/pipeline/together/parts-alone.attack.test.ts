import { expect, it, vi } from 'vitest'
import { countsStock } from '../../../schemas/nested-populations.ts'
import { attackTogether } from './attack-together.ts'
import { publishTogether } from './publish-together.ts'
import { threeOutOfMay } from './together-school.ts'

vi.mock(import('../../../pipeline/rollups/released-parts.ts'), async (original) => {
  const whole = await original()
  return {
    ...whole,
    readParts: async (task) =>
      (await whole.readParts(task)).filter(({ truth: { shape } }) =>
        countsStock(shape.fact, shape.baseMeasures),
      ),
  }
})

it('few show where the quarter is protected without its months', {
  timeout: 400_000,
}, async () => {
  const { school } = await publishTogether(threeOutOfMay, 5)
  const found = await attackTogether(school, threeOutOfMay, 5)
  expect(found).toContainEqual({
    what: '− active 2026-05 + 2026-Q2',
    group: ['n1 f'],
    learners: 3,
  })
})
