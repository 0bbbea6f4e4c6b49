import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { auditAgainstSources } from '../../../pipeline/audit-release.ts'
import { adoptReleases } from '../../../pipeline/ledger/adopt.ts'
import { backUpLedger } from '../../../pipeline/ledger/backup.ts'
import { readLedger } from '../../../pipeline/ledger/read-ledger.ts'
import { restoreLedger } from '../../../pipeline/ledger/restore.ts'
import { nightSummary } from '../../../pipeline/summary.ts'
import { ledgerOf } from '../ledger-content.ts'
import { selectRows, type TinyProject } from '../tiny-project.ts'
import { simulate } from '../updates/simulated-stock.ts'
import type { Night } from '../updates/stock-nights.ts'
import { fillSchool, monthOf, stockSchool } from './stock-school.ts'

const nights = simulate(3, 3)
const later = new Date('2027-01-01T00:00:00Z')

/** A school whose first month is out. */
async function published(): Promise<TinyProject> {
  const school = await stockSchool()
  await fillSchool(school, nights, 0)
  expect((await school.run(monthOf(0))).outcome).toBe('done')
  return school
}

const storeOf = (school: TinyProject) => join(ledgerOf(school), 'contributions')

function storedFile(school: TinyProject): string {
  const [name, ...others] = readdirSync(storeOf(school)).filter((one) => one.endsWith('.parquet'))
  expect(others).toEqual([])
  return join(storeOf(school), name!)
}

const stored = (school: TinyProject, columns: string, where = 'true') =>
  selectRows(`SELECT ${columns} FROM '${storedFile(school)}' WHERE ${where} ORDER BY ALL`)

