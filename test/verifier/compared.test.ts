import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { verificationStatements } from '../../pipeline/verification-statements.ts'
import { verifyRelease } from '../../pipeline/verify.ts'
import { sha256OfFile } from '../../reports/checksums.ts'
import { sayCheckIn } from '../../reports/messages/check/say-check.ts'
import { statementsOf } from '../../verifier/statements.ts'
import { verifyFolder } from '../../verifier/verify-folder.ts'
import { reseal, rewriteManifest } from '../reports/damage.ts'
import { copyOf, freshFolder, tableOf, writeSigned } from './signed-release.ts'

let [september, second, october] = ['', '', '']
beforeAll(async () => {
  const releases = await freshFolder()
  september = (await writeSigned(releases, tableOf({}, '2026-09'))).folder
  second = (await writeSigned(releases, tableOf({}, '2026-09'), null, 2)).folder
  october = (await writeSigned(releases, tableOf())).folder
  return () => rm(releases, { recursive: true })
})

const manifestOf = (folder: string) => sha256OfFile(join(folder, 'manifest.json'))

/** The release of October whose page compares with version 1 of a period. */
async function comparing(manifestSha256: string, period = '2026-09'): Promise<string> {
  const folder = await copyOf(october)
  const named = JSON.stringify({ period, version: 1, manifest_sha256: manifestSha256 }, null, 2)
  await rewriteManifest(
    folder,
    /("previous_manifest_sha256": .*)\n}/,
    `$1,\n  "compared_with": ${named.replaceAll('\n', '\n  ')}\n}`,
  )
  await reseal(folder)
  await rm(join(folder, 'SHA256SUMS.minisig'))
  return folder
}

describe('the release that changes on a page are against', () => {
  it.each([
    {
      what: 'is the one that its reader kept',
      exact: true,
      previous: () => [september],
      said: 'Changes on its page are against the release uzbekistan/2026-09/1, which you gave.',
      rules: [],
    },
    {
      what: 'is not among those that its reader kept',
      exact: false,
      previous: () => [second],
      said: 'The release uzbekistan/2026-09/1, which changes on its page are against, is not among those that you gave.',
      rules: [],
    },
    {
      what: 'is another one of the name that its reader kept',
      exact: false,
      previous: () => [second, september],
      said: 'Changes on its page are not against the release uzbekistan/2026-09/1 that you gave, but another one of that name.',
      rules: ['compared'],
    },
  ])('$what', async ({ exact, previous, said, rules }) => {
    const folder = await comparing(exact ? await manifestOf(september) : '0'.repeat(64))
    const say = sayCheckIn('en')
    const alone = await verifyFolder(folder, null, previous())
    expect(alone.findings.map(({ rule }) => rule)).toEqual(rules)
    expect(statementsOf(alone).map(({ key, values }) => say(key, values))).toContain(said)
    const whole = await verifyRelease(folder, 60, 1, { previous: previous() })
    expect(whole.findings.map(({ rule }) => rule)).toEqual(rules)
    const statements = verificationStatements(whole, { previous: previous() })
    expect(statements.map(({ key, values }) => say(key, values))).toContain(said)
  })

  it('is of a period before, as it is named', async () => {
    const folder = await comparing(await manifestOf(september), '2026-08')
    expect((await verifyFolder(folder, null, [september])).findings).toEqual([
      expect.objectContaining({ rule: 'compared', where: 'uzbekistan/2026-08/1' }),
    ])
    const { findings } = await verifyRelease(folder, 60, 1, { previous: [september] })
    expect(findings).toEqual([expect.objectContaining({ rule: 'compared', where: 'uzbekistan/2026-08/1' })])
  })
})
