import { cp, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { auditAgainstSources, type ReleaseAudit } from '../../pipeline/audit-release.ts'
import { verifyRelease } from '../../pipeline/verify.ts'
import { shapesOf } from '../../reports/manifest.ts'
import { writeRelease } from '../../reports/write-release.ts'
import type { PublishedRow, PublishedTable } from '../../schemas/cell.ts'
import { attestProtected } from '../../transforms/attest-protected.ts'
import { kohort } from './command-line.ts'
import { factsOf } from './facts-of.ts'
import { filesBelow } from './released-files.ts'
import { type TinyProject, tinyProject } from './tiny-project.ts'

const june = (school: TinyProject) => join(school.releases, '2026-06', 'v1')

function audit(
  school: TinyProject,
  workspace = school.workspace,
  release = june(school),
): Promise<ReleaseAudit> {
  return auditAgainstSources({
    project: school.project,
    data: school.data,
    workspace,
    release,
    now: new Date('2026-07-02T00:00:00Z'),
    progress: () => undefined,
  })
}

/** Adds one to a figure wherever a rule says, and writes the whole release anew, checksums and all. */
async function forge(
  school: TinyProject,
  table: string,
  measure: string,
  applies: (row: PublishedRow) => boolean,
): Promise<void> {
  const { manifest, published } = await verifyRelease(june(school), 60)
  if (manifest === null) throw new Error('the release must be readable')
  const forged = published.map((whole): PublishedTable => {
    if (whole.shape.id !== table) return whole
    const at = whole.shape.baseMeasures.findIndex(({ name }) => name === measure)
    const raise = (row: PublishedRow): PublishedRow => ({
      ...row,
      figures: row.figures.map((figure, i) =>
        i === at && figure.value !== null ? { ...figure, value: figure.value + 1 } : figure,
      ),
    })
    return { ...whole, rows: whole.rows.map((row) => (applies(row) ? raise(row) : row)) }
  })
  expect(shapesOf(manifest)).toEqual(forged.map(({ shape }) => shape))
  await rename(june(school), join(school.folder, 'genuine'))
  await writeRelease(attestProtected(forged), factsOf(manifest), school.releases)
}

async function releasedSchool(): Promise<TinyProject> {
  const school = await tinyProject('all')
  await school.run()
  return school
}

/** All women, everywhere: R1 among them. */
const womenOfR1 = ({ coordinates: [region, gender] }: PublishedRow) =>
  (region === 'R1' || region === '_T') && (gender === 'F' || gender === '_T')

describe('an untouched release', () => {
  it('passes verify and audit, every cell recounted', async () => {
    const school = await releasedSchool()
    const result = await audit(school)
    expect(result).toMatchObject({
      passed: true,
      findings: [],
      differences: [],
      changedSources: [],
      tables: 5,
    })
    // region × gender 9, courses 1 + 2 + 3, tracks 3, genders 3, regions 3.
    expect(result.recounted).toBe(9 + 6 + 3 + 3 + 3)
    school.expectNoVault()
  })
})

describe('a byte flipped', () => {
  let school: TinyProject
  let files: readonly string[]
  beforeAll(async () => {
    school = await tinyProject('all', false)
    await school.run()
    files = [...filesBelow(june(school)).keys()]
    return () => school.remove()
  })

  it('in any file of the release makes verify fail', async () => {
    expect(files).toHaveLength(2 * 5 + 3)
    for (const file of files) {
      const copy = join(school.folder, 'copy', file.replaceAll('/', '-'))
      await cp(june(school), copy, { recursive: true })
      const bytes = await readFile(join(copy, file))
      const middle = Math.floor(bytes.length / 2)
      bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle)
      await writeFile(join(copy, file), bytes)
      const { passed, findings } = await verifyRelease(copy, 60)
      expect(passed, file).toBe(false)
      expect(findings.length, file).toBeGreaterThan(0)
    }
  })

  it('is said on the command line, which exits with 3; the release itself with 0', async () => {
    const copy = join(school.folder, 'other')
    await cp(june(school), copy, { recursive: true })
    const csv = join(copy, 'tables/joined.csv')
    await writeFile(csv, (await readFile(csv, 'utf8')).replace('120', '121'))
    const [damaged, whole] = [
      await kohort('verify', copy, '--json'),
      await kohort('verify', june(school), '--json'),
    ]
    expect(damaged.exitCode).toBe(3)
    expect(JSON.parse(damaged.stdout)).toMatchObject({ passed: false, release: 'tiny/2026-06/1' })
    expect(whole.exitCode).toBe(0)
    expect(JSON.parse(whole.stdout)).toMatchObject({
      passed: true,
      findings: [],
      release: 'tiny/2026-06/1',
      signature: 'unsigned',
    })
  })
})

