import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { readPublicKey } from '../../pipeline/check-signatures.ts'
import { tellVerification } from '../../pipeline/tell-verification.ts'
import { type Besides, verifyRelease } from '../../pipeline/verify.ts'
import type { CheckLanguage } from '../../reports/messages/check/check-language.ts'
import { flipByte } from '../reports/damage.ts'
import {
  copyOf,
  freshFolder,
  keyText,
  otherKeyText,
  tableOf,
  writeSigned,
} from '../verifier/signed-release.ts'
import { kohort } from './command-line.ts'

let [place, september, october] = ['', '', '']
const key = () => readPublicKey(join(place, 'school.pub'))
const others = () => readPublicKey(join(place, 'others.pub'))

beforeAll(async () => {
  place = await freshFolder()
  await writeFile(join(place, 'school.pub'), keyText)
  await writeFile(join(place, 'others.pub'), otherKeyText)
  const before = await writeSigned(place, tableOf({}, '2026-09'))
  september = before.folder
  october = (await writeSigned(place, tableOf(), before.manifestSha256)).folder
  return () => rm(place, { recursive: true })
})

async function told(folder: string, besides: Besides = {}, language: CheckLanguage = 'en') {
  const { text, ...rest } = tellVerification(await verifyRelease(folder, 60, 1, besides), besides, language)
  return { lines: text.split('\n'), ...rest }
}

describe('what verify tells a lay reader', () => {
  it('is what it checked, with which result, and the verdict last', async () => {
    const { lines } = await told(october, { publicKey: await key(), previous: [september] })
    expect(lines).toEqual([
      'Check of the release uzbekistan/2026-10/1',
      '',
      'Fine:        Files checked: 7. All of them are as the publisher wrote them.',
      expect.stringMatching(/^Fine: {8}The signature belongs to the key that you gave \([0-9A-F]{16}\)\.$/),
      'Fine:        The description of the release, manifest.json, is complete and agrees with the files.',
      'Fine:        Tables checked: 1, rows: 12. Each is complete and has the declared columns only.',
      'Fine:        The same figures stand in all other formats that were read.',
      'Fine:        Every figure shown rests on at least 10 learners, as far as the release can tell.',
      'Fine:        Totals agree with their parts, and percentages with their counts, wherever all of them are shown.',
      'Fine:        Whatever is computed from the figures shown, no hidden one turns out to be of fewer than 10 learners.',
      'Fine:        It follows the release uzbekistan/2026-09/1 that you gave.',
      'Not checked: Whether the learners were counted rightly: only who has the source data can tell.',
      '',
      'RESULT: nothing is wrong, and the release is from the owner of the key that you gave.',
    ])
  })

  it('does not say that PDFs were read', async () => {
    const verified = await verifyRelease(october, 60, 1)
    const manifest = { ...verified.manifest!, formats: ['page' as const, 'pdf' as const] }
    const { checks } = tellVerification({ ...verified, manifest }, {}, 'en')
    expect(checks).toContainEqual({
      outcome: 'open',
      key: 'formatsPdf',
      text: 'What the PDF files show, beyond their being unchanged.',
    })
  })

  it.each([
    {
      language: 'uz',
      first: 'uzbekistan/2026-10/1 nashrini tekshirish',
      last: /^Natija: xato topilmadi, lekin/,
    },
    {
      language: 'uz-Cyrl',
      first: 'uzbekistan/2026-10/1 нашрини текшириш',
      last: /^Натижа: хато топилмади, лекин/,
    },
    { language: 'ru', first: 'Проверка выпуска uzbekistan/2026-10/1', last: /^ИТОГ: ошибок не найдено, но/ },
    {
      language: 'en',
      first: 'Check of the release uzbekistan/2026-10/1',
      last: /^RESULT: nothing wrong was found, but/,
    },
  ] as const)(
    'is told in $language, and not called proven without a key',
    async ({ language, first, last }) => {
      const { lines, checks } = await told(october, {}, language)
      expect([lines[0], lines.at(-1)]).toEqual([first, expect.stringMatching(last)])
      expect(checks.filter(({ outcome }) => outcome === 'open').map((one) => one.key)).toEqual([
        'signatureUnchecked',
        'previousOpen',
        'limits',
      ])
    },
  )

  it('names the file that was changed, and what engineers need below', async () => {
    const folder = await copyOf(october)
    await flipByte(folder, 'tables/test-results.csv', 100)
    const { lines, checks } = await told(folder)
    expect(lines[2]).toBe(
      'Wrong:       The file tables/test-results.csv was changed or damaged: it is not the one that was listed.',
    )
    expect(lines).toContain('  checksum: tables/test-results.csv: a file has the SHA-256 stated for it')
    expect(lines.at(-1)).toMatch(/^RESULT: something is wrong/)
    expect(checks.map((one) => one.key)).not.toContain('formatsFine')
  })

  it('does not call figures fine that it could not read', async () => {
    const folder = await copyOf(october)
    await writeFile(join(folder, 'manifest.json'), '{"format": ')
    const { checks } = await told(folder)
    expect(checks.filter(({ outcome }) => outcome === 'fine')).toEqual([])
    expect(checks.map((one) => one.key)).toEqual(expect.arrayContaining(['manifestBroken', 'figuresOpen']))
  })

  it('says what a hidden figure suffers from', async () => {
    const { folder } = await writeSigned(await copyOf(september), tableOf({ 'UZ-AN m': [40, 25] }))
    const { checks } = await told(folder, { publicKey: await key() })
    expect(checks.map((one) => one.text)).toContain(
      'In the table test-results hidden figures that rest on too few learners can be computed from the others, or nearly.',
    )
  })

  it('says that a signature proves nothing, or is missing', async () => {
    const wrongOf = async (folder: string, publicKey: Besides['publicKey']) => {
      const { checks } = await told(folder, { publicKey: publicKey ?? null })
      return checks.filter(({ outcome }) => outcome === 'wrong').map((one) => one.key)
    }
    expect(await wrongOf(october, await others())).toEqual(['signatureBroken'])
    const folder = await copyOf(october)
    await rm(join(folder, 'SHA256SUMS.minisig'))
    expect(await wrongOf(folder, await key())).toEqual(['signatureMissing'])
    expect((await told(folder)).checks.map((one) => one.key)).toContain('unsigned')
  })
})

it('is on the command line by --language, and in JSON beside what was there', async () => {
  const { stdout, exitCode } = await kohort('verify', october, '--language', 'ru', '--json')
  expect(exitCode).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({
    release: 'uzbekistan/2026-10/1',
    passed: true,
    findings: [],
    follows: null,
    checks: expect.arrayContaining([expect.objectContaining({ outcome: 'open', key: 'previousOpen' })]),
    verdict: 'ИТОГ: ошибок не найдено, но не доказано, кто составил выпуск.',
  })
  expect((await kohort('verify', october, '--language', 'fr')).exitCode).toBe(2)
})
