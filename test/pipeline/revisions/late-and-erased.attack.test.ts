import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { diffReleases } from '../../../pipeline/diff.ts'
import { readLedger } from '../../../pipeline/ledger/read-ledger.ts'
import { ledgerOf } from '../ledger-content.ts'
import { reproducible } from '../released-files.ts'
import { selectRows, type TinyProject } from '../tiny-project.ts'
import { fillSchool, fullState, lookOf, type Pupil, period, revisionSchool } from './revision-school.ts'

const k = 5
const later = new Date('2027-01-01T00:00:00Z')
const versionOf = (school: TinyProject, version: number) => join(school.releases, period, `v${version}`)
const active = (school: TinyProject, version: number, where: string) =>
  selectRows(
    `SELECT learners FROM '${join(versionOf(school, version), 'tables', 'active.parquet')}' WHERE ${where}`,
  )

async function published(state: ReadonlyMap<number, Pupil | null>): Promise<TinyProject> {
  const school = await revisionSchool(k)
  await fillSchool(school, state)
  expect((await school.run(lookOf(0))).outcome).toBe('done')
  return school
}

describe('attack 16: a few learners more or less, and all versions', { timeout: 300_000 }, () => {
  it('late events of one to k − 1 learners do not show; of k they do', async () => {
    const state = fullState()
    const school = await published(state)
    const before = reproducible(school.releases)
    for (let i = 0; i < k - 1; i++) state.set(1000 + i, { place: 'n1 f', courses: ['C1'] })
    await fillSchool(school, state)
    const few = await school.run(lookOf(1))
    expect(few).toMatchObject({ outcome: 'done', periods: [] })
    expect(few.revisions).toMatchObject([{ period, version: null, why: expect.stringContaining('too few') }])
    expect(few.revisions[0]!.tables[0]).toMatchObject({
      table: 'active',
      waiting: 6,
      waitingSince: '2026-03-31',
      pooled: k - 1,
    })
    expect(reproducible(school.releases)).toEqual(before)
    state.set(1000 + k, { place: 'n1 f', courses: ['C1'] })
    await fillSchool(school, state)
    expect((await school.run(lookOf(2))).revisions).toMatchObject([{ version: 2, why: null }])
    expect(await active(school, 2, "region = 'n1' AND gender = 'f'")).toEqual([[8 + k]])
    const diff = await diffReleases(versionOf(school, 1), versionOf(school, 2), { now: later })
    expect(JSON.stringify(diff)).toContain('n1')
  })

  it('erasures of one to k − 1 learners do not show; of k they do, and nothing names who is gone', async () => {
    const state = fullState(12)
    const school = await published(state)
    const before = reproducible(school.releases)
    const stored = (columns: string, where = 'true') => {
      const folder = join(ledgerOf(school), 'contributions')
      const [name] = readdirSync(folder).filter((one) => one.endsWith('.parquet'))
      return selectRows(`SELECT ${columns} FROM '${join(folder, name!)}' WHERE ${where} ORDER BY ALL`)
    }
    const codes = await stored('DISTINCT learner')
    expect(codes).toHaveLength(120)
    const gone = [...state]
      .filter(([, pupil]) => pupil?.place === 's1 m')
      .map(([learner]) => learner)
      .slice(0, 6)
    for (const learner of gone.slice(0, 1)) state.set(learner, null)
    await fillSchool(school, state)
    const one = await school.run(lookOf(1))
    expect(one).toMatchObject({ periods: [], erased: { learners: 1, requested: 1, on: '2026-04-06' } })
    expect(one.revisions).toMatchObject([{ version: null }])
    expect(reproducible(school.releases)).toEqual(before)
    const left = await stored('DISTINCT learner', 'learner IS NOT NULL')
    expect(left).toHaveLength(119)
    const [code] = codes.map(([learner]) => String(learner)).filter((c) => left.every(([l]) => l !== c))
    for (const name of readdirSync(ledgerOf(school), { recursive: true }).map(String))
      if (statSync(join(ledgerOf(school), name)).isFile())
        expect(readFileSync(join(ledgerOf(school), name)).includes(code!), name).toBe(false)
    const { entries } = await readLedger(ledgerOf(school), later)
    expect(entries.at(-1)!.content).toMatchObject({
      kind: 'erased',
      learners: 1,
      requested: 1,
      on: '2026-04-06',
    })
    // Their contributions stay as numbers that name no attributes but those of the row, and end that day.
    const rows = await stored('DISTINCT until, learners', 'learner IS NULL')
    expect(rows).toEqual([['2026-04-01', 1]])
    expect(await stored('series', "learner IS NULL AND ends_with(series, '/')")).toEqual([])
    for (const learner of gone) state.set(learner, null)
    await fillSchool(school, state)
    const all = await school.run(lookOf(2))
    expect(all.revisions).toMatchObject([{ version: 2 }])
    expect(await active(school, 2, "region = '_T' AND gender = '_T'")).toEqual([[114]])
    expect(await active(school, 2, "region = 's1' AND gender = 'm'")).toEqual([[6]])
  })

  it('a changed attribute moves nobody', async () => {
    const state = fullState()
    const school = await published(state)
    for (const [learner, pupil] of state)
      if (pupil?.place === 'n1 f') state.set(learner, { ...pupil, place: 's2 f' })
    await fillSchool(school, state)
    const look = await school.run(lookOf(1))
    expect(look.revisions).toMatchObject([{ version: null, why: 'nothing changed' }])
    expect(existsSync(versionOf(school, 2))).toBe(false)
  })
})
