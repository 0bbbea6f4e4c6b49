import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { approve } from '../../../pipeline/approval/approve.ts'
import { attackTogether } from '../together/attack-together.ts'
import { fillSchool, nightOf, nights, quarter, twoCadences } from '../together/together-school.ts'
import { candidatesOf, cautiousSchool, pupils, verdictOn } from './cautious-school.ts'

it('approves months, and a quarter of tables that no month has', { timeout: 300_000 }, async () => {
  const school = await cautiousSchool(0, { begin: twoCadences })
  for (const night of nights.keys()) {
    await fillSchool(school, pupils, night)
    await school.run(nightOf(night))
    while (candidatesOf(school).length > 0) {
      await approve(verdictOn(school, night))
      await school.run(nightOf(night))
    }
  }
  expect(existsSync(join(school.releases, quarter, 'v1', 'tables', 'of-quarters.csv'))).toBe(true)
  expect(await attackTogether(school, pupils, 5)).toEqual([])
})
