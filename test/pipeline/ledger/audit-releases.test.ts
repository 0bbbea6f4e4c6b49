import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { auditKnownReleases, type ReleasesAudit } from '../../../pipeline/ledger/audit-releases.ts'
import { ledgerFolder } from '../../../pipeline/ledger/ledger-folder.ts'
import { type Ledger, openLedger } from '../../../pipeline/ledger/open-ledger.ts'
import { readLedger } from '../../../pipeline/ledger/read-ledger.ts'
import { rebuildTables } from '../../../pipeline/ledger/rebuild-tables.ts'
import { parsePeriod } from '../../../pipeline/period-calendar.ts'
import type { PublishedTable } from '../../../schemas/cell.ts'
import type { RecordedRelease } from '../../../schemas/ledger.ts'
import { kohort } from '../command-line.ts'
import { type TinyProject, tinyProject } from '../tiny-project.ts'

const now = new Date('2026-07-01T00:00:00Z')
const ledgerOf = (school: TinyProject) => join(school.workspace, 'ledger')

interface Books {
  readonly school: TinyProject
  readonly ledger: Ledger
  readonly may: RecordedRelease
  readonly tables: readonly PublishedTable[]
}

/** A ledger that knows May and June of the tiny project. */
async function books(): Promise<Books> {
  const school = await tinyProject()
  await school.run({ period: undefined })
  const ledger = await openLedger(ledgerOf(school), now)
  const may = ledger.known()[0]!.release
  return { school, ledger, may, tables: (await rebuildTables(ledgerFolder(ledger.path), may))! }
}

/** Enters a release as one that another version of Kohort, or a person, put there: overlap is refused otherwise. */
async function enter(
  { ledger, may }: Books,
  tables: readonly PublishedTable[],
  change: Partial<RecordedRelease> & { readonly in?: string },
): Promise<void> {
  const { in: period = '2026-05', ...rest } = change
  const recorded: RecordedRelease['tables'] = []
  for (const table of tables) recorded.push(await ledger.store(table))
  await ledger.append({
    kind: 'adopted',
    release: { ...may, ...rest, period: parsePeriod(period), tables: recorded },
  })
}

/** The tables with every published base figure of the named ones changed. */
function changed(
  tables: readonly PublishedTable[],
  id: string,
  change: (value: number) => number,
): readonly PublishedTable[] {
  return tables.map((table) =>
    table.shape.id !== id
      ? table
      : {
          ...table,
          rows: table.rows.map((row) => ({
            ...row,
            figures: row.figures.map((one) =>
              one.value === null ? one : { ...one, value: change(one.value) },
            ),
          })),
        },
  )
}

const audit = async (school: TinyProject): Promise<ReleasesAudit> =>
  auditKnownReleases(
    ledgerOf(school),
    (await readLedger(ledgerOf(school), now)).known,
    () => ({ now: () => 0, deadline: Number.POSITIVE_INFINITY }),
    () => undefined,
  )
const rulesOf = ({ findings }: ReleasesAudit) => [...new Set(findings.map(({ rule }) => rule))].toSorted()