describe('contributions', { timeout: 300_000 }, () => {
  it('are restricted, name nobody, and the ledger commits to them', async () => {
    const school = await published()
    const file = storedFile(school)
    for (const path of [file, join(storeOf(school), 'contributor.key')])
      expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(statSync(storeOf(school)).mode & 0o777).toBe(0o700)
    const bytes = readFileSync(file)
    for (const canary of school.canaries()) expect(bytes.includes(canary)).toBe(false)
    const { known } = await readLedger(ledgerOf(school), later)
    expect(known[0]!.release.contributions?.sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
    const learners = [...nights[0]!.values()].filter((place) => place !== null).length
    expect(
      await stored(school, 'count(*), count(DISTINCT learner), min(since), max(since), max(until)'),
    ).toEqual([[learners, learners, '2026-03-31', '2026-03-31', null]])
  })

  it('are the same bytes for the same learners', async () => {
    const [one, two] = [await published(), await published()]
    expect(readFileSync(storedFile(one)).equals(readFileSync(storedFile(two)))).toBe(true)
  })

  it.each([
    {
      because: 'missing',
      damage: (school: TinyProject) => rm(storedFile(school)),
      message: /contributions to stocks lie beside it as they were stored/,
    },
    {
      because: 'changed by a byte',
      damage: async (school: TinyProject) => {
        const bytes = readFileSync(storedFile(school))
        bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1)
        writeFileSync(storedFile(school), bytes)
      },
      message: /contributions to stocks lie beside it as they were stored/,
    },
    {
      because: 'without their secret',
      damage: (school: TinyProject) => rm(join(storeOf(school), 'contributor.key')),
      message: /the secret of the contributors’ codes is the one that it was/,
    },
    {
      because: 'made with another secret',
      damage: async (school: TinyProject) =>
        writeFileSync(join(storeOf(school), 'contributor.key'), '0'.repeat(64)),
      message: /the secret of the contributors’ codes is the one that it was/,
    },
  ])('withhold when they are $because, and a backup is the way back', async ({ damage, message }) => {
    const school = await published()
    const backup = join(school.folder, 'backup.tar')
    await backUpLedger(ledgerOf(school), backup, later)
    await damage(school)
    await fillSchool(school, nights, 1)
    const failure = await school.failure(monthOf(1))
    expect(failure).toMatchObject({ exitCode: 3, message: expect.stringMatching(message) })
    expect(failure.message).toContain('kohort ledger restore')
    expect(existsSync(join(school.releases, '2026-04'))).toBe(false)
    await restoreLedger(ledgerOf(school), backup, later)
    expect((await school.run(monthOf(1))).outcome).toBe('done')
  })

  it('withhold where releases were taken into a ledger that does not know who was counted', async () => {
    const school = await published()
    await rm(ledgerOf(school), { recursive: true })
    const identity = { id: 'tiny', grains: ['month'], auditSeconds: 60 } as const
    const paths = { ledger: ledgerOf(school), releases: school.releases }
    await adoptReleases(paths, identity, new Date('2026-04-02T00:00:00Z'), () => undefined)
    await fillSchool(school, nights, 1)
    expect(await school.failure(monthOf(1))).toMatchObject({
      exitCode: 3,
      message: expect.stringContaining('who was counted in stocks'),
    })
  })

  it('withhold where the project has its stock no more, and take erased learners out all the same', async () => {
    const school = await published()
    const [gone] = [...nights[0]!].find(([, at]) => at !== null)!
    await fillSchool(school, nights, 1)
    delete school.tables['registered']
    await school.writeProject()
    const row = school.rows.learners.find(({ learner_id }) => learner_id === `lrn-${gone}`)
    row!['erasure_requested_at'] = '2026-04-01 09:00:00'
    await school.write()
    const before = await stored(school, 'learner', 'learner IS NOT NULL')
    expect(await school.failure(monthOf(1))).toMatchObject({
      exitCode: 3,
      message: expect.stringMatching(
        /put the table back, and retire it.* table registered of tiny\/2026-03\/1$/,
      ),
    })
    expect(await stored(school, 'learner', 'learner IS NOT NULL')).toHaveLength(before.length - 1)
    expect(existsSync(join(school.releases, '2026-04'))).toBe(false)
  })

  it('lose a learner who is erased at the next reading, whether or not anything is due', async () => {
    const school = await published()
    const [gone, place] = [...nights[0]!].find(([, at]) => at !== null)!
    const without: Night = new Map([...nights[0]!, [gone, null]])
    const row = school.rows.learners.find(({ learner_id }) => learner_id === `lrn-${gone}`)
    row!['erasure_requested_at'] = '2026-04-01 09:00:00'
    await school.write()
    const before = await stored(school, 'learner')
    const { outcome, periods } = await school.run({
      ...monthOf(0),
      asOf: '2026-04-02',
      now: new Date('2026-04-03'),
    })
    expect({ outcome, periods }).toEqual({ outcome: 'done', periods: [] })
    const after = await stored(school, 'learner', 'learner IS NOT NULL')
    expect(after).toHaveLength(before.length - 1)
    expect(await stored(school, 'place, since, until, learners', 'learner IS NULL')).toEqual([
      [place!.replace(' ', '\u001f'), '2026-03-31', '2026-04-01', 1],
    ])
    const { entries } = await readLedger(ledgerOf(school), later)
    expect(entries.at(-1)!.content).toMatchObject({
      kind: 'erased',
      learners: 1,
      requested: 1,
      on: '2026-04-03',
    })
    // Nothing else that lies in the ledger names them.
    const [code] = before
      .map(([learner]) => String(learner))
      .filter((one) => after.every(([other]) => other !== one))
    for (const name of readdirSync(ledgerOf(school), { recursive: true }).map(String))
      if (statSync(join(ledgerOf(school), name)).isFile())
        expect(readFileSync(join(ledgerOf(school), name)).includes(code!), name).toBe(false)
    // The figures stand: one who left is too few to show.
    await fillSchool(school, [without, without], 1)
    const next = await school.run(monthOf(1))
    expect(next.periods[0]!.stocks).toMatchObject([{ fresh: 0, pooled: 1, waitingSince: '2026-03-31' }])
  })

  it('keep whose row is bad for a night, or asks for nothing', async () => {
    const school = await published()
    const before = await stored(school, 'learner')
    school.rows.learners[0]!['district'] = 'nowhere'
    school.rows.learners[1]!['registered_at'] = '2026-12-01 09:00:00'
    await school.write()
    await school.run({ ...monthOf(0), asOf: '2026-04-02', now: new Date('2026-04-03') })
    expect(await stored(school, 'learner')).toEqual(before)
    school.rows.learners[0]!['erasure_requested_at'] = '2026-04-03 09:00:00'
    school.rows.learners[1]!['statistics_consent'] = false
    await school.write()
    await school.run({ ...monthOf(0), asOf: '2026-04-04', now: new Date('2026-04-05') })
    expect(await stored(school, 'learner', 'learner IS NOT NULL')).toHaveLength(before.length - 2)
  })

  it('are written by nobody who publishes nothing', async () => {
    const school = await published()
    await fillSchool(school, nights, 1)
    const before = readdirSync(storeOf(school))
    const dry = await school.run({ ...monthOf(1), dryRun: true })
    expect(dry.periods[0]!.outcome).toBe('planned')
    expect(dry.periods[0]!.stocks[0]!.standing).toBeGreaterThan(0)
    expect(readdirSync(storeOf(school))).toEqual(before)
    expect((await readLedger(ledgerOf(school), later)).entries).toHaveLength(2)
    const plan = await school.run({ ...monthOf(1), publish: false })
    expect(plan.periods[0]!.stocks).toMatchObject([{ standing: 0, waiting: 0 }])
  })
})

