import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Candidate } from '../../pipeline/approval/candidate.ts'
import { objectionTo } from '../../pipeline/approval/candidate-standing.ts'
import { comparedRelease } from '../../pipeline/compared-release.ts'
import { parsePeriod } from '../../pipeline/period-calendar.ts'
import type { PublishedPeriod } from '../../pipeline/release-shelf.ts'
import { sha256OfFile } from '../../reports/checksums.ts'
import { writeRelease } from '../../reports/write-release.ts'
import { flipByte } from '../reports/damage.ts'
import { exampleTable, facts, held, results, temporaryFolder } from '../reports/example-release.ts'

const october = parsePeriod('2026-10')

/** A shelf with a release of each period and version, `2026-09/v1` and the like. */
async function shelfOf(...names: readonly string[]): Promise<readonly PublishedPeriod[]> {
  const releases = await temporaryFolder()
  const shelf: PublishedPeriod[] = []
  for (const name of names) {
    const [id = '', version = ''] = name.split('/v')
    const period = parsePeriod(id)
    const table = held(exampleTable({ ...results, period: id }))
    const own = { ...facts, period: { ...period }, version: Number(version), formats: [] }
    const { folder } = await writeRelease(table, own, releases)
    shelf.push({ period, version: Number(version), folder })
  }
  return shelf
}

const withdraw = ({ folder }: PublishedPeriod) => writeFile(join(folder, 'WITHDRAWN.json'), '{}\n')

describe('what a page compares with', () => {
  it('is the newest version of the last period of the same length', async () => {
    const shelf = await shelfOf('2026-08/v1', '2026-09/v1', '2026-09/v2', '2026-Q3/v1', '2026-10/v1')
    const compared = await comparedRelease(shelf, october)
    expect(compared).toMatchObject({ period: { id: '2026-09' }, version: 2 })
    expect(compared?.tables).toEqual([exampleTable({ ...results, period: '2026-09' })])
    expect(compared?.manifestSha256).toBe(await sha256OfFile(join(shelf[2]!.folder, 'manifest.json')))
  })

  it('is never withdrawn', async () => {
    const shelf = await shelfOf('2026-08/v1', '2026-09/v1')
    await withdraw(shelf[1]!)
    expect(await comparedRelease(shelf, october)).toMatchObject({ period: { id: '2026-08' } })
    await withdraw(shelf[0]!)
    expect(await comparedRelease(shelf, october)).toBeNull()
  })

  it('is the version before one that was withdrawn, and known to be so', async () => {
    const shelf = await shelfOf('2026-08/v1', '2026-09/v1', '2026-09/v2', '2026-09/v3')
    expect(await comparedRelease(shelf, october)).toMatchObject({ version: 3, newerWithdrawn: false })
    await withdraw(shelf[3]!)
    expect(await comparedRelease(shelf, october)).toMatchObject({ version: 2, newerWithdrawn: true })
    await withdraw(shelf[1]!)
    expect(await comparedRelease(shelf, october)).toMatchObject({ version: 2, newerWithdrawn: true })
    await withdraw(shelf[2]!)
    const august = { period: { id: '2026-08' }, version: 1, newerWithdrawn: false }
    expect(await comparedRelease(shelf, october)).toMatchObject(august)
  })

  it('must be whole', async () => {
    const shelf = await shelfOf('2026-09/v1')
    await flipByte(shelf[0]!.folder, 'tables/test-results.parquet', 30)
    await expect(comparedRelease(shelf, october)).rejects.toThrow(
      /must be whole\. Provided value: 2026-09\/v1$/,
    )
  })
})

describe('a candidate', () => {
  const inputs = { sources: {}, project: '', code: '' }
  const now = { inputs, time: new Date('2026-11-03T00:00:00Z'), approvalDays: 14 }

  /** Version 2 of October with a page, beside version 1 and September. */
  async function proposed(shelf: readonly PublishedPeriod[]): Promise<Candidate> {
    const compared = await comparedRelease(shelf, october)
    const previousManifestSha256 = await sha256OfFile(join(shelf.at(-1)!.folder, 'manifest.json'))
    const folder = await temporaryFolder()
    const own = { ...facts, version: 2, formats: ['page' as const], previousManifestSha256 }
    const written = await writeRelease(
      held(exampleTable(results)),
      compared === null ? own : { ...own, compared },
      folder,
    )
    await rename(written.folder, join(folder, 'release'))
    return {
      ...{ format: 'kohort-candidate/1', id: 'candidate', project: facts.project.id, period: { ...october } },
      ...{ version: 2, asOf: facts.asOf, madeAt: '2026-11-02T00:00:00.000Z', run: 'run', recounted: true },
      ...{ manifestSha256: written.manifestSha256, previousManifestSha256, inputs, folder },
    }
  }

  const superseded =
    'candidate is superseded: the release that its page compares with is not the last one any more'

  it('stands while its page compares with what the last period has', async () => {
    const shelf = await shelfOf('2026-09/v1', '2026-10/v1')
    const candidate = await proposed(shelf)
    const objection = (now_: readonly PublishedPeriod[]) =>
      objectionTo(candidate, now, { known: [], skipped: [], shelf: now_ })
    expect(await objection(shelf)).toBeNull()
    const [revised] = await shelfOf('2026-09/v2')
    expect(await objection([...shelf, revised!])).toBe(superseded)
    await withdraw(shelf[0]!)
    expect(await objection(shelf)).toBe(superseded)
  })

  it('without anything to compare with makes way once there is', async () => {
    const shelf = await shelfOf('2026-10/v1')
    const candidate = await proposed(shelf)
    const [september] = await shelfOf('2026-09/v1')
    const beside = { known: [], skipped: [], shelf: [september!, ...shelf] }
    expect(await objectionTo(candidate, now, { ...beside, shelf })).toBeNull()
    expect(await objectionTo(candidate, now, beside)).toBe(superseded)
  })
})
