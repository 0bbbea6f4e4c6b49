import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { cp, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { approve, reject } from '../../../pipeline/approval/approve.ts'
import { auditAgainstSources } from '../../../pipeline/audit-release.ts'
import { withdrawRelease } from '../../../pipeline/ledger/withdraw.ts'
import { Failure } from '../../../schemas/failure.ts'
import { ledgerOf, publicContent } from '../ledger-content.ts'
import { events } from '../lineage-events.ts'
import { filesBelow, reproducible } from '../released-files.ts'
import { copyOf } from '../school-copy.ts'
import type { TinyProject } from '../tiny-project.ts'
import { fillSchool, nightOf, quarter, togetherSchool } from '../together/together-school.ts'
import {
  approveAll,
  candidatesOf,
  cautiousSchool,
  codesOf,
  pupils,
  storedFiles,
  verdictOn,
} from './cautious-school.ts'

async function failureOf(work: Promise<unknown>): Promise<Failure> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (error instanceof Failure) return error
  throw error ?? new Error('it must fail')
}

/** April and May are approved and out. */
let approved: TinyProject
/** April waits. */
let waiting: TinyProject
beforeAll(async () => {
  waiting = await cautiousSchool(2, { removed: false })
  await waiting.run(nightOf(2))
  approved = await copyOf(waiting, false)
  await approve(verdictOn(approved, 2))
  await approveAll(approved, 2, approve)
  return () => Promise.all([waiting.remove(), approved.remove()])
})

describe('approval of a stock, a quarter and a later version', { timeout: 600_000 }, () => {
  it('gives, one after the other, what nights without it give', async () => {
    const [school, whole] = [await copyOf(approved), await togetherSchool()]
    await fillSchool(whole, pupils, 2)
    await whole.run(nightOf(2))
    const came: (readonly string[])[] = []
    for (const night of [3, 4]) {
      for (const one of [school, whole]) await fillSchool(one, pupils, night)
      await whole.run(nightOf(night))
      came.push(await approveAll(school, night, approve))
    }
    expect(came).toEqual([['2026-05/v2'], ['2026-06/v1', `${quarter}/v1`]])
    expect(reproducible(school.releases)).toEqual(reproducible(whole.releases))
    expect(await publicContent(school)).toEqual(await publicContent(whole))
    // Who contributed is recorded byte by byte as by night.
    expect(storedFiles(school)).toEqual(storedFiles(whole))
    school.expectNoVault()
    const release = join(school.releases, '2026-05', 'v2')
    const { passed } = await auditAgainstSources({ ...verdictOn(school, 4), release })
    expect(passed).toBe(true)
  })

  it('lets nothing else be proposed while one waits, and keeps nothing of learners for it', async () => {
    const school = await cautiousSchool(2)
    const first = await school.run(nightOf(2))
    expect(first.periods.map(({ period, outcome }) => [period.id, outcome])).toEqual([
      ['2026-04', 'candidate'],
    ])
    // Only the secret of codes lies beside the ledger: nothing is out.
    expect(storedFiles(school)).toEqual(['contributor.key'])
    const [candidate = ''] = candidatesOf(school)
    const folder = join(school.workspace, 'candidates', candidate)
    expect(readdirSync(folder).toSorted()).toEqual(['candidate.json', 'release'])
    expect(statSync(join(school.workspace, 'candidates')).mode & 0o077).toBe(0)
    const messages: string[] = []
    const next = await school.run({ ...nightOf(2), progress: (message) => void messages.push(message) })
    expect([next.periods, next.waiting]).toEqual([[], ['2026-04']])
    expect(messages).toContain(`2026-05: waits for approval of ${candidate}`)
    await approve(verdictOn(school, 2))
    const codes = await codesOf(school)
    expect(codes.size).toBe(school.rows.learners.length)
    await school.run(nightOf(2))
    const waiting = [...filesBelow(join(school.workspace, 'candidates')).values()].map((bytes) =>
      bytes.toString('latin1'),
    )
    for (const code of codes) expect(waiting.some((text) => text.includes(code))).toBe(false)
  })

  it('proposes a later version only once nothing else waits, and looks at no other meanwhile', async () => {
    const school = await copyOf(approved)
    await fillSchool(school, pupils, 3)
    const { revisions, periods } = await school.run(nightOf(3))
    const [candidate = ''] = candidatesOf(school)
    expect(candidate).toMatch(/^2026-05-v2-/)
    expect(revisions.at(-1)).toMatchObject({ period: '2026-05', version: 2, why: null })
    expect(periods.map(({ outcome }) => outcome)).toEqual(['candidate'])
    const said: string[] = []
    await school.run({ ...nightOf(3), revise: '2026-05', progress: (message) => void said.push(message) })
    expect(said).toContain(
      `released periods to be looked at again (1) wait until ${candidate} is approved or rejected`,
    )
    const before = storedFiles(school)
    await reject(verdictOn(school, 3))
    // Nothing was published, so nothing is known: what lies beside the ledger is as it was.
    expect([candidatesOf(school), storedFiles(school)]).toEqual([[], before])
    // Not until something changes, or somebody asks for it; and a base period is not held up by it.
    await school.run({ ...nightOf(3), asOf: '2026-06-13' })
    expect(candidatesOf(school)).toEqual([])
    await school.run({ ...nightOf(3), asOf: '2026-06-13', revise: '2026-05' })
    expect(candidatesOf(school)).toHaveLength(1)
    expect(existsSync(join(school.releases, '2026-05', 'v2'))).toBe(false)
  })

  it('after a rejection lets no later stock come out before, and says so to those who watch', async () => {
    const school = await copyOf(waiting)
    await reject(verdictOn(school, 2))
    const messages: string[] = []
    const next = await school.run({ ...nightOf(2), progress: (message) => void messages.push(message) })
    expect([next.periods, next.waiting, candidatesOf(school)]).toEqual([[], ['2026-04'], []])
    expect(messages).toContain('2026-05: waits for approval of 2026-04, which was rejected')
    expect(
      events(school.workspace).map(({ job, eventType, outputs }) => [job.name, eventType, outputs]),
    ).toEqual([
      ['tiny.reject', 'START', []],
      ['tiny.reject', 'COMPLETE', []],
    ])
    await school.run({ ...nightOf(2), period: '2026-04' })
    expect(candidatesOf(school)).toHaveLength(1)
  })
})

