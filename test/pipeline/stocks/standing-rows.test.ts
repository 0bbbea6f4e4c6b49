import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { auditAgainstSources } from '../../../pipeline/audit-release.ts'
import { verifyRelease } from '../../../pipeline/verify.ts'
import { writeRelease } from '../../../reports/write-release.ts'
import type { PublishedRow, PublishedTable } from '../../../schemas/cell.ts'
import { attestProtected } from '../../../transforms/attest-protected.ts'
import type { TinyProject } from '../tiny-project.ts'
import { simulate } from '../updates/simulated-stock.ts'
import { fillSchool, monthOf, stockSchool } from './stock-school.ts'

const nights = simulate(3, 3)
const release = (school: TinyProject) => join(school.releases, '2026-04/v1')

/** A school two months of whose stock are out, the second with rows that stand. */
async function published(): Promise<TinyProject> {
  const school = await stockSchool()
  for (const m of [0, 1]) {
    await fillSchool(school, nights, m)
    await school.run(monthOf(m))
  }
  return school
}

const rulesOf = async (school: TinyProject) => {
  const { project, data, workspace } = school
  const options = { project, data, workspace, threads: 1, now: new Date('2027-01-01T00:00:00Z') }
  const { findings } = await auditAgainstSources({
    ...options,
    release: release(school),
    progress: () => undefined,
  })
  return findings.filter(({ rule }) => rule === 'not-as-published').map(({ where }) => where)
}

/** Writes the release anew with another row in the place of the first that stands; returns its codes. */
async function forge(school: TinyProject, change: (row: PublishedRow) => PublishedRow): Promise<string> {
  const { manifest, published } = await verifyRelease(release(school), 60)
  const stands = ({ asOf, figures }: PublishedRow) => asOf === '2026-03-31' && figures[0]!.status === 'A'
  const stock = published.find(({ shape }) => shape.id === 'registered')!
  const at = stock.rows.findIndex(stands)
  const forged = { ...stock, rows: stock.rows.with(at, change(stock.rows[at]!)) }
  const tables = published.map((table): PublishedTable => (table === stock ? forged : table))
  const { project, period, version, code_version: codeVersion } = manifest!
  await rm(release(school), { recursive: true })
  await writeRelease(
    attestProtected(tables),
    {
      ...{ project, period, version, codeVersion },
      formats: [],
      languages: [],
      asOf: manifest!.as_of,
      privacyPolicy: manifest!.privacy_policy,
      policyParameters: manifest!.policy.parameters,
      auditParameters: manifest!.audit.parameters,
      previousManifestSha256: manifest!.previous_manifest_sha256,
    },
    school.releases,
  )
  return ['registered', ...forged.rows[at]!.coordinates].join(' ')
}

describe('a row of a stock that stands', { timeout: 120_000 }, () => {
  it('is what its day published, by the ledger', async () => {
    expect(await rulesOf(await published())).toEqual([])
  })

  it.each([
    {
      because: 'its figure is another',
      change: (row: PublishedRow): PublishedRow => ({
        ...row,
        figures: row.figures.map((figure) => ({ ...figure, value: (figure.value ?? 0) + 1 })),
      }),
    },
    {
      because: 'nothing was published on its day',
      change: (row: PublishedRow): PublishedRow => ({ ...row, asOf: '2026-03-30' }),
    },
  ])('is found out where $because', async ({ change }) => {
    const school = await published()
    expect(await rulesOf(school)).toEqual([])
    const where = await forge(school, change)
    expect(await rulesOf(school)).toEqual([where])
  })
})
