import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { cp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { adoptReleases } from '../../../pipeline/ledger/adopt.ts'
import { openCheckedLedger } from '../../../pipeline/ledger/checked-ledger.ts'
import { releaseId } from '../../../pipeline/ledger/known-releases.ts'
import { readLedger } from '../../../pipeline/ledger/read-ledger.ts'
import { withdrawRelease } from '../../../pipeline/ledger/withdraw.ts'
import { verifyRelease } from '../../../pipeline/verify.ts'
import { type TinyProject, tinyProject } from '../tiny-project.ts'

const now = new Date('2026-07-01T00:00:00Z')
const tiny = { id: 'tiny', grains: ['month'], auditSeconds: 60 } as const
const ledgerOf = (school: TinyProject) => join(school.workspace, 'ledger')
const pathsOf = (school: TinyProject) => ({ ledger: ledgerOf(school), releases: school.releases })
const may = (school: TinyProject) => join(school.releases, '2026-05/v1')
const kinds = async (ledger: string) =>
  (await readLedger(ledger, now)).entries.map(({ content }) => content.kind)

async function released(periods: 'may' | 'both' = 'may'): Promise<TinyProject> {
  const school = await tinyProject()
  await school.run({ period: periods === 'may' ? '2026-05' : undefined })
  return school
}

describe('a night', () => {
  it('enters each release before and after it appears, with the hash of its manifest', async () => {
    const school = await released('both')
    const { entries, known } = await readLedger(ledgerOf(school), now)
    expect(entries.map(({ content }) => content.kind)).toEqual([
      'intended',
      'published',
      'intended',
      'published',
    ])
    expect(known.map(({ release, state }) => [releaseId(release), state])).toEqual([
      ['tiny/2026-05/1', 'published'],
      ['tiny/2026-06/1', 'published'],
    ])
    expect(known[0]!.release.tables.map(({ id, rows }) => [id, rows])).toEqual([
      ['active', 9],
      ['courses', 6],
      ['joined', 3],
    ])
  })

  it('adds nothing where nothing is due, and a plan never looks', async () => {
    const school = await released()
    await school.run({ period: '2026-05' })
    await school.run({ publish: false })
    expect(await kinds(ledgerOf(school))).toEqual(['intended', 'published'])
    const other = await tinyProject()
    await other.run({ publish: false })
    expect(existsSync(ledgerOf(other))).toBe(false)
  })

  it('does not release again what is archived, for it is known', async () => {
    const school = await released()
    await rm(may(school), { recursive: true })
    expect(await school.run({ period: '2026-05' })).toMatchObject({
      periods: [],
      alreadyReleased: ['2026-05'],
    })
    expect((await school.run({ period: undefined })).periods.map(({ period }) => period.id)).toEqual([
      '2026-06',
    ])
  })
})

describe('nothing is published', () => {
  const withheld = async (school: TinyProject, says: RegExp | string): Promise<void> => {
    const failure = await school.failure()
    expect(failure.message).toMatch(says)
    expect(failure.exitCode).toBe(3)
    expect(existsSync(join(school.releases, '2026-06'))).toBe(false)
    school.expectNoVault()
  }

  it('where a release lies in the folder that the ledger does not know', async () => {
    const school = await released()
    await rm(ledgerOf(school), { recursive: true })
    await withheld(
      school,
      /^withheld: the ledger must know every release in the releases folder: .*kohort ledger restore.*kohort ledger adopt.*\. Provided value: 2026-05\/v1$/,
    )
  })

  it('where a release is not the one that the ledger knows', async () => {
    const school = await released()
    const manifest = join(may(school), 'manifest.json')
    await writeFile(manifest, (await readFile(manifest, 'utf8')).replace('A tiny school', 'A tidy school'))
    await withheld(
      school,
      /^withheld: a release must be the one that the ledger knows: .* Provided value: 2026-05\/v1$/,
    )
  })

  it('where an entry is gone, edited or there twice, or a release says that it is withdrawn and no entry does', async () => {
    const school = await released()
    const entry = join(ledgerOf(school), 'entries/000001.json')
    const text = await readFile(entry, 'utf8')
    await rm(entry)
    await withheld(school, 'its entries are numbered without a gap')
    await writeFile(entry, text.replace('"version":1', '"version":2'))
    await withheld(school, 'each entry names the hash of the one before')
    await writeFile(entry, text)
    await writeFile(join(ledgerOf(school), 'entries/000003.json'), text)
    await withheld(school, 'an entry has the number of its file')
    await rm(join(ledgerOf(school), 'entries/000003.json'))
    await writeFile(join(may(school), 'WITHDRAWN.json'), '{}')
    await withheld(school, 'the ledger must know every withdrawal')
    await rm(join(may(school), 'WITHDRAWN.json'))
    expect((await school.run()).periods.map(({ outcome }) => outcome)).toEqual(['released'])
  })

  it('where an older state of the ledger was put back', async () => {
    const school = await released()
    await cp(ledgerOf(school), join(school.folder, 'older'), { recursive: true })
    await school.run()
    await rm(ledgerOf(school), { recursive: true })
    await rename(join(school.folder, 'older'), ledgerOf(school))
    const failure = await school.failure()
    expect(failure.message).toMatch(/must know every release .* Provided value: 2026-06\/v1$/)
  })

  it('where the clock has gone back', async () => {
    const school = await released()
    const failure = await school.failure({ now: new Date('2026-06-30T23:00:00Z') })
    expect(failure.message).toMatch(/^withheld: the clock must not go back/)
  })
})

describe('a run that was stopped while it published', () => {
  /** Takes the last entry away, and the head with it. */
  async function stopBeforePublished(school: TinyProject): Promise<void> {
    const folder = join(school.folder, 'before')
    await school.run({ period: '2026-05' })
    const { entries } = await readLedger(ledgerOf(school), now)
    await cp(ledgerOf(school), folder, { recursive: true })
    await rm(join(folder, 'entries/000002.json'))
    const head = { format: entries[0]!.format, sequence: 1, sha256: entries[1]!.previous }
    await writeFile(join(folder, 'head.json'), `${JSON.stringify(head)}\n`)
    await rm(ledgerOf(school), { recursive: true })
    await rename(folder, ledgerOf(school))
  }

  it('has published if its release is there', async () => {
    const school = await tinyProject()
    await stopBeforePublished(school)
    expect((await school.run({ period: '2026-05' })).alreadyReleased).toEqual(['2026-05'])
    expect(await kinds(ledgerOf(school))).toEqual(['intended', 'published'])
  })

  it('has not if it is not, and the period is released', async () => {
    const school = await tinyProject()
    await stopBeforePublished(school)
    await rm(may(school), { recursive: true })
    expect((await school.run({ period: '2026-05' })).periods.map(({ outcome }) => outcome)).toEqual([
      'released',
    ])
    expect(await kinds(ledgerOf(school))).toEqual(['intended', 'voided', 'intended', 'published'])
  })

  it('is looked for in the folder that it published to, and nothing happens while that is away', async () => {
    const school = await tinyProject()
    await stopBeforePublished(school)
    const elsewhere = join(school.folder, 'elsewhere')
    await rename(school.releases, join(school.folder, 'away'))
    const failure = await school.failure({ releases: elsewhere })
    expect(failure.message).toMatch(/^withheld: a run was stopped while it published tiny\/2026-05\/1, /)
    await rename(join(school.folder, 'away'), school.releases)
    expect((await school.run({ releases: elsewhere, period: '2026-05' })).alreadyReleased).toEqual([
      '2026-05',
    ])
    expect(await kinds(ledgerOf(school))).toEqual(['intended', 'published'])
  })

  it('makes the next one stop where another release lies in its place', async () => {
    const school = await tinyProject()
    await stopBeforePublished(school)
    await writeFile(
      join(may(school), 'manifest.json'),
      `${readFileSync(join(may(school), 'manifest.json'))} `,
    )
    expect((await school.failure()).message).toMatch(/a release lies in its place as it was entered/)
  })
})

describe('adopting', () => {
  it('takes the releases of a folder into a new ledger, with the same figures and withdrawals', async () => {
    const school = await released('both')
    const before = (await readLedger(ledgerOf(school), now)).known
    await withdrawRelease(
      pathsOf(school),
      tiny,
      { release: may(school), reason: 'A mistake', on: '2026-07-01' },
      now,
    )
    await rm(ledgerOf(school), { recursive: true })
    const result = await adoptReleases(pathsOf(school), tiny, now, () => undefined)
    expect(result).toMatchObject({ adopted: ['2026-05/v1', '2026-06/v1'], known: [] })
    const { known } = await readLedger(ledgerOf(school), now)
    expect(known.map(({ release }) => release)).toEqual(before.map(({ release }) => release))
    expect(known.map(({ state }) => state)).toEqual(['withdrawn', 'published'])
    expect((await school.run({ period: undefined })).alreadyReleased).toEqual(['2026-05', '2026-06'])
    expect(await adoptReleases(pathsOf(school), tiny, now, () => undefined)).toMatchObject({
      adopted: [],
      known: ['2026-05/v1', '2026-06/v1'],
    })
  })

  it('takes none in where verify has a finding about one', async () => {
    const school = await released('both')
    await rm(ledgerOf(school), { recursive: true })
    await writeFile(join(school.releases, '2026-06/v1/tables/active.csv'), 'region\n')
    await expect(adoptReleases(pathsOf(school), tiny, now, () => undefined)).rejects.toThrow(
      /^withheld: a release is taken into the ledger only if nothing speaks against it \(checksum\)/,
    )
    expect((await readLedger(ledgerOf(school), now)).entries).toEqual([])
  })
})

describe('a withdrawn release', () => {
  const withdrawal = { release: '2026-05/v1', reason: 'A course was counted twice', on: '2026-07-01' }

  it('stays whole and known, says so, and is not released again', async () => {
    const school = await released()
    const { notice, files } = await withdrawRelease(pathsOf(school), tiny, withdrawal, now)
    expect(files).toEqual([join(may(school), 'WITHDRAWN.json')])
    const verified = await verifyRelease(may(school), 60)
    expect(verified).toMatchObject({ passed: true, findings: [], withdrawn: notice })
    expect(verified.warnings).toContain('withdrawn on 2026-07-01: A course was counted twice')
    const again = await school.run({ period: '2026-05' })
    expect(again).toMatchObject({ periods: [], alreadyReleased: ['2026-05'], withdrawn: ['2026-05'] })
    await rm(may(school), { recursive: true })
    expect((await school.run({ period: '2026-05' })).periods).toEqual([])
  })

  it('has one canonical notice, which names the manifest', async () => {
    const school = await released()
    await withdrawRelease(pathsOf(school), tiny, withdrawal, now)
    const [known] = (await readLedger(ledgerOf(school), now)).known
    expect(readFileSync(join(may(school), 'WITHDRAWN.json'), 'utf8')).toBe(
      `{"format":"kohort-withdrawal/1","manifest_sha256":"${known!.release.manifest_sha256}","reason":"A course was counted twice","release":"tiny/2026-05/1","withdrawn_on":"2026-07-01"}\n`,
    )
  })

  it('gets its notice at the next start where a crash left it without', async () => {
    const school = await released()
    await withdrawRelease(pathsOf(school), tiny, withdrawal, now)
    const notice = await readFile(join(may(school), 'WITHDRAWN.json'))
    await rm(join(may(school), 'WITHDRAWN.json'))
    await openCheckedLedger(pathsOf(school), tiny, now)
    expect(await readFile(join(may(school), 'WITHDRAWN.json'))).toEqual(notice)
  })

  it('is withdrawn once', async () => {
    const school = await released()
    await withdrawRelease(pathsOf(school), tiny, withdrawal, now)
    await withdrawRelease(pathsOf(school), tiny, withdrawal, now)
    expect(await kinds(ledgerOf(school))).toEqual(['intended', 'published', 'withdrawn'])
    const other = { ...withdrawal, reason: 'Another reason' }
    await expect(withdrawRelease(pathsOf(school), tiny, other, now)).rejects.toThrow(/withdrawn once/)
    await expect(
      withdrawRelease(pathsOf(school), tiny, { ...withdrawal, release: '2026-06/v1' }, now),
    ).rejects.toThrow('must be one that the ledger knows. Provided value: 2026-06/v1')
  })

  it('is a finding where the notice is another release’s, or no notice', async () => {
    const school = await released('both')
    await withdrawRelease(pathsOf(school), tiny, withdrawal, now)
    const june = join(school.releases, '2026-06/v1')
    for (const name of ['WITHDRAWN.json', 'WITHDRAWN.md']) await cp(join(may(school), name), join(june, name))
    for (const folder of [june, may(school)]) {
      if (folder !== june) await writeFile(join(folder, 'WITHDRAWN.json'), '{}\n')
      const { passed, withdrawn, findings } = await verifyRelease(folder, 60)
      expect([passed, withdrawn, findings.map(({ rule }) => rule)]).toEqual([false, null, ['withdrawal']])
    }
  })
})

describe('two projects about one population', () => {
  async function twoProjects(): Promise<readonly [TinyProject, TinyProject]> {
    const [one, other] = [await tinyProject(), await tinyProject()]
    for (const school of [one, other]) school.definition.releases['ledger'] = join(one.folder, 'shared')
    other.definition.project.id = 'other'
    await one.write()
    await other.write()
    return [one, other]
  }

  it('share one ledger, whichever wrote last', async () => {
    const [one, other] = await twoProjects()
    await one.run({ period: '2026-05' })
    await other.run({ period: '2026-06' })
    const { known } = await readLedger(join(one.folder, 'shared'), now)
    expect(known.map(({ release }) => releaseId(release))).toEqual(['tiny/2026-05/1', 'other/2026-06/1'])
    expect((await one.run({ period: '2026-05' })).alreadyReleased).toEqual(['2026-05'])
    expect(readdirSync(one.workspace)).not.toContain('ledger')
  })

  it('may not publish about the same days, which is not protected together yet', async () => {
    const [one, other] = await twoProjects()
    await one.run({ period: '2026-05' })
    const failure = await other.failure({ period: '2026-05' })
    expect(failure.message).toBe(
      'withheld: releases about one population in overlapping periods are not protected together yet. Provided value: 2026-05, beside tiny/2026-05/1 in the ledger',
    )
    expect(readdirSync(other.folder)).not.toContain('releases')
  })

  it('may not both keep what is known of learners, which would be lost to the first', async () => {
    const [one, other] = await twoProjects()
    for (const school of [one, other]) {
      school.definition.releases['revise'] = { days: 60 }
      delete school.definition.policy['zeros']
      await school.write()
    }
    await one.run({ period: '2026-05' })
    expect(await other.failure({ period: '2026-06' })).toMatchObject({
      exitCode: 3,
      message: expect.stringContaining('put both into one project. Provided value: tiny'),
    })
    expect(readdirSync(other.folder)).not.toContain('releases')
  })

  it('wait for one another', async () => {
    const [one, other] = await twoProjects()
    const first = one.run({ period: '2026-05' })
    while (!existsSync(join(one.folder, 'shared/lock')))
      await new Promise((resolve) => setTimeout(resolve, 1))
    expect((await other.failure()).message).toMatch(/^another run holds the ledger \(process /)
    expect((await first).periods.map(({ outcome }) => outcome)).toEqual(['released'])
  })
})