describe('a candidate whose ground changed', { timeout: 600_000 }, () => {
  it('makes way where a learner asked for erasure, who is gone from all that is kept by that very night', async () => {
    const school = await copyOf(approved)
    const before = await codesOf(school)
    const leaving = pupils.map((one, i) => (i === 0 ? { ...one, left: 4 } : one))
    await fillSchool(school, leaving, 3)
    await school.run(nightOf(3))
    const [old = ''] = candidatesOf(school)
    await fillSchool(school, leaving, 4)
    const next = await school.run(nightOf(4))
    expect(next.erased).toMatchObject({ learners: 1 })
    expect(candidatesOf(school)).not.toContain(old)
    const [fresh = ''] = candidatesOf(school)
    expect(fresh).toMatch(/^2026-06-v1-/)
    const after = await codesOf(school)
    expect([...before].filter((code) => !after.has(code))).toHaveLength(2)
    await approve(verdictOn(school, 4))
    const released = await codesOf(school)
    expect([...before].filter((code) => !after.has(code) && released.has(code))).toEqual([])
  })

  it('is approved without those who are absent for so long meanwhile that they are forgotten', async () => {
    const gone = pupils.map((one, i) => (i < 1 ? { ...one, left: 2, asked: false } : one))
    const school = await cautiousSchool(1, { own: gone })
    school.definition.policy['approvalDays'] = 60
    await school.writeProject()
    await approveAll(school, 1, approve)
    await fillSchool(school, gone, 2)
    const before = await codesOf(school)
    expect((await school.run(nightOf(2))).absent).toBe(1)
    expect((await codesOf(school)).size).toBe(before.size)
    const now = new Date('2026-07-20T00:00:00Z')
    const verdict = await approve({ ...verdictOn(school, 2), now })
    expect(verdict.folder).toBe(join(school.releases, '2026-05', 'v1'))
    const after = await codesOf(school)
    expect([...before].filter((code) => !after.has(code))).toHaveLength(1)
  })

  it('is refused and discarded where the version before it was withdrawn', async () => {
    const school = await copyOf(approved)
    await fillSchool(school, pupils, 3)
    await school.run(nightOf(3))
    const { now } = nightOf(3)
    const paths = { ledger: ledgerOf(school), releases: school.releases }
    const release = join(school.releases, '2026-05', 'v1')
    const tiny = { id: 'tiny', grains: ['month', 'quarter'] } as const
    await withdrawRelease(paths, tiny, { release, reason: 'a wrong file', on: '2026-06-13' }, now)
    const failure = await failureOf(approve(verdictOn(school, 3)))
    expect(failure.message).toMatch(/superseded: its period may not be revised as of its day any more$/)
    expect(candidatesOf(school)).toEqual([])
    expect(existsSync(join(school.releases, '2026-05', 'v2'))).toBe(false)
  })

  it('is refused and discarded where it is not what the sources give, whole as it may be', async () => {
    const [school, other] = [await copyOf(waiting), await cautiousSchool(2, { own: pupils.slice(1) })]
    await other.run(nightOf(2))
    const [[own = ''], [foreign = '']] = [candidatesOf(school), candidatesOf(other)]
    const folderOf = (one: typeof school, name: string) => join(one.workspace, 'candidates', name)
    const { inputs } = JSON.parse(readFileSync(join(folderOf(school, own), 'candidate.json'), 'utf8'))
    await rename(folderOf(school, own), join(school.folder, 'own'))
    await cp(folderOf(other, foreign), folderOf(school, foreign), { recursive: true })
    const path = join(folderOf(school, foreign), 'candidate.json')
    const entry = JSON.parse(await readFile(path, 'utf8'))
    await writeFile(path, JSON.stringify({ ...entry, inputs }))
    const failure = await failureOf(approve(verdictOn(school, 2)))
    expect(failure.message).toMatch(/superseded: counted anew, it comes out differently$/)
    expect(failure.exitCode).toBe(3)
    expect([candidatesOf(school), storedFiles(school)]).toEqual([[], ['contributor.key']])
    expect(existsSync(school.releases) ? readdirSync(school.releases) : []).toEqual([])
    // A night makes the right one.
    await school.run(nightOf(2))
    expect(candidatesOf(school)).toEqual([own])
    await approve(verdictOn(school, 2))
  })
})
