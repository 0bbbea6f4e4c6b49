import { cp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { diffReleases } from '../../../pipeline/diff.ts'
import { writeRelease } from '../../../reports/write-release.ts'
import type { PublishedTable } from '../../../schemas/cell.ts'
import { exampleTable, facts, held, results, temporaryFolder } from '../../reports/example-release.ts'
import { kohort } from '../command-line.ts'
import { tinyProject } from '../tiny-project.ts'

const now = new Date('2026-07-01T00:00:00Z')

describe('the verbs of a ledger', { timeout: 300_000 }, () => {
  it('verify, back up, restore, adopt and withdraw, as text and as JSON', async () => {
    const school = await tinyProject()
    await school.run({ period: '2026-05' })
    const where = [
      '--project',
      school.project,
      '--releases',
      school.releases,
      '--workspace',
      school.workspace,
    ]
    const ledger = join(school.workspace, 'ledger')
    const file = join(school.folder, 'backup.tar')
    const json = async (...args: readonly string[]): Promise<unknown> => {
      const { exitCode, stdout } = await kohort(...args, ...where, '--json')
      return { exitCode, ...JSON.parse(stdout) }
    }
    expect(await json('ledger', 'verify')).toMatchObject({
      exitCode: 0,
      ledger,
      entries: 2,
      published: ['tiny/2026-05/1'],
      withdrawn: [],
      pending: [],
    })
    expect(await json('ledger', 'backup', '--to', file)).toMatchObject({ exitCode: 0, to: file, entries: 2 })
    await rm(ledger, { recursive: true })
    const lost = await kohort('ledger', 'verify', ...where)
    expect([lost.exitCode, lost.stdout]).toEqual([3, ''])
    expect(lost.stderr).toMatch(/^withheld: the ledger must know every release in the releases folder/)
    expect(await json('ledger', 'adopt')).toMatchObject({ exitCode: 0, adopted: ['2026-05/v1'] })
    expect(await json('ledger', 'restore', '--from', file)).toMatchObject({ exitCode: 3 })
    await rm(ledger, { recursive: true })
    expect(await json('ledger', 'restore', '--from', file)).toMatchObject({ exitCode: 0, entries: 2 })
    const may = join(school.releases, '2026-05/v1')
    const withdrawn = await kohort('withdraw', may, ...where, '--reason', 'A mistake')
    expect(withdrawn.exitCode).toBe(0)
    expect(withdrawn.stdout).toMatch(/^tiny\/2026-05\/1: withdrawn on \d{4}-\d\d-\d\d: A mistake\nnotice: /)
    const verified = await kohort('verify', may)
    expect(verified.exitCode).toBe(0)
    expect(verified.stdout).toMatch(/^tiny\/2026-05\/1: PASSED, and WITHDRAWN: not to be used$/m)
  })

  it('refuse a reason of two lines, and explain themselves', async () => {
    const school = await tinyProject()
    const where = ['--project', school.project, '--workspace', school.workspace]
    expect((await kohort('withdraw', '2026-05/v1', ...where, '--reason', 'a\nb')).exitCode).toBe(2)
    expect((await kohort('ledger', 'backup', ...where)).exitCode).toBe(2)
    const help = await kohort('ledger', 'restore', '--help')
    expect(help.exitCode).toBe(0)
    expect(help.stdout).toMatch(/Examples:\n {2}kohort ledger restore --project/)
  })
})

describe('the difference of two releases', { timeout: 120_000 }, () => {
  const raised = (by: number): PublishedTable => {
    const table = exampleTable(results)
    return {
      ...table,
      rows: table.rows.map((row, i) => ({
        ...row,
        figures: row.figures.map((figure, m) =>
          i === 0 && m < 2 && figure.value !== null ? { ...figure, value: figure.value + by } : figure,
        ),
      })),
    }
  }
  async function twoVersions(by: number): Promise<readonly [string, string]> {
    const folder = await temporaryFolder()
    const first = await writeRelease(held(exampleTable(results)), facts, folder)
    const second = await writeRelease(held(raised(by)), { ...facts, version: 2 }, folder)
    return [first.folder, second.folder]
  }

  it('passes where numbers differ by the threshold, and does not by one less', async () => {
    expect(await diffReleases(...(await twoVersions(10)), { now })).toMatchObject({
      before: 'uzbekistan/2026-10/1',
      after: 'uzbekistan/2026-10/2',
      samePeriod: true,
      few: 0,
      passed: true,
    })
    expect(await diffReleases(...(await twoVersions(9)), { now })).toMatchObject({ few: 2, passed: false })
  })

  it('is text with a limit or JSON, and exits with 3 where few learners changed', async () => {
    const [a, b] = await twoVersions(9)
    const { exitCode, stdout } = await kohort('diff', a, b)
    expect(exitCode).toBe(3)
    expect(stdout).toBe(
      [
        'uzbekistan/2026-10/1 → uzbekistan/2026-10/2',
        'test-results: 48 figures in both, 46 unchanged, 2 changed',
        '  _T _T assessed: 40 → 49, fewer than the threshold',
        '  _T _T passed: 30 → 39, fewer than the threshold',
        'WITHHOLD: 2 numbers differ by fewer than the threshold',
        '',
      ].join('\n'),
    )
    const same = await kohort('diff', a, a, '--json')
    expect(same.exitCode).toBe(0)
    expect(JSON.parse(same.stdout)).toMatchObject({
      few: 0,
      passed: true,
      tables: [{ compared: 48, unchanged: 48 }],
    })
  })

  it('of two months is no verdict', async () => {
    const school = await tinyProject()
    await school.run({ period: undefined })
    const folders = ['2026-05', '2026-06'].map((period) => join(school.releases, period, 'v1'))
    const result = await diffReleases(folders[0]!, folders[1], { now })
    expect(result).toMatchObject({
      samePeriod: false,
      few: 0,
      passed: true,
      tablesAdded: [],
      tablesRemoved: [],
    })
    expect(result.tables.map(({ table }) => table)).toEqual(['active', 'courses', 'joined'])
  })

  it('is taken from the ledger where the other folder is archived', async () => {
    const school = await tinyProject()
    await school.run({ period: '2026-05' })
    const candidate = join(school.folder, 'candidate')
    await cp(join(school.releases, '2026-05/v1'), candidate, { recursive: true })
    await rm(school.releases, { recursive: true })
    const options = { project: school.project, workspace: school.workspace, now }
    expect(await diffReleases(candidate, undefined, options)).toMatchObject({
      before: 'tiny/2026-05/1 in the ledger',
      after: 'tiny/2026-05/1',
      samePeriod: true,
      passed: true,
      tables: [{ figures: [] }, { figures: [] }, { figures: [] }],
    })
    await expect(diffReleases(candidate, undefined, { now })).rejects.toThrow(/diff needs two releases/)
    await writeFile(join(candidate, 'tables/active.csv'), '')
    await expect(diffReleases(candidate, undefined, options)).rejects.toThrow(
      /a release to compare must be whole/,
    )
  })
})
