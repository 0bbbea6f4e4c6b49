import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { approve } from '../../pipeline/approval/approve.ts'
import { readPublicKey } from '../../pipeline/check-signatures.ts'
import { makeSigningKey } from '../../pipeline/signing-key.ts'
import { verifyRelease } from '../../pipeline/verify.ts'
import { startKohort } from './command-line.ts'
import { type TinyProject, tinyProject } from './tiny-project.ts'

async function signingSchool(approval: 'auto' | 'manual'): Promise<TinyProject> {
  const school = await tinyProject()
  await makeSigningKey(join(school.folder, 'school.key'), join(school.folder, 'school.pub'))
  school.definition.releases['signingKeyFile'] = join(school.folder, 'school.key')
  school.definition.policy['approval'] = approval
  await school.writeProject()
  return school
}

/** Kills a verb once its release is signed and entered, right before anybody could see it. */
async function killSigned(school: TinyProject, verb: readonly string[]): Promise<void> {
  const places = ['--data', school.data, '--releases', school.releases, '--workspace', school.workspace]
  const { ended } = startKohort(
    [...verb, '--project', school.project, ...places],
    { KILL_AT: 'before /2026-06/v1' },
    [resolve('test/pipeline/kill-at.ts')],
  )
  expect((await ended).exitCode).toBeNull()
  const left = readdirSync(school.releases, { recursive: true }).map(String)
  expect(left.filter((path) => /^\.staging-[^/]*\/SHA256SUMS\.minisig$/.test(path))).toHaveLength(1)
}

async function expectOnlySigned({ folder, releases }: TinyProject): Promise<void> {
  expect(readdirSync(releases)).toEqual(['2026-06'])
  const publicKey = await readPublicKey(join(folder, 'school.pub'))
  expect(await verifyRelease(join(releases, '2026-06', 'v1'), 60, 1, { publicKey })).toMatchObject({
    passed: true,
    signature: 'valid',
  })
}

describe('a folder that a killed run had signed, and nobody was to see', { timeout: 120_000 }, () => {
  it('is cleared by the next night', async () => {
    const school = await signingSchool('auto')
    await killSigned(school, ['run', '--as-of', '2026-06-30', '--period', '2026-06'])
    await school.run({ now: new Date() })
    await expectOnlySigned(school)
  })

  it('is cleared by the next approval, without a night between', async () => {
    const school = await signingSchool('manual')
    const now = new Date()
    const { periods } = await school.run({ now })
    const candidate = periods[0]!.candidate!
    await killSigned(school, ['approve', candidate])
    const { project, data, releases, workspace } = school
    await approve({
      project,
      data,
      releases,
      workspace,
      candidate,
      now: new Date(),
      progress: () => undefined,
    })
    await expectOnlySigned(school)
  })

  it('is cleared by a night that has nothing to release', async () => {
    const school = await signingSchool('manual')
    const { periods } = await school.run({ now: new Date() })
    await killSigned(school, ['approve', periods[0]!.candidate!])
    const next = await school.run({ now: new Date() })
    expect([next.outcome, next.waiting]).toEqual(['idle', ['2026-06']])
    expect(readdirSync(school.releases, { recursive: true })).toEqual(['2026-06'])
  })
})
