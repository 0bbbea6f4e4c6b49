import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { readLedger } from '../../../pipeline/ledger/read-ledger.ts'
import { startKohort } from '../command-line.ts'
import { ledgerOf, publicContent } from '../ledger-content.ts'
import { reproducible } from '../released-files.ts'
import { copyOf } from '../school-copy.ts'
import type { TinyProject } from '../tiny-project.ts'
import { fillSchool, fullState, lookOf, period, revisionSchool } from './revision-school.ts'

/** A school whose first version is out, with enough late events for a second one, and one learner less. */
async function lateSchool(): Promise<TinyProject> {
  const school = await revisionSchool(5, false)
  const state = fullState()
  await fillSchool(school, state)
  await school.run(lookOf(0))
  for (let i = 0; i < 6; i++) state.set(1000 + i, { place: 'n1 f', courses: ['C1'] })
  state.set(79, null)
  await fillSchool(school, state)
  return school
}

const storedFiles = (school: TinyProject) => readdirSync(join(ledgerOf(school), 'contributions'))

describe('a revision whose run is killed', { timeout: 600_000 }, () => {
  let undisturbed: { releases: unknown; known: unknown; stored: readonly string[] }
  let parquet = ''
  let late: TinyProject
  beforeAll(async () => {
    late = await lateSchool()
    const school = await copyOf(late, false)
    await school.run(lookOf(1))
    const stored = storedFiles(school)
    parquet = stored.find((name) => name.endsWith('.parquet'))!
    undisturbed = { releases: reproducible(school.releases), known: await publicContent(school), stored }
    expect(readdirSync(join(school.releases, period))).toEqual(['v1', 'v2'])
    return () => Promise.all([late.remove(), school.remove()])
  })

  // A learner left: entry 3 says so, and the version is entered as 4.
  it.each([
    { at: 'before', what: 'who is gone is forgotten', path: () => '/entries/000003.json' },
    { at: 'before', what: 'the contributions', path: () => `/${parquet}` },
    { at: 'after', what: 'the contributions', path: () => `/${parquet}` },
    { at: 'after', what: 'the version is entered', path: () => '/entries/000004.json' },
    { at: 'before', what: 'the version appears', path: () => `/${period}/v2` },
    { at: 'after', what: 'the version appears', path: () => `/${period}/v2` },
    { at: 'after', what: 'it is confirmed', path: () => '/entries/000005.json' },
  ])('$at $what: the next one ends as if nothing had happened', async ({ at, path }) => {
    const school = await copyOf(late)
    const { asOf } = lookOf(1)
    const places = ['--releases', school.releases, '--workspace', school.workspace, '--data', school.data]
    const run = startKohort(
      ['run', '--project', school.project, ...places, '--as-of', asOf, '--period', period],
      { KILL_AT: `${at} ${path()}` },
      [resolve('test/pipeline/kill-at.ts')],
    )
    expect((await run.ended).exitCode).toBeNull()
    const next = await school.run({ ...lookOf(1), now: new Date() })
    expect(next.outcome).toMatch(/done|idle/)
    const { contributions } = await readLedger(ledgerOf(school), new Date())
    expect(contributions.map(({ recorded }) => `${recorded.sha256}.parquet`)).toEqual([parquet])
    expect({
      releases: reproducible(school.releases),
      known: await publicContent(school),
      stored: storedFiles(school),
    }).toEqual(undisturbed)
  })
})
