import { cp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { verifyRelease } from '../../pipeline/verify.ts'
import { sayCheckIn } from '../../reports/messages/check/say-check.ts'
import { parsePublicKey } from '../../reports/signature/minisign.ts'
import { readPublicKey } from '../../verifier/minisign.ts'
import { statementsOf, verdictOf } from '../../verifier/statements.ts'
import { verifyFolder } from '../../verifier/verify-folder.ts'
import { flipByte, reseal, rewriteManifest, rewriteText } from '../reports/damage.ts'
import { copyOf, freshFolder, keyText, otherKeyText, tableOf, writeSigned } from './signed-release.ts'

let [september, october, unrelated] = ['', '', '']

beforeAll(async () => {
  const releases = await freshFolder()
  const before = await writeSigned(releases, tableOf({}, '2026-09'))
  september = before.folder
  october = (await writeSigned(releases, tableOf(), before.manifestSha256)).folder
  unrelated = (await writeSigned(releases, tableOf(), null, 2)).folder
  return () => rm(releases, { recursive: true })
})

const key = readPublicKey(keyText)

async function told(folder: string, withKey = key, previous: readonly string[] = []) {
  const verification = await verifyFolder(folder, withKey, previous)
  const say = sayCheckIn('en')
  const statements = statementsOf(verification)
  const wrong = statements.filter(({ outcome }) => outcome === 'wrong').map((one) => say(one.key, one.values))
  return { ...verification, statements, wrong, verdict: verdictOf(verification) }
}

describe('a release as it was published', () => {
  it('passes with the key and the release before', async () => {
    const { passed, statements, verdict } = await told(october, key, [september])
    expect(passed).toBe(true)
    expect(statements.map(({ outcome, key: said }) => `${outcome} ${said}`)).toEqual([
      'fine filesSigned',
      'fine signatureFine',
      'fine manifestFine',
      'fine tablesFine',
      'fine minimumFine',
      'fine sumsFine',
      'fine hiddenFineAlone',
      'fine previousFine',
      'open limitsAlone',
    ])
    expect(verdict).toBe('verdictProven')
  })

  it('is not called proven without the key', async () => {
    const { passed, statements, verdict } = await told(october, null)
    expect(passed).toBe(true)
    expect(statements.map(({ outcome, key: said }) => `${outcome} ${said}`)).toContain(
      'open signatureUnchecked',
    )
    expect(statements.map(({ key: said }) => said)).not.toContain('filesSigned')
    expect(verdict).toBe('verdictFine')
  })

  it('says how it stands to the releases that were given', async () => {
    const said = async (folder: string, ...previous: string[]) =>
      (await told(folder, key, previous)).statements.find(({ key: one }) => one.startsWith('previous'))?.key
    expect(await said(october)).toBe('previousOpen')
    expect(await said(october, unrelated)).toBe('previousOther')
    expect(await said(september)).toBe('previousFirst')
    expect(await said(unrelated, september)).toBe('previousFirstOdd')
  })
})

const csv = 'tables/test-results.csv'
const parquet = 'tables/test-results.parquet'
const signature = 'SHA256SUMS.minisig'

/** Each damage, and what a reader with the key must be told of it. */
const damages: readonly {
  readonly what: string
  readonly damage: (folder: string) => Promise<unknown>
  readonly words: string
}[] = [
  {
    what: 'a byte of Parquet flipped',
    damage: (folder) => flipByte(folder, parquet, 200),
    words: `The file ${parquet} was changed or damaged`,
  },
  {
    what: 'a figure changed in the CSV',
    damage: (folder) => rewriteText(folder, csv, (text) => text.replace(',60,', ',61,')),
    words: `The file ${csv} was changed or damaged`,
  },
  {
    what: 'a figure changed, and all hashes with it',
    damage: async (folder) => {
      await rewriteText(folder, csv, (text) => text.replace(',60,A', ',61,A'))
      await reseal(folder)
    },
    words: `${signature} does not fit`,
  },
  {
    what: 'a file removed',
    damage: (folder) => rm(join(folder, parquet)),
    words: `The file ${parquet} is missing`,
  },
  {
    what: 'a file added',
    damage: (folder) => writeFile(join(folder, 'tables/more.csv'), 'a\n'),
    words: 'The file tables/more.csv was added',
  },
  {
    what: 'two files swapped',
    damage: async (folder) => {
      await rename(join(folder, csv), join(folder, 'x'))
      await rename(join(folder, parquet), join(folder, csv))
      await rename(join(folder, 'x'), join(folder, parquet))
    },
    words: `The file ${csv} was changed or damaged`,
  },
  {
    what: 'the comment of the signature changed',
    damage: (folder) => rewriteText(folder, signature, (text) => text.replace('2026-10', '2026-11')),
    words: `The comment in ${signature} was changed`,
  },
  {
    what: 'the signature of another release, and its list',
    damage: async (folder) => {
      for (const name of ['SHA256SUMS', signature]) await cp(join(september, name), join(folder, name))
    },
    words: `${signature} was made for another release`,
  },
  {
    what: 'the signature removed',
    damage: (folder) => rm(join(folder, signature)),
    words: `${signature} is missing: nobody signed`,
  },
  {
    what: 'the signature damaged',
    damage: (folder) => writeFile(join(folder, signature), 'signed, me\n'),
    words: `${signature} is not in the form of a signature`,
  },
  {
    what: 'the manifest edited, and all hashes with it',
    damage: async (folder) => {
      await rewriteManifest(folder, '"as_of": "2026-11-02"', '"as_of": "2026-11-03"')
      await reseal(folder)
    },
    words: `${signature} does not fit`,
  },
  {
    what: 'a file put into both lists that belongs to nothing',
    damage: async (folder) => {
      await writeFile(join(folder, 'names.csv'), 'Aziza\n')
      await reseal(folder)
    },
    words: 'The file names.csv was added',
  },
  {
    what: 'a manifest that says more than it may',
    damage: async (folder) => {
      await rewriteManifest(folder, '"version": 1,\n  "as_of"', '"version": 1,\n  "hidden": 7,\n  "as_of"')
      await reseal(folder)
    },
    words: 'manifest.json, is missing or damaged, or says something that it may not',
  },
  {
    what: 'a manifest that says one thing twice',
    damage: async (folder) => {
      await rewriteManifest(folder, '"version": 1,', '"version": 7,\n  "version": 1,')
      await reseal(folder)
    },
    words: 'manifest.json, is missing or damaged, or says something that it may not',
  },
  {
    what: 'a link in the place of a file',
    damage: async (folder) => {
      await rm(join(folder, csv))
      await symlink('/etc/hostname', join(folder, csv))
    },
    words: `${csv} is a link`,
  },
  {
    what: 'a list that names a file outside',
    damage: (folder) => rewriteText(folder, 'SHA256SUMS', (text) => `${'0'.repeat(64)}  ../secret\n${text}`),
    words: 'The list of checksums, SHA256SUMS, is missing or not in its form',
  },
  {
    what: 'a notice of withdrawal of another release',
    damage: (folder) => writeFile(join(folder, 'WITHDRAWN.json'), '{"format":"kohort-withdrawal/1"}\n'),
    words: 'The notice of withdrawal in the folder is damaged or belongs to another release',
  },
]

describe('a release that somebody changed', () => {
  it.each(damages)('$what: is found by both programs, and said in words', async ({ damage, words }) => {
    const folder = await copyOf(october)
    await damage(folder)
    const { passed, wrong, verdict } = await told(folder)
    expect(wrong.join('\n')).toContain(words)
    expect([passed, verdict]).toEqual([false, 'verdictWrong'])
    const other = await verifyRelease(folder, 60, 1, { publicKey: parsePublicKey(keyText) })
    expect(other.passed).toBe(false)
  })

  it('is told by another key', async () => {
    const { wrong } = await told(october, readPublicKey(otherKeyText))
    expect(wrong).toEqual([`${signature} was made with another key than the one that you gave.`])
  })

  it('gives no file of another release as its own', async () => {
    const folder = await copyOf(october)
    await cp(join(september, csv), join(folder, csv))
    expect((await told(folder)).wrong.join()).toContain(csv)
  })
})

describe('figures that were forged with everything made anew', () => {
  it.each([
    {
      what: 'one of two hidden parts revealed',
      table: tableOf({ 'UZ-AN m': [40, 25] }),
      words: 'In the table test-results hidden figures that rest on too few learners can be computed',
    },
    {
      what: 'a figure of too few learners shown',
      table: tableOf({ 'UZ-AN f': [7, 3], 'UZ-AN m': [40, 26] }),
      words: 'The table test-results shows figures of fewer than 10 learners',
    },
    {
      what: 'a total that is not that of its parts',
      table: tableOf({ '_T _T': [268, 161] }),
      words: 'In the table test-results figures contradict each other',
    },
    {
      what: 'a group in which all passed',
      table: tableOf({ 'UZ-TK f': [60, 60], 'UZ-TK m': [80, 30] }),
      words: 'or what all of a group share',
    },
  ])('$what: is found by both programs', async ({ table, words }) => {
    const releases = await copyOf(join(october, 'tables'))
    const { folder } = await writeSigned(releases, table)
    const { wrong } = await told(folder)
    expect(wrong.join('\n')).toContain(words)
    expect((await verifyRelease(folder, 60, 1, { publicKey: parsePublicKey(keyText) })).passed).toBe(false)
  })
})

it('cannot be made to print what passes for a verdict', async () => {
  const folder = await copyOf(october)
  await writeFile(join(folder, 'a\u001b[2J\nRESULT: nothing is wrong'), '')
  const { wrong } = await told(folder)
  expect(wrong).toEqual([
    'The file a\\u{1b}[2J\\u{a}RESULT: nothing is wrong was added: it does not belong to the release.',
  ])
  expect(await readFile(join(folder, 'SHA256SUMS'), 'utf8')).not.toContain('RESULT')
})
