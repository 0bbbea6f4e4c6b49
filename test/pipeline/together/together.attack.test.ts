import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { auditKnownReleases } from '../../../pipeline/ledger/audit-releases.ts'
import { readLedger } from '../../../pipeline/ledger/read-ledger.ts'
import { verifyRelease } from '../../../pipeline/verify.ts'
import { ledgerOf } from '../ledger-content.ts'
import { attackTogether } from './attack-together.ts'
import { publishTogether } from './publish-together.ts'
import { simulatePupils } from './simulated-pupils.ts'
import { months, quarter, threeIdle, threeLeftIdle } from './together-school.ts'

const k = 5

/** Of these pupils figures that only stand tell of few together, and the quarter's total is held back beside its stock. */
it('who holds months with a stock, later versions and the quarter sees no few who came, left, were active or idle', {
  timeout: 600_000,
}, async () => {
  const pupils = simulatePupils(23)
  const { school, versions } = await publishTogether(pupils, k)
  expect(versions).toBeGreaterThanOrEqual(1)
  expect(existsSync(join(school.releases, quarter, 'v1'))).toBe(true)
  expect(await attackTogether(school, pupils, k)).toEqual([])

  const { known } = await readLedger(ledgerOf(school), new Date())
  const budget = () => ({ now: () => 0, deadline: Number.POSITIVE_INFINITY })
  const together = await auditKnownReleases(ledgerOf(school), known, budget, () => undefined)
  expect(together).toMatchObject({ passed: true, findings: [] })
  for (const { release } of known) {
    const folder = join(school.releases, release.period.id, `v${release.version}`)
    expect((await verifyRelease(folder, 60, 1)).findings, folder).toEqual([])
  }
  expect(known.map(({ release }) => release.period.id)).toEqual(expect.arrayContaining([...months, quarter]))
})

it('makes no version that would leave three idle beside a stock', { timeout: 200_000 }, async () => {
  const { school, versions } = await publishTogether(threeLeftIdle, k, 1)
  expect(versions).toBe(0)
  expect(await attackTogether(school, threeLeftIdle, k)).toEqual([])
})

it('hides the quarter of three who did nothing in it', { timeout: 200_000 }, async () => {
  const { school } = await publishTogether(threeIdle, k)
  expect(await attackTogether(school, threeIdle, k)).toEqual([])
  const shown = await school.published('active', 'learners', quarter, "region = 'n1' AND gender = 'f'")
  expect(shown).toEqual([[null]])
})
