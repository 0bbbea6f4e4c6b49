import { readdirSync, readFileSync, statSync } from 'node:fs'
import { chmod, cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { approve } from '../../pipeline/approval/approve.ts'
import { readPublicKey } from '../../pipeline/check-signatures.ts'
import { makeSigningKey } from '../../pipeline/signing-key.ts'
import { verifyRelease } from '../../pipeline/verify.ts'
import { kohort } from './command-line.ts'
import { type TinyProject, tinyProject } from './tiny-project.ts'

let keys: string
const keyFile = () => join(keys, 'school.key')
const publicKeyFile = () => join(keys, 'school.pub')
const june = (school: TinyProject) => join(school.releases, '2026-06', 'v1')

beforeEach(async () => {
  keys = await mkdtemp(join(tmpdir(), 'kohort-keys-'))
  onTestFinished(() => rm(keys, { recursive: true }))
  await makeSigningKey(keyFile(), publicKeyFile())
})

async function signingSchool(): Promise<TinyProject> {
  const school = await tinyProject()
  school.definition.releases['signingKeyFile'] = keyFile()
  await school.writeProject()
  return school
}

const verify = async (folder: string, key = publicKeyFile()) =>
  verifyRelease(folder, 60, 1, { publicKey: await readPublicKey(key) })

describe('a project with a key', () => {
  it('signs its releases, which recipients with the public key can tell', async () => {
    const school = await signingSchool()
    await school.run()
    expect(await verify(june(school))).toMatchObject({
      passed: true,
      signature: 'valid',
      findings: [],
      warnings: [],
    })
    const without = await verifyRelease(june(school), 60)
    expect(without).toMatchObject({ passed: true, signature: 'unchecked' })
    expect(without.warnings).toEqual([
      'the signature was not checked: give the publisher’s public key (--public-key)',
    ])
  })

  it('is told from others, with exit 3', async () => {
    const school = await signingSchool()
    await school.run()
    const others = join(keys, 'others.pub')
    await makeSigningKey(join(keys, 'others.key'), others)
    const wrong = await kohort('verify', june(school), '--public-key', others, '--json')
    expect(wrong.exitCode).toBe(3)
    expect(JSON.parse(wrong.stdout)).toMatchObject({
      passed: false,
      signature: 'invalid',
      findings: [{ rule: 'signature', clause: 'a signature is by the given key' }],
    })
    await rm(join(june(school), 'SHA256SUMS.minisig'))
    expect(await verify(june(school))).toMatchObject({
      passed: false,
      signature: 'unsigned',
      findings: [{ rule: 'signature', where: 'SHA256SUMS.minisig' }],
    })
    const notAKey = await kohort('verify', june(school), '--public-key', school.project)
    expect(notAKey.exitCode).toBe(1)
    expect(notAKey.stderr).toContain('a public key must be a file of minisign')
  })

  it('has no release pass for another one', async () => {
    const school = await signingSchool()
    await school.run({ period: undefined })
    const may = join(school.releases, '2026-05', 'v1')
    for (const name of ['SHA256SUMS', 'SHA256SUMS.minisig'])
      await cp(join(may, name), join(june(school), name))
    const { passed, findings } = await verify(june(school))
    expect(passed).toBe(false)
    expect(findings).toContainEqual({
      rule: 'signature',
      where: 'SHA256SUMS.minisig',
      clause: 'a signature names the release that it lies in',
    })
  })

  it('signs what a person approves, and not before', async () => {
    const school = await signingSchool()
    school.definition.policy['approval'] = 'manual'
    await school.writeProject()
    const { periods } = await school.run()
    const { project, data, releases, workspace } = school
    const candidate = periods[0]!.candidate!
    const proposed = join(workspace, 'candidates', candidate)
    expect(readdirSync(proposed, { recursive: true }).map(String).join()).not.toContain('minisig')
    const now = new Date('2026-07-02T00:00:00Z')
    await approve({ project, data, releases, workspace, candidate, now, progress: () => undefined })
    expect(await verify(june(school))).toMatchObject({ passed: true, signature: 'valid' })
  })

  it('signs notices of withdrawal', async () => {
    const school = await signingSchool()
    await school.run()
    const places = [
      '--project',
      school.project,
      '--releases',
      school.releases,
      '--workspace',
      school.workspace,
    ]
    const withdraw = () =>
      kohort('withdraw', june(school), ...places, '--reason', 'A course was counted twice')
    expect((await withdraw()).exitCode).toBe(0)
    expect(await verify(june(school))).toMatchObject({ passed: true, signature: 'valid', findings: [] })
    await rm(join(june(school), 'WITHDRAWN.json.minisig'))
    expect(await verify(june(school))).toMatchObject({
      passed: false,
      findings: [{ rule: 'signature', where: 'WITHDRAWN.json.minisig' }],
    })
    expect((await withdraw()).exitCode).toBe(0)
    expect(await verify(june(school))).toMatchObject({ passed: true })
  })
})

describe('a private key', () => {
  it('is for its owner alone, and never written over', async () => {
    expect(statSync(keyFile()).mode & 0o777).toBe(0o600)
    const before = readFileSync(keyFile(), 'utf8')
    const again = await kohort('keygen', '--key', keyFile(), '--public-key', join(keys, 'new.pub'))
    expect(again.exitCode).toBe(2)
    expect(readFileSync(keyFile(), 'utf8')).toBe(before)
    expect(readdirSync(keys)).not.toContain('new.pub')
    const halfway = await kohort('keygen', '--key', join(keys, 'new.key'), '--public-key', publicKeyFile())
    expect(halfway.exitCode).toBe(2)
    expect(readdirSync(keys).toSorted()).toEqual(['school.key', 'school.pub'])
  })

  it.each([
    {
      what: 'others may read it',
      clause: 'be readable for its owner alone (mode 0600)',
      spoil: () => chmod(keyFile(), 0o640),
    },
    {
      what: 'it lies in the project',
      clause: 'lie outside the folders of the project, its releases, its workspace and its ledger',
      spoil: async (school: TinyProject) => {
        await cp(keyFile(), join(school.project, '..', 'school.key'))
        school.definition.releases['signingKeyFile'] = 'school.key'
      },
    },
    {
      what: 'it is no key',
      clause: 'hold a private Ed25519 key in PEM, as kohort keygen makes it',
      spoil: () => writeFile(keyFile(), 'secret text'),
    },
    {
      what: 'it is missing',
      clause: 'be readable (ENOENT)',
      spoil: () => rm(keyFile()),
    },
  ])('is refused before anything is read, where $what', async ({ clause, spoil }) => {
    const school = await signingSchool()
    await spoil(school)
    await school.writeProject()
    const failure = await school.failure()
    expect(failure.message).toContain(`signingKeyFile must ${clause}`)
    expect(failure.message).not.toContain('secret text')
    expect(failure.exitCode).toBe(1)
  })
})