describe('a count raised by one, consistently', () => {
  it.each([
    { table: 'active', measure: 'views', applies: womenOfR1, cells: 4 },
    {
      table: 'joined',
      measure: 'learners',
      applies: ({ coordinates: [gender] }: PublishedRow) => gender !== 'M',
      cells: 2,
    },
  ])('in $table passes verify, and not the audit', async ({ table, measure, applies, cells }) => {
    const school = await releasedSchool()
    await forge(school, table, measure, applies)
    expect(await verifyRelease(june(school), 60)).toMatchObject({ passed: true, findings: [] })
    const { passed, findings } = await audit(school)
    expect(passed).toBe(false)
    expect(
      findings
        .filter(({ rule }) => rule === 'recount')
        .map(({ where, clause }) => [where.split(' ')[0], clause]),
    ).toEqual(Array.from({ length: cells }, () => [table, `${measure} is not what the sources give`]))
  })

  it('makes the command line exit with 3', async () => {
    const school = await releasedSchool()
    await forge(school, 'active', 'views', womenOfR1)
    const where = ['--project', school.project, '--data', school.data, '--workspace', school.workspace]
    const forged = await kohort('audit', ...where, '--json', june(school))
    expect(forged.exitCode).toBe(3)
    expect(JSON.parse(forged.stdout)).toMatchObject({ passed: false, changedSources: [] })
  })

  it('in one cell alone fails verify', async () => {
    const school = await releasedSchool()
    await forge(
      school,
      'active',
      'views',
      ({ coordinates: [region, gender] }) => region === 'R1' && gender === 'F',
    )
    const { passed, findings } = await verifyRelease(june(school), 60)
    expect(passed).toBe(false)
    expect(findings.map(({ rule }) => rule)).toContain('arithmetic')
  })

  it('does not hide behind sources that changed since', async () => {
    const school = await releasedSchool()
    await forge(school, 'active', 'views', womenOfR1)
    school.rows.learners[0]!['erasure_requested_at'] = '2026-06-30 12:00:00'
    await school.write()
    const { passed, changedSources, findings } = await audit(school)
    expect(changedSources).toEqual(['learners'])
    expect(passed).toBe(false)
    expect(findings.map(({ rule }) => rule)).toEqual(['not-as-released'])
  })
})

describe('a source changed since the release', () => {
  it('makes differences, not findings, where the run record shows the change', async () => {
    const school = await releasedSchool()
    school.rows.learners[0]!['erasure_requested_at'] = '2026-06-30 12:00:00'
    await school.write()
    const result = await audit(school)
    expect(result).toMatchObject({ passed: true, findings: [], changedSources: ['learners'] })
    // One woman of R1 is gone from four cells of active learners, with her views and minutes.
    expect(result.differences.filter(({ where }) => where.startsWith('active '))).toHaveLength(4 * 3)
  })

  it('makes findings in a workspace that knows nothing of the run', async () => {
    const school = await releasedSchool()
    school.rows.learners[0]!['erasure_requested_at'] = '2026-06-30 12:00:00'
    await school.write()
    const result = await audit(school, join(school.folder, 'fresh'))
    expect(result).toMatchObject({ passed: false, differences: [], changedSources: null })
    expect(result.findings.every(({ rule }) => rule === 'recount')).toBe(true)
  })
})
