import { expect, it, vi } from 'vitest'
import { attackTogether } from './attack-together.ts'
import { publishTogether } from './publish-together.ts'
import { threeLeftIdle } from './together-school.ts'

vi.mock(import('../../../pipeline/revisions/standing-stocks.ts'), async (original) => {
  const whole = await original()
  return {
    ...whole,
    readFirstStocks: async (...task) =>
      (await whole.readFirstStocks(...task)).map(({ wider, ...stock }) => {
        const nothing = new Uint8Array(wider.shown.length)
        return { ...stock, wider: { ...wider, shown: nothing, fresh: nothing } }
      }),
  }
})

it('few who are idle show in a later version where nobody remembers the stock', {
  timeout: 400_000,
}, async () => {
  const { school, versions } = await publishTogether(threeLeftIdle, 5, 1)
  expect(versions).toBe(1)
  const found = await attackTogether(school, threeLeftIdle, 5)
  expect(found).toContainEqual({
    what: 'registered 2026-04, remembered less 2026-04 on 2026-05-12',
    group: ['n1 f'],
    learners: 3,
  })
})
