import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { verifyRelease } from '../../../pipeline/verify.ts'
import { attackTogether } from './attack-together.ts'
import { publishTogether } from './publish-together.ts'
import { simulatePupils } from './simulated-pupils.ts'
import { nights, quarter, threeIdle, twoCadences } from './together-school.ts'

const k = 5
const last = nights.length - 1

it.each([23, 24, 25])(
  'who holds months with a stock, later versions and a quarter of other tables sees no few (pupils %i)',
  { timeout: 600_000 },
  async (seed) => {
    const pupils = simulatePupils(seed)
    const { school } = await publishTogether(pupils, k, last, twoCadences)
    expect(await attackTogether(school, pupils, k)).toEqual([])
    const folder = join(school.releases, quarter, 'v1')
    expect(existsSync(join(folder, 'tables', 'of-quarters.csv'))).toBe(true)
    expect((await verifyRelease(folder, 60, 1)).findings).toEqual([])
  },
)

it('hides the quarter of three who did nothing in it, though no month has its table', {
  timeout: 200_000,
}, async () => {
  const { school } = await publishTogether(threeIdle, k, last, twoCadences)
  expect(await attackTogether(school, threeIdle, k)).toEqual([])
  const shown = await school.published('of-quarters', 'learners', quarter, "region = 'n1' AND gender = 'f'")
  expect(shown).toEqual([[null]])
})