describe('everything that the ledger knows', () => {
  it('gives nothing away where nights published it, each release by itself', async () => {
    const { school } = await books()
    expect(await audit(school)).toEqual({
      ledger: ledgerOf(school),
      ...{ releases: 2, groups: 2, cells: 36, passed: true, findings: [], warnings: [] },
    })
  })

  it('gives nothing away where another project shows the same figures of the same days', async () => {
    const both = await books()
    await enter(both, both.tables.slice(1), { project: 'other' })
    expect(await audit(both.school)).toMatchObject({ releases: 3, groups: 2, passed: true })
  })

  it('is found out where two releases of a period differ by few learners', async () => {
    const both = await books()
    await enter(
      both,
      changed(both.tables, 'joined', (value) => value + 3),
      { version: 2 },
    )
    const result = await audit(both.school)
    expect(rulesOf(result)).toContain('conflicting-figures')
    expect(result.findings[0]!.where).toBe('tiny/2026-05/1 joined _T')
  })

  it('is found out where a later version does not stand as the first one was, and not where it shows another day', async () => {
    const both = await books()
    const day = '2026-06-12'
    const dated = (of: string) => (tables: readonly PublishedTable[]) =>
      tables.map((table) => ({
        shape: { ...table.shape, asOf: day },
        rows: table.rows.map((row) => ({ ...row, asOf: row.figures[0]?.status === 'A' ? of : null })),
      }))
    const raised = ['active', 'courses', 'joined'].reduce(
      (tables, id) => changed(tables, id, (value) => value * 2),
      both.tables,
    )
    const version = { version: 2, as_of: day }
    await enter(both, dated(day)(raised), version)
    expect((await audit(both.school)).findings).toEqual([])
    const standing = await books()
    await enter(standing, dated(standing.may.as_of)(raised), version)
    const result = await audit(standing.school)
    expect(rulesOf(result)).toEqual(expect.arrayContaining(['conflicting-figures', 'standing']))
    expect(result.findings).toContainEqual({
      rule: 'standing',
      where: 'tiny/2026-05/2 active _T _T',
      clause: 'a figure that stands is the one that tiny/2026-05/1 showed',
    })
  })

  it('is found out where a quarter less its months is about few learners', async () => {
    const both = await books()
    const june = both.ledger.known()[1]!.release
    const other = (await rebuildTables(ledgerFolder(both.ledger.path), june))!
    const joined = (tables: readonly PublishedTable[]) =>
      tables.find(({ shape }) => shape.id === 'joined')!.rows
    const total = (i: number) =>
      joined(both.tables)[i]!.figures[0]!.value! + joined(other)[i]!.figures[0]!.value!
    const quarter = both.tables
      .filter(({ shape }) => shape.id === 'joined')
      .map((table) => ({
        ...table,
        rows: table.rows.map((row, i) => ({
          ...row,
          figures: [{ value: total(i) + (i === 0 ? 6 : 3), status: 'A' as const }],
        })),
      }))
    await enter(both, quarter, { project: 'other', in: '2026-Q2' })
    const few = await audit(both.school)
    expect([few.groups, rulesOf(few)]).toEqual([1, ['below-threshold']])
  })

  it('is found out where one of several releases gives figures away by itself, though it does not beside others', async () => {
    const both = await books()
    const { minimumContributors } = both.may.audit
    const hidden = { value: null, status: 'c' } as const
    const narrow = both.tables
      .filter(({ shape }) => shape.id === 'joined')
      .map((table) => ({
        ...table,
        rows: table.rows.map((row) => ({
          ...row,
          // Neither is empty, so that both are fewer than k; what no release shows at all might be.
          figures: [
            row.coordinates[0] === '_T' ? { value: minimumContributors, status: 'A' as const } : hidden,
          ],
        })),
      }))
    await enter(both, narrow, { project: 'narrow', in: '2026-07' })
    const alone = (await audit(both.school)).findings
    expect(alone.map(({ where }) => where)).toEqual([
      'narrow/2026-07/1 joined F',
      'narrow/2026-07/1 joined M',
    ])
    const views = both.tables.filter(({ shape }) => shape.id !== 'joined')
    await enter(both, views, { project: 'other', in: '2026-07' })
    const among = await audit(both.school)
    expect([among.groups, among.findings]).toEqual([3, alone])
  })

  it('is judged release by release, and not passed, where periods cross or figures are rounded in two ways', async () => {
    const both = await books()
    await enter(both, both.tables, { project: 'other', in: '2026-W27' })
    await enter(both, both.tables, { project: 'other', in: '2026-07' })
    const crossing = await audit(both.school)
    expect(crossing.findings).toEqual([
      {
        rule: 'unaudited',
        where: 'tiny/2026-06/1, other/2026-W27/1, other/2026-07/1',
        clause: 'periods that share days lie in one another',
      },
    ])
    const rounding = { base: 5, method: 'conventional', within: 1 } as const
    await enter(both, both.tables, { project: 'third', audit: { ...both.may.audit, rounding } })
    expect((await audit(both.school)).findings[0]).toMatchObject({
      rule: 'unaudited',
      where: 'tiny/2026-05/1, third/2026-05/1',
    })
  })
})

it('the verb says what it found, and exits with 3 where that is anything', { timeout: 120_000 }, async () => {
  const both = await books()
  const { school } = both
  const where = ['--project', school.project, '--releases', school.releases, '--workspace', school.workspace]
  const passed = await kohort('ledger', 'audit', ...where)
  expect([passed.exitCode, passed.stdout]).toEqual([
    0,
    `${ledgerOf(school)}: PASSED\n2 releases in 2 groups that share no day, 36 cells\n`,
  ])
  await enter(
    both,
    changed(both.tables, 'joined', (value) => value + 3),
    { version: 2 },
  )
  const failed = await kohort('ledger', 'audit', ...where, '--json')
  expect(failed.exitCode).toBe(3)
  expect(JSON.parse(failed.stdout)).toMatchObject({ passed: false, releases: 3 })
})
