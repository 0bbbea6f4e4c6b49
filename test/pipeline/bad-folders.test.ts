import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { cli, kohort, startKohort } from './command-line.ts'
import { lockOf } from './lock-file.ts'
import { type TinyProject, tinyProject } from './tiny-project.ts'

const command = (school: TinyProject, ...more: readonly string[]) => [
  ...['run', '--project', school.project, '--data', school.data, '--releases', school.releases],
  ...['--workspace', school.workspace, '--as-of', '2026-06-30', '--period', '2026-06', ...more],
]

async function expectReleased(school: TinyProject): Promise<void> {
  expect((await school.run()).periods.map(({ outcome }) => outcome)).toEqual(['released'])
  school.expectNoVault()
}

describe('a releases folder', () => {
  it('is refused where a folder in the place of a release holds none', async () => {
    const school = await tinyProject()
    await school.put('releases/2026-06/v1/notes.txt', 'mine')
    const failure = await school.failure()
    expect(failure.message).toBe(
      'a release folder exists that holds no release: move it away. Provided value: 2026-06/v1',
    )
    expect(failure.exitCode).toBe(1)
    school.expectNoVault()
    expect(await readFile(join(school.releases, '2026-06/v1/notes.txt'), 'utf8')).toBe('mine')
    await rm(school.releases, { recursive: true })
    await expectReleased(school)
  })

  it.each([
    {
      because: 'a manifest is broken',
      path: '2026-05/v1/manifest.json',
      rule: 'a release has a broken manifest. Provided value: 2026-05/v1',
    },
    {
      because: 'a folder is no period',
      path: 'drafts/notes.txt',
      rule: 'the releases folder must hold periods only. Provided value: drafts',
    },
    {
      because: 'a folder is no version',
      path: '2026-05/final/manifest.json',
      rule: 'the folder of a period must hold versions only. Provided value: 2026-05/final',
    },
  ])('is refused where $because', async ({ path, rule }) => {
    const school = await tinyProject()
    await school.put(`releases/${path}`, '{}')
    expect((await school.failure()).message).toBe(rule)
    school.expectNoVault()
  })

  it('is refused where it belongs to another project', async () => {
    const school = await tinyProject()
    await school.run({ period: '2026-05' })
    school.definition.project.id = 'other'
    await school.write()
    const failure = await school.failure()
    expect(failure.message).toBe('the releases folder belongs to another project. Provided value: tiny')
    expect(failure.exitCode).toBe(1)
    expect(readdirSync(school.releases)).toEqual(['2026-05'])
  })

  it('is withheld from where periods of another length lie in it', async () => {
    const school = await tinyProject()
    school.definition.releases['grain'] = 'week'
    await school.write()
    await school.run({ period: '2026-W20' })
    await school.repair()
    const failure = await school.failure()
    expect(failure.message).toBe(
      'withheld: a period of another length than the project publishes was released: put the project back as it was. Provided value: 2026-W20 beside month',
    )
    expect(failure.exitCode).toBe(3)
    expect(readdirSync(school.releases)).toEqual(['2026-W20'])
    school.expectNoVault()
  })

  it('names the release before as the previous one, also within a run', async () => {
    const [together, apart] = [await tinyProject(), await tinyProject()]
    await together.run({ period: undefined })
    for (const period of ['2026-06', '2026-05']) await apart.run({ period })
    const previous = async (school: TinyProject, period: string): Promise<unknown> =>
      JSON.parse(await readFile(join(school.releases, period, 'v1/manifest.json'), 'utf8'))
        .previous_manifest_sha256
    expect(await previous(together, '2026-05')).toBeNull()
    expect(await previous(together, '2026-06')).toMatch(/^[0-9a-f]{64}$/)
    expect(await previous(apart, '2026-06')).toBeNull()
  })
})

describe('two runs at once', () => {
  it('let the first finish and tell the second', async () => {
    const school = await tinyProject()
    const first = school.run()
    while (!existsSync(join(school.workspace, 'lock'))) await new Promise((resolve) => setTimeout(resolve, 1))
    const failure = await school.failure()
    expect(failure.message).toBe(
      `another run holds the workspace (process ${process.pid} since 2026-07-01T00:00:00.000Z)`,
    )
    expect(failure.exitCode).toBe(1)
    expect((await first).periods.map(({ outcome }) => outcome)).toEqual(['released'])
    school.expectNoVault()
  })

  it('are told apart across processes', async () => {
    const school = await tinyProject()
    const first = startKohort(command(school))
    while (!existsSync(join(school.workspace, 'lock'))) await new Promise((resolve) => setTimeout(resolve, 1))
    expect((await school.failure()).message).toMatch(
      new RegExp(`^another run holds the workspace \\(process ${first.pid} since `),
    )
    expect((await first.ended).exitCode).toBe(0)
  })

  it.each([
    {
      because: 'its process is gone',
      lock: () => lockOf(spawnSync('true').pid),
    },
    {
      because: 'it bears our own number from another life',
      lock: () => lockOf(process.pid),
    },
    { because: 'it is empty', lock: () => '' },
  ])('do not include a lock that was left behind, when $because', async ({ lock }) => {
    const school = await tinyProject()
    await school.put('workspace/lock', lock())
    await expectReleased(school)
  })
})

