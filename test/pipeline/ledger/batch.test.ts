import { existsSync, readdirSync } from 'node:fs'
import { appendFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { approve, reject } from '../../../pipeline/approval/approve.ts'
import { readLedger } from '../../../pipeline/ledger/read-ledger.ts'
import { startKohort } from '../command-line.ts'
import { ledgerOf, publicContent } from '../ledger-content.ts'
import { hashesBelow, reproducible } from '../released-files.ts'
import { type TinyProject, tinyProject } from '../tiny-project.ts'

const kinds = async (school: TinyProject) =>
  (await readLedger(ledgerOf(school), new Date())).entries.map(({ content }) => content.kind)
const nextNight = (school: TinyProject) => school.run({ period: '2026-05', now: new Date() })

/** Runs a verb until a file or folder gets its name. */
async function kill(school: TinyProject, at: string, verb: string, ...args: string[]): Promise<void> {
  const folders = ['--project', school.project, '--data', school.data, '--workspace', school.workspace]
  const command = [verb, ...folders, '--releases', school.releases, ...args]
  const preload = [resolve('test/pipeline/kill-at.ts')]
  expect((await startKohort(command, { KILL_AT: at }, preload).ended).exitCode, at).toBeNull()
}

const killNight = (school: TinyProject, at: string) =>
  kill(school, at, 'run', '--as-of', '2026-06-30', '--period', '2026-05')

describe('a night with nothing due', () => {
  it('checks the ledger all the same', async () => {
    const school = await tinyProject()
    await school.run({ period: undefined })
    await appendFile(join(ledgerOf(school), 'entries/000001.json'), ' ')
    const failure = await school.failure({ period: undefined })
    expect(failure.message).toMatch(/^withheld: the ledger must be whole/)
    expect(failure.exitCode).toBe(3)
  })

  it('settles what a killed night left open', async () => {
    const school = await tinyProject()
    await killNight(school, 'after /2026-05/v1')
    expect(await kinds(school)).toEqual(['intended'])
    expect(await nextNight(school)).toMatchObject({ outcome: 'idle', alreadyReleased: ['2026-05'] })
    expect(await kinds(school)).toEqual(['intended', 'published'])
  })
})

describe('a dry run', () => {
  it.each([
    { at: 'before /2026-05/v1', released: [], planned: ['2026-05'] },
    { at: 'after /2026-05/v1', released: ['2026-05'], planned: [] },
  ])(
    'after a night that was killed $at says what a run would, and writes nothing to the ledger',
    async ({ at, released, planned }) => {
      const school = await tinyProject()
      await killNight(school, at)
      // The lock is the dead process's.
      const inLedger = () => [...hashesBelow(ledgerOf(school))].filter(([path]) => path !== 'lock')
      const before = inLedger()
      const dry = await school.run({ period: '2026-05', dryRun: true, now: new Date() })
      expect(dry.alreadyReleased).toEqual(released)
      expect(dry.periods.map(({ period }) => period.id)).toEqual(planned)
      expect(inLedger()).toEqual(before)
    },
  )

  it('is withheld where a run would be', async () => {
    const school = await tinyProject()
    await school.run({ period: '2026-05' })
    await appendFile(join(ledgerOf(school), 'entries/000001.json'), ' ')
    expect((await school.failure({ dryRun: true })).message).toMatch(/^withheld: the ledger must be whole/)
  })
})

async function cautious(change?: (school: TinyProject) => void): Promise<TinyProject> {
  const school = await tinyProject()
  school.definition.policy['approval'] = 'manual'
  change?.(school)
  await school.writeProject()
  return school
}

const candidates = ({ workspace }: TinyProject) =>
  readdirSync(join(workspace, 'candidates')).filter((name) => !name.endsWith('.json'))

function verdict(school: TinyProject) {
  const { project, data, releases, workspace } = school
  const [candidate = ''] = candidates(school)
  return { project, data, releases, workspace, candidate, now: new Date(), progress: () => undefined }
}

describe('a candidate', () => {
  it('is in no ledger, and by approval enters as a night of other projects enters it', async () => {
    const [school, whole] = [await cautious(), await tinyProject()]
    await whole.run({ period: '2026-05' })
    await nextNight(school)
    expect(await kinds(school)).toEqual([])
    await approve(verdict(school))
    expect(await kinds(school)).toEqual(['intended', 'published'])
    expect(await publicContent(school)).toEqual(await publicContent(whole))
  })

  it('that is rejected leaves the ledger as it is', async () => {
    const school = await cautious()
    await nextNight(school)
    const before = hashesBelow(ledgerOf(school))
    await reject(verdict(school))
    expect(hashesBelow(ledgerOf(school))).toEqual(before)
  })

  it('is not approved beside a ledger that is not whole', async () => {
    const school = await cautious()
    await nextNight(school)
    await appendFile(join(ledgerOf(school), 'head.json'), ' ')
    await expect(approve(verdict(school))).rejects.toThrow(/^withheld: the ledger must be whole/)
    expect(existsSync(school.releases)).toBe(false)
  })

  it('falls where another project has published about its days meanwhile', async () => {
    const other = await tinyProject()
    const shared = join(other.folder, 'shared')
    other.definition.project.id = 'other'
    other.definition.releases['ledger'] = shared
    await other.writeProject()
    const school = await cautious(({ definition }) => {
      definition.releases['ledger'] = shared
    })
    await nextNight(school)
    await nextNight(other)
    await expect(approve(verdict(school))).rejects.toThrow(
      /^withheld: 2026-05-v1-\w+ is superseded: other\/2026-05\/1 is in the ledger, which shares days with it$/,
    )
    expect(existsSync(school.releases)).toBe(false)
    expect((await school.failure({ period: '2026-05', now: new Date() })).exitCode).toBe(3)
    expect(candidates(school)).toEqual([])
  })

  it.each([
    { at: 'before /entries/000001.json', out: false, kinds: ['intended', 'published'] },
    { at: 'after /entries/000001.json', out: false, kinds: ['intended', 'voided', 'intended', 'published'] },
    { at: 'before /2026-05/v1', out: false, kinds: ['intended', 'voided', 'intended', 'published'] },
    { at: 'after /2026-05/v1', out: true, kinds: ['intended', 'published'] },
    { at: 'after /entries/000002.json', out: true, kinds: ['intended', 'published'] },
  ])('whose approval is killed $at is out and known, or can be approved again', async (one) => {
    const [school, whole] = [await cautious(), await tinyProject()]
    await whole.run({ period: '2026-05' })
    await nextNight(school)
    const [candidate = ''] = candidates(school)
    await kill(school, one.at, 'approve', candidate)
    expect(existsSync(join(school.releases, '2026-05/v1'))).toBe(one.out)
    if (!one.out) await approve(verdict(school))
    const next = await nextNight(school)
    expect(next).toMatchObject({ alreadyReleased: ['2026-05'], periods: [] })
    expect(candidates(school)).toEqual([])
    expect(await kinds(school)).toEqual(one.kinds)
    expect(reproducible(school.releases)).toEqual(reproducible(whole.releases))
    expect(await publicContent(school)).toEqual(await publicContent(whole))
  })
})
