import { join } from 'node:path'
import { expect, it } from 'vitest'
import { verifyRelease } from '../../../pipeline/verify.ts'
import { publishVersions } from './publish-versions.ts'
import { seenByDay, seenRevisions } from './revision-attacker.ts'
import { period } from './revision-school.ts'
import { simulateRevisions } from './simulated-revisions.ts'

const k = 5

it.each([
  { seed: 1, atLeast: 2 },
  { seed: 8, atLeast: 3 },
])(
  'who holds all versions sees no change of 1 to k − 1 learners (seed $seed)',
  {
    timeout: 400_000,
  },
  async ({ seed, atLeast }) => {
    const { school, truth, versions } = await publishVersions(simulateRevisions(seed, 5), k)
    expect(versions).toBeGreaterThanOrEqual(atLeast)
    expect(seenRevisions(truth, await seenByDay(school), k)).toEqual([])
    for (let version = 1; version <= versions; version++) {
      const { findings } = await verifyRelease(join(school.releases, period, `v${version}`), 60, 1)
      expect(findings).toEqual([])
    }
  },
)