describe('a stock', { timeout: 300_000 }, () => {
  it('is counted again from the sources, as far as it is of its own day', async () => {
    const school = await published()
    await fillSchool(school, nights, 1)
    await school.run(monthOf(1))
    const options = { project: school.project, data: school.data, workspace: school.workspace, now: later }
    const release = join(school.releases, '2026-04/v1')
    const quiet = { progress: () => undefined, threads: 1 }
    expect((await auditAgainstSources({ ...options, ...quiet, release })).findings).toEqual([])
  })

  it('keeps its codes from release to release, and goes forward only', async () => {
    const school = await published()
    await fillSchool(school, nights, 1)
    const before = school.hierarchies['district.csv'] ?? ''
    school.hierarchies['district.csv'] = before.replace('n3;north', 'n3;south')
    await school.write()
    expect((await school.failure(monthOf(1))).message).toContain(
      'a stock keeps its dimensions, measure and codes',
    )
    await fillSchool(school, nights, 2)
    school.hierarchies['district.csv'] = before
    await school.write()
    expect((await school.run({ ...monthOf(2), period: undefined, last: 1 })).outcome).toBe('done')
    const back = await school.run({ ...monthOf(2), period: '2026-04' })
    expect(back).toMatchObject({
      outcome: 'withheld',
      periods: [],
      held: [{ why: 'passed', reason: expect.stringContaining('in the order of their days') }],
    })
  })

  it('is not published beside flows of its fact that are out', async () => {
    const school = await stockSchool()
    const stock = school.tables['registered']!
    school.tables['registered'] = { ...stock, period: { type: 'flow' } }
    await fillSchool(school, nights, 0)
    await school.run(monthOf(0))
    school.tables['registered'] = stock
    await fillSchool(school, nights, 1)
    expect(await school.failure(monthOf(1))).toMatchObject({
      exitCode: 3,
      message: expect.stringContaining('registered of tiny/2026-03/1'),
    })
  })

  it('is not published where another project publishes stocks, or flows of its fact, about one population', async () => {
    const school = await published()
    const stock = school.tables['registered']!
    school.definition.project.id = 'other'
    await fillSchool(school, nights, 1)
    const other = { ...monthOf(1), releases: join(school.folder, 'others') }
    const messages = ['what another project publishes', 'a fact is counted as a stock or as flows']
    for (const [i, type] of ['stock', 'flow'].entries()) {
      school.tables['registered'] = { ...stock, period: { type } }
      await school.writeProject()
      const failure = await school.failure(other)
      expect(failure).toMatchObject({ exitCode: 3, message: expect.stringContaining(messages[i]!) })
    }
    delete school.tables['registered']
    await school.writeProject()
    expect(await school.failure(other)).toMatchObject({
      exitCode: 3,
      message: expect.stringMatching(
        /what another project publishes.* table active, beside registered of tiny/,
      ),
    })
  })

  it('is not published beside flows of another project that are out', async () => {
    const school = await stockSchool()
    const { registered, ...flows } = school.tables
    school.tables = flows
    school.definition.project.id = 'other'
    await fillSchool(school, nights, 0)
    await school.run({ ...monthOf(0), releases: join(school.folder, 'others') })
    school.tables = { registered: registered! }
    school.definition.project.id = 'tiny'
    await fillSchool(school, nights, 1)
    expect(await school.failure(monthOf(1))).toMatchObject({
      exitCode: 3,
      message: expect.stringMatching(
        /what another project publishes.* table registered, beside active of other/,
      ),
    })
  })

  it('says in the restricted record what waits, and nothing of it in public', async () => {
    const school = await published()
    await fillSchool(school, nights, 1)
    const night = await school.run(monthOf(1))
    const { periods, record } = night
    const stock = periods[0]!.stocks[0]!
    expect(stock.fresh + stock.standing + stock.hidden).toBe(24)
    expect(stock.waiting).toBeGreaterThan(0)
    const [waits] = JSON.parse(readFileSync(join(record, 'stocks-2026-04.json'), 'utf8'))
    expect(waits.rows).toHaveLength(stock.waiting)
    expect(nightSummary(night)).toContain(
      `${stock.waiting} wait for enough changes, the longest since 2026-03-31`,
    )
    const manifest = readFileSync(join(school.releases, '2026-04/v1/manifest.json'), 'utf8')
    for (const word of ['waiting', 'pooled', 'standing', 'contributions'])
      expect(manifest).not.toContain(word)
    expect(manifest).toContain('"as_of": "2026-04-30"')
  })
})