describe('the workspace', () => {
  it('is for its owner only, as are the folders and files in it', async () => {
    const school = await tinyProject()
    await school.run()
    const paths = ['', ...readdirSync(school.workspace, { recursive: true }).map(String)]
    expect(paths.length).toBeGreaterThan(5)
    for (const path of paths) expect((await stat(join(school.workspace, path))).mode & 0o077, path).toBe(0)
  })

  it('gets a new key for ties where a crash left none in it', async () => {
    const [school, whole] = [await tinyProject(), await tinyProject()]
    await school.put('workspace/tie-break.key', '')
    await school.run()
    await whole.run()
    const key = (of: TinyProject) => readFile(join(of.workspace, 'tie-break.key'), 'utf8')
    expect(await key(school)).toMatch(/^[0-9a-f]{64}\n$/)
    expect(await key(school)).toBe(await key(whole))
  })

  it('that cannot be made is named', async () => {
    const school = await tinyProject()
    await writeFile(school.workspace, '')
    const { exitCode, stderr, stdout } = await kohort(...command(school))
    expect([exitCode, stdout]).toEqual([1, ''])
    expect(stderr).toBe(`the file system must allow mkdir (EEXIST). Provided value: ${school.workspace}\n`)
  })
})

/** Small disks need root; where they cannot be had, file sizes are limited instead. */
const canMount =
  spawnSync('sh', [
    '-c',
    'd=$(mktemp -d) && mount -t tmpfs -o size=64k tmpfs "$d" && umount "$d"; rmdir "$d"',
  ]).status === 0

const shell = (script: string): void => void execFileSync('sh', ['-c', script])

describe.runIf(canMount)('a disk without space', () => {
  const mounted = (folder: string, options: string) => {
    mkdirSync(folder)
    shell(`mount -t tmpfs -o ${options} tmpfs "${folder}"`)
    onTestFinished(() => shell(`umount "${folder}"`))
  }

  it.each([
    { full: 'workspace', options: 'size=32k' },
    { full: 'workspace', options: 'size=64k' },
    { full: 'workspace', options: 'size=96k' },
    { full: 'releases', options: 'size=16k' },
    { full: 'releases', options: 'size=512k' },
  ] as const)('for the $full ($options) ends the run, and nothing is left', async ({ full, options }) => {
    const school = await tinyProject('all')
    mounted(school[full], options)
    const failure = await school.failure()
    expect(failure.message).toBe('no space left on the disk of the workspace or the releases')
    expect(failure.exitCode).toBe(1)
    school.expectNothingLeft()
    shell(`mount -o remount,size=64m "${school[full]}"`)
    await expectReleased(school)
  })

  it('is said on the command line, even where not a lock can be made', async () => {
    const school = await tinyProject()
    mounted(school.workspace, 'nr_inodes=3')
    const { exitCode, stdout, stderr } = await kohort(...command(school))
    expect([exitCode, stdout]).toEqual([1, ''])
    expect(stderr).toBe('no space left on the disk of the workspace or the releases\n')
  })
})

describe.skipIf(canMount)('files that may not grow', () => {
  it('end the run, and nothing is left', async () => {
    const school = await tinyProject()
    const run = [cli, ...command(school)]
    const script = `ulimit -f 200; trap '' XFSZ; exec "$0" "$@"`
    const { status, stdout } = spawnSync('bash', ['-c', script, process.execPath, ...run], {
      encoding: 'utf8',
    })
    expect([status, stdout]).toEqual([1, ''])
    school.expectNothingLeft()
    await expectReleased(school)
  })
})

describe('the command line', () => {
  it.each([
    {
      because: 'a period is not closed',
      more: ['--period', '2026-07'],
      exitCode: 2,
      says: /^a period must be closed before it is released\. Provided value: 2026-07 as of 2026-06-30$/m,
    },
    {
      because: 'a day is none',
      more: ['--as-of', '2026-06-31'],
      exitCode: 2,
      says: /^--as-of must be a day such as 2026-10-31\. Provided value: 2026-06-31$/m,
    },
    {
      because: 'an option is unknown',
      more: ['--no-privacy'],
      exitCode: 2,
      says: /unknown option '--no-privacy'/,
    },
  ])('ends with $exitCode when $because', async ({ more, exitCode, says }) => {
    const school = await tinyProject()
    const ended = await kohort(...command(school, ...more))
    expect([ended.exitCode, ended.stdout]).toEqual([exitCode, ''])
    expect(ended.stderr).toMatch(says)
    school.expectNothingLeft()
  })

  it('ends with 3 and names the column when one is new, and with 0 once it is declared', async () => {
    const school = await tinyProject()
    for (const row of school.rows.learners) row['passport'] = `AA-${row['learner_id']}`
    await school.write()
    const refused = await kohort(...command(school, '--json'))
    expect(refused.exitCode).toBe(3)
    expect(JSON.parse(refused.stdout)).toEqual({
      error: 'withheld: learners has a column without a role. Provided value: passport',
      exitCode: 3,
    })
    expect(refused.stderr).toMatch(
      /^withheld: learners has a column without a role\. Provided value: passport$/m,
    )
    school.expectNothingLeft()
    school.definition.sources['learners']!['ignore'] = ['passport']
    await school.write()
    const released = await kohort(...command(school, '--json'))
    expect(released.exitCode).toBe(0)
    expect(JSON.parse(released.stdout)).toMatchObject({
      project: 'tiny',
      periods: [{ period: { id: '2026-06' }, outcome: 'released' }],
    })
  })
})
