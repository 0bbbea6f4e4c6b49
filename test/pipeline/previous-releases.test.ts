import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { verifyRelease } from '../../pipeline/verify.ts'
import { writeRelease } from '../../reports/write-release.ts'
import type { PublishedTable } from '../../schemas/cell.ts'
import { attestProtected } from '../../transforms/attest-protected.ts'
import { kohort } from './command-line.ts'
import { factsOf } from './facts-of.ts'
import { rolledSchool } from './rolled-school.ts'
import { fillSchool, monthOf, stockSchool } from './stocks/stock-school.ts'
import { tinyProject } from './tiny-project.ts'
import { simulate } from './updates/simulated-stock.ts'

const months = ['2026-04', '2026-05', '2026-06']
const verify = (release: string, previous: readonly string[]) => verifyRelease(release, 60, 1, { previous })

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kohort-previous-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

/** The release as somebody would have made it who changed its tables. */
async function changed(
  release: string,
  change: (table: PublishedTable) => PublishedTable,
  version?: number,
): Promise<string> {
  const { manifest, published } = await verifyRelease(release, 60, 1)
  if (manifest === null) throw new Error('the release must be whole')
  const facts = { ...factsOf(manifest), version: version ?? manifest.version }
  const { folder } = await writeRelease(
    attestProtected(published.map(change)),
    facts,
    await temporaryFolder(),
  )
  return folder
}

describe('a reader who kept earlier releases', { timeout: 120_000 }, () => {
  it('learns nothing from a quarter beside its months', async () => {
    const school = await rolledSchool()
    await school.run({ period: undefined, asOf: '2026-06-30' })
    const folders = months.map((month) => join(school.releases, month, 'v1'))
    const quarter = join(school.releases, '2026-Q2', 'v1')
    expect(await verify(quarter, folders)).toMatchObject({ passed: true, findings: [] })
    const later = await verify(folders[2]!, folders.slice(0, 1))
    expect(later.warnings).toContain(
      'the release before, which the manifest names, is not among the earlier releases given',
    )
    const chained = await verify(folders[2]!, folders.slice(0, 2))
    expect(chained.warnings).toEqual(['the release is unsigned: its origin is not proven'])
    const said = await kohort('verify', quarter, '--previous', ...folders)
    expect(said.exitCode).toBe(0)
  })

  it('learns of few learners from another release of the same days, and is told so', async () => {
    const school = await tinyProject()
    await school.run()
    const june = join(school.releases, '2026-06', 'v1')
    const raised = await changed(
      june,
      (table) => ({
        ...table,
        rows: table.rows.map((row) => ({
          ...row,
          figures: row.figures.map((one) => (one.value === null ? one : { ...one, value: one.value + 3 })),
        })),
      }),
      2,
    )
    const { passed, findings } = await verify(raised, [june])
    expect(passed).toBe(false)
    expect(findings.map(({ rule }) => rule)).toContain('conflicting-figures')
  })

  it('sees that what stands is what was shown', async () => {
    const school = await stockSchool(5)
    const nights = simulate(5, 2)
    for (const n of [0, 1]) {
      await fillSchool(school, nights, n)
      await school.run(monthOf(n))
    }
    const [first, second] = [0, 1].map((n) => join(school.releases, monthOf(n).period, 'v1'))
    expect((await verify(second!, [first!])).findings).toEqual([])
    const forged = await changed(second!, (table) => ({
      ...table,
      rows: table.rows.map((row) =>
        row.asOf == null || row.asOf === table.shape.asOf
          ? row
          : {
              ...row,
              figures: row.figures.map((one) =>
                one.value === null ? one : { ...one, value: one.value + 1 },
              ),
            },
      ),
    }))
    expect((await verify(forged, [first!])).findings).toContainEqual(
      expect.objectContaining({
        rule: 'standing',
        clause: `a figure that stands is the one that tiny/${monthOf(0).period}/1 showed`,
      }),
    )
  })

  it('must have whole ones', async () => {
    const school = await tinyProject()
    await school.run()
    const june = join(school.releases, '2026-06', 'v1')
    const copy = join(await temporaryFolder(), 'v1')
    await cp(june, copy, { recursive: true })
    await rm(join(copy, 'SHA256SUMS'))
    await expect(verify(june, [copy])).rejects.toThrow('an earlier release must be whole (checksum-list')
    await expect(verify(june, ['nowhere'])).rejects.toThrow('a release must be a folder that exists')
  })
})
