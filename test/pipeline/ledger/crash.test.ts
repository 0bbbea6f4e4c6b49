import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { verifyLedger } from '../../../pipeline/ledger/ledger-verify.ts'
import { readLedger } from '../../../pipeline/ledger/read-ledger.ts'
import { startKohort } from '../command-line.ts'
import { ledgerOf, publicContent } from '../ledger-content.ts'
import { reproducible } from '../released-files.ts'
import { copyOf } from '../school-copy.ts'
import { type TinyProject, tinyProject } from '../tiny-project.ts'

const tiny = { id: 'tiny', grains: ['month'] } as const
const places = (school: TinyProject) => [
  ...['--project', school.project, '--releases', school.releases, '--workspace', school.workspace],
]

async function kill(args: readonly string[], at: string): Promise<void> {
  const preload = [resolve('test/pipeline/kill-at.ts')]
  const { exitCode } = await startKohort(args, { KILL_AT: at }, preload).ended
  expect(exitCode, at).toBeNull()
}

describe('a run that is killed while it publishes', { timeout: 300_000 }, () => {
  let undisturbed: { releases: unknown; known: unknown }
  beforeAll(async () => {
    const school = await tinyProject('core', false)
    await school.run({ period: '2026-05' })
    undisturbed = { releases: reproducible(school.releases), known: await publicContent(school) }
    return () => school.remove()
  })

  it.each([
    { at: 'before /entries/000001.json', out: false, kinds: ['intended', 'published'] },
    { at: 'after /entries/000001.json', out: false, kinds: ['intended', 'voided', 'intended', 'published'] },
    { at: 'before /2026-05/v1', out: false, kinds: ['intended', 'voided', 'intended', 'published'] },
    { at: 'after /2026-05/v1', out: true, kinds: ['intended', 'published'] },
    { at: 'before /entries/000002.json', out: true, kinds: ['intended', 'published'] },
    { at: 'after /entries/000002.json', out: true, kinds: ['intended', 'published'] },
  ])(
    '$at: the next one knows what is out, and ends as if nothing had happened',
    async ({ at, out, kinds }) => {
      const school = await tinyProject()
      const args = [
        'run',
        ...places(school),
        '--data',
        school.data,
        '--as-of',
        '2026-06-30',
        '--period',
        '2026-05',
      ]
      await kill(args, at)
      expect(existsSync(join(school.releases, '2026-05/v1'))).toBe(out)
      const next = await school.run({ period: '2026-05', now: new Date() })
      expect(next.alreadyReleased).toEqual(out ? ['2026-05'] : [])
      const { entries } = await readLedger(ledgerOf(school), new Date())
      expect(entries.map((entry) => entry.content.kind)).toEqual(kinds)
      expect({ releases: reproducible(school.releases), known: await publicContent(school) }).toEqual(
        undisturbed,
      )
      await verifyLedger({ ledger: ledgerOf(school), releases: school.releases }, tiny, new Date())
    },
  )
})

describe('a withdrawal that is killed', { timeout: 300_000 }, () => {
  let released: TinyProject
  beforeAll(async () => {
    released = await tinyProject('core', false)
    await released.run({ period: '2026-05' })
    return () => released.remove()
  })

  it.each([
    { at: 'before /entries/000003.json', withdrawn: [] },
    { at: 'after /entries/000003.json', withdrawn: ['2026-05'] },
    { at: 'after /WITHDRAWN.md', withdrawn: ['2026-05'] },
    { at: 'after /WITHDRAWN.json', withdrawn: ['2026-05'] },
  ])('$at: either never was, or is completed', async ({ at, withdrawn }) => {
    const school = await copyOf(released)
    await kill(['withdraw', '2026-05/v1', ...places(school), '--reason', 'A mistake'], at)
    const next = await school.run({ period: '2026-05', now: new Date() })
    expect(next).toMatchObject({ periods: [], withdrawn })
    const notice = existsSync(join(school.releases, '2026-05/v1/WITHDRAWN.json'))
    expect(notice).toBe(withdrawn.length > 0)
  })
})

describe('a restore that is killed', { timeout: 300_000 }, () => {
  let school: TinyProject
  let file: string
  beforeAll(async () => {
    school = await tinyProject('core', false)
    await school.run({ period: '2026-05' })
    file = join(school.folder, 'backup.tar')
    const backup = startKohort(['ledger', 'backup', ...places(school), '--to', file])
    expect((await backup.ended).exitCode).toBe(0)
    return () => school.remove()
  })

  it.each(['after /entries/000001.json', 'before /ledger/head.json'])(
    '%s: goes on when it is done again',
    async (at) => {
      const before = await publicContent(school)
      const restored = await tinyProject()
      const args = ['ledger', 'restore', ...places(restored), '--from', file]
      await kill(args, at.replace('/ledger/', `${restored.workspace.split('/').at(-1)}/ledger/`))
      expect((await startKohort(args).ended).exitCode).toBe(0)
      expect(await publicContent(restored)).toEqual(before)
      expect(readdirSync(ledgerOf(restored)).toSorted()).toEqual(['entries', 'figures', 'head.json'])
    },
  )
})
