import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { backUpLedger } from '../../../pipeline/ledger/backup.ts'
import { restoreLedger } from '../../../pipeline/ledger/restore.ts'
import { nightSummary } from '../../../pipeline/summary.ts'
import { ledgerOf } from '../ledger-content.ts'
import { selectRows, type TinyProject } from '../tiny-project.ts'
import { fillSchool, fullState, lookOf, period, revisionSchool } from './revision-school.ts'

const storeOf = (school: TinyProject) => join(ledgerOf(school), 'contributions')
const v2 = (school: TinyProject) => join(school.releases, period, 'v2')
const later = new Date('2026-04-12T00:00:00Z')

/** A school whose first version is out, with sources by which a second one may show something. */
async function lateSchool(): Promise<TinyProject> {
  const school = await revisionSchool()
  const state = fullState()
  await fillSchool(school, state)
  await school.run(lookOf(0))
  for (let i = 0; i < 6; i++) state.set(1000 + i, { place: 'n1 f', courses: ['C1'] })
  await fillSchool(school, state)
  return school
}

describe('a revision', { timeout: 300_000 }, () => {
  it('names the version before, says nothing of what waits in public, and is not made twice', async () => {
    const school = await lateSchool()
    const night = await school.run(lookOf(1))
    expect(nightSummary(night)).toContain(`${period}, looked at again: revised as version 2`)
    const manifest = readFileSync(join(v2(school), 'manifest.json'), 'utf8')
    expect(manifest).toContain('"version": 2')
    for (const word of ['waiting', 'pooled', 'contributions']) expect(manifest).not.toContain(word)
    const again = await school.run({ ...lookOf(2), now: new Date('2026-04-13') })
    expect(again).toMatchObject({ outcome: 'idle', revisions: [] })
  })

  it.each([
    { because: 'the day had a release already', change: lookOf(0) },
    {
      because: 'another period was asked for',
      change: { period: '2026-04', asOf: '2026-04-30', now: new Date('2026-05-01') },
    },
  ])('is made by a later night of the same sources where $because', async ({ change }) => {
    const school = await lateSchool()
    expect(await school.run(change)).toMatchObject({ outcome: 'done', revisions: [], unlooked: [period] })
    const next = { period: undefined, asOf: '2026-05-01', now: new Date('2026-05-02') }
    expect((await school.run(next)).revisions).toContainEqual(expect.objectContaining({ period, version: 2 }))
    const after = await school.run({ ...next, asOf: '2026-05-02', now: new Date('2026-05-03') })
    expect(after).toMatchObject({ outcome: 'idle', unlooked: [] })
  })

  it('waits for no look while another one waits for approval: sources are not read for it', async () => {
    const school = await revisionSchool()
    const state = fullState()
    await fillSchool(school, state)
    const nightOf = (asOf: string) => ({
      period: undefined,
      asOf,
      now: new Date(Date.parse(asOf) + 86_400_000),
    })
    await school.run(nightOf('2026-04-30'))
    for (let i = 0; i < 6; i++) state.set(1000 + i, { place: 'n1 f', courses: ['C1'] })
    school.definition.policy['approval'] = 'manual'
    await fillSchool(school, state)
    const first = await school.run(nightOf('2026-05-01'))
    expect([first.periods.map(({ outcome }) => outcome), first.unlooked]).toEqual([
      ['candidate'],
      ['2026-04'],
    ])
    const next = await school.run(nightOf('2026-05-02'))
    expect([next.outcome, next.unlooked]).toEqual(['idle', ['2026-04']])
  })

  it('is not made by who publishes nothing', async () => {
    const school = await lateSchool()
    const stored = readdirSync(storeOf(school))
    const dry = await school.run({ ...lookOf(1), dryRun: true })
    expect(dry.periods).toMatchObject([{ outcome: 'planned' }])
    expect(nightSummary(dry)).toContain('would be revised')
    expect(existsSync(v2(school))).toBe(false)
    expect(readdirSync(storeOf(school))).toEqual(stored)
  })

  it('leaves tables that tell something sensitive as they were', async () => {
    const school = await revisionSchool()
    school.definition.attributes['gender']!['role'] = 'sensitive'
    const state = fullState(12)
    await fillSchool(school, state)
    await school.run(lookOf(0))
    for (let i = 0; i < 12; i++) state.set(1000 + i, { place: i < 6 ? 'n1 f' : 'n1 m', courses: ['C1'] })
    await fillSchool(school, state)
    const night = await school.run(lookOf(1))
    expect(night.revisions[0]!.tables).toMatchObject([
      { table: 'active', revisable: false, fresh: 0 },
      { table: 'courses', revisable: true, fresh: 2 },
    ])
    expect(
      await selectRows(
        `SELECT DISTINCT CAST(as_of AS VARCHAR) FROM '${join(v2(school), 'tables', 'active.parquet')}' WHERE as_of IS NOT NULL`,
      ),
    ).toEqual([['2026-03-31']])
  })

  it('waits where tables have other codes by now', async () => {
    const school = await lateSchool()
    school.hierarchies['district.csv'] += 'n4;north;*\n'
    await school.write()
    const { revisions } = await school.run(lookOf(1))
    expect(revisions).toMatchObject([{ version: null, why: expect.stringContaining('other dimensions') }])
  })

  it('is not made of what was released without', async () => {
    const school = await revisionSchool()
    const { revise, ...without } = { revise: { days: 60 }, ...school.definition.releases }
    school.definition.releases = without
    delete school.definition.releases['revise']
    const state = fullState()
    await fillSchool(school, state)
    await school.run(lookOf(0))
    school.definition.releases = { ...without, revise }
    for (let i = 0; i < 6; i++) state.set(1000 + i, { place: 'n1 f', courses: ['C1'] })
    await fillSchool(school, state)
    const { revisions } = await school.run(lookOf(1))
    expect(revisions).toMatchObject([{ version: null, why: expect.stringContaining('is not known') }])
  })

  it('ends with its window, and what was kept for it is dropped at the next release', async () => {
    const school = await lateSchool()
    const { revisions } = await school.run({
      period,
      asOf: '2026-06-01',
      now: new Date('2026-06-02T00:00:00Z'),
    })
    expect(revisions).toEqual([])
    await school.run({ period: '2026-05', asOf: '2026-06-01', now: new Date('2026-06-02T00:00:00Z') })
    const [name] = readdirSync(storeOf(school)).filter((one) => one.endsWith('.parquet'))
    expect(
      await selectRows(
        `SELECT count(*) FROM '${join(storeOf(school), name!)}' WHERE series LIKE '2026-03/%'`,
      ),
    ).toEqual([[0]])
  })

  it.each([
    {
      revise: '2026-02',
      change: {},
      message: /must be released before it is revised. Provided value: 2026-02/,
    },
    { revise: 'March', change: {}, message: /a period must be one such as 2026-10. Provided value: March/ },
    {
      revise: period,
      change: { asOf: '2026-06-01', now: new Date('2026-06-02') },
      message: /revised for 60 days after its end/,
    },
    { revise: period, change: lookOf(0), message: /of a later day than all releases/ },
  ])('of $revise is refused where it cannot be: $message', async ({ revise, change, message }) => {
    const school = await lateSchool()
    const failure = await school.failure({ ...lookOf(1), ...change, revise })
    expect(failure).toMatchObject({ exitCode: 2, message: expect.stringMatching(message) })
    expect(existsSync(v2(school))).toBe(false)
  })

  it.each([
    [
      'of rounded figures',
      (school: TinyProject) => {
        school.definition.policy['rounding'] = { method: 'conventional', base: 5 }
      },
    ],
    [
      'of published zeros',
      (school: TinyProject) => {
        school.definition.policy['zeros'] = { publish: true, reason: 'an invented school' }
      },
    ],
  ])('%s is refused', async (what, change) => {
    const school = await revisionSchool()
    change(school)
    await school.writeProject()
    expect(await school.failure(lookOf(0))).toMatchObject({
      exitCode: 3,
      message: expect.stringContaining(`revisions ${what}`),
    })
  })

  it('is withheld where who contributed is lost, and a backup is the way back', async () => {
    const school = await lateSchool()
    const backup = join(school.folder, 'backup.tar')
    await backUpLedger(ledgerOf(school), backup, later)
    for (const name of readdirSync(storeOf(school)).filter((one) => one.endsWith('.parquet')))
      await rm(join(storeOf(school), name))
    const failure = await school.failure(lookOf(1))
    expect(failure).toMatchObject({ exitCode: 3 })
    expect(failure.message).toContain('kohort ledger restore')
    expect(existsSync(v2(school))).toBe(false)
    await restoreLedger(ledgerOf(school), backup, later)
    expect((await school.run({ ...lookOf(1), now: later })).revisions).toMatchObject([{ version: 2 }])
  })
})
