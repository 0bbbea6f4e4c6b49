import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { screen } from '../../pipeline/screen.ts'
import { kohort } from './command-line.ts'
import { hashesBelow } from './released-files.ts'
import { rolledSchool } from './rolled-school.ts'
import { tinyProject } from './tiny-project.ts'

describe('screening a release', { timeout: 120_000 }, () => {
  it('finds one that was released as it should be usable, and leaves it as it was', async () => {
    const school = await tinyProject('all')
    await school.run({ period: undefined })
    const [may, june] = ['2026-05', '2026-06'].map((period) => join(school.releases, period, 'v1'))
    await school.put('regions.csv', 'code,name\nR1,One\n')
    const before = hashesBelow(june!)
    const list = `region=${join(school.folder, 'regions.csv')}`
    const { stdout, exitCode } = await kohort(
      ...['screen', june!, '--previous', may!, '--classification', list, '--json'],
    )
    expect(exitCode).toBe(0)
    const result = JSON.parse(stdout)
    expect(result).toMatchObject({ release: 'tiny/2026-06/1', passed: true, results: { fail: 0, skip: 0 } })
    const codes = result.checks.find(({ check }: { check: string }) => check === 'codes/classification')
    expect(codes).toMatchObject({ result: 'warn', message: expect.stringContaining('region=R2') })
    expect(hashesBelow(june!)).toEqual(before)
    const said = await kohort('screen', june!)
    expect(said.stdout).toMatch(/^tiny\/2026-06\/1: can be loaded \(/)
    await rm(join(june!, 'tables', 'active.csv'))
    const damaged = await kohort('screen', june!)
    expect(damaged.exitCode).toBe(3)
    expect(damaged.stdout).toContain('FAIL  files/whole')
  })

  it('says what it cannot look at', async () => {
    const school = await tinyProject()
    const classification: readonly string[] = []
    await expect(screen({ release: school.folder, classification })).rejects.toThrow(
      'a release to screen must have a manifest that can be read',
    )
    await expect(screen({ release: join(school.folder, 'none'), classification })).rejects.toThrow(
      'a release must be a folder that exists',
    )
    await expect(screen({ release: school.folder, classification: ['regions.csv'] })).rejects.toThrow(
      '--classification must be dimension=file.csv',
    )
  })

  it('compares it with one of its own length only, and says so', async () => {
    const school = await rolledSchool()
    await school.run({ period: undefined, asOf: '2026-06-30' })
    const [june, quarter] = ['2026-06', '2026-Q2'].map((period) => join(school.releases, period, 'v1'))
    const compare = (release: string, previous: string) => screen({ release, previous, classification: [] })
    await expect(compare(quarter!, june!)).rejects.toThrow(
      'the earlier release must be of a quarter, as the one to screen is. Provided value: 2026-06, a month',
    )
    await expect(compare(june!, quarter!)).rejects.toThrow('2026-Q2, a quarter')
    expect((await compare(june!, join(school.releases, '2026-05', 'v1'))).passed).toBe(true)
  })
})
