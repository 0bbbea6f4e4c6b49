import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { readLedger } from '../../../pipeline/ledger/read-ledger.ts'
import { startKohort } from '../command-line.ts'
import { ledgerOf, publicContent } from '../ledger-content.ts'
import { reproducible } from '../released-files.ts'
import { copyOf } from '../school-copy.ts'
import type { TinyProject } from '../tiny-project.ts'
import { simulate } from '../updates/simulated-stock.ts'
import { fillSchool, monthOf, stockSchool } from './stock-school.ts'

const nights = simulate(5, 2)

async function firstMonth(): Promise<TinyProject> {
  const school = await stockSchool(5, false)
  await fillSchool(school, nights, 0)
  await school.run(monthOf(0))
  const before = school.rows.learners
  await fillSchool(school, nights, 1)
  // Whoever left asked for it: since when others are absent would depend on the day of this test.
  const stay = new Set(school.rows.learners.map(({ learner_id }) => learner_id))
  for (const row of before)
    if (!stay.has(row['learner_id']!))
      school.rows.learners.push({ ...row, erasure_requested_at: '2026-04-20 09:00:00' })
  await school.write()
  return school
}

const storedFiles = (school: TinyProject) => readdirSync(join(ledgerOf(school), 'contributions'))

describe('a release with stocks whose run is killed', { timeout: 600_000 }, () => {
  let undisturbed: { releases: unknown; known: unknown; stored: readonly string[] }
  let parquet = ''
  let first: TinyProject
  beforeAll(async () => {
    first = await firstMonth()
    const school = await copyOf(first, false)
    const before = storedFiles(school)
    await school.run(monthOf(1))
    const stored = storedFiles(school)
    parquet = stored.find((name) => name.endsWith('.parquet'))!
    expect(before).not.toContain(parquet)
    const { entries } = await readLedger(ledgerOf(school), new Date())
    const hashes = entries.map(
      ({ content }) => JSON.stringify(content).match(/"contributions":\{"sha256":"(\w+)/)?.[1],
    )
    expect(new Set(hashes.filter((hash) => hash !== undefined)).size).toBe(3)
    undisturbed = { releases: reproducible(school.releases), known: await publicContent(school), stored }
    return () => Promise.all([first.remove(), school.remove()])
  })

  // Learners left: entry 3 says so, and the release is entered as 4.
  it.each([
    { at: 'before', what: 'the contributions', path: () => `/${parquet}` },
    { at: 'after', what: 'the contributions', path: () => `/${parquet}` },
    { at: 'before', what: 'the release is entered', path: () => '/entries/000004.json' },
    { at: 'after', what: 'the release is entered', path: () => '/entries/000004.json' },
    { at: 'before', what: 'the release appears', path: () => '/2026-04/v1' },
    { at: 'after', what: 'the release appears', path: () => '/2026-04/v1' },
    { at: 'after', what: 'it is confirmed', path: () => '/entries/000005.json' },
  ])('$at $what: the next one ends as if nothing had happened', async ({ at, path }) => {
    const school = await copyOf(first)
    const { period, asOf } = monthOf(1)
    const places = ['--releases', school.releases, '--workspace', school.workspace, '--data', school.data]
    const run = startKohort(
      ['run', '--project', school.project, ...places, '--as-of', asOf, '--period', period],
      { KILL_AT: `${at} ${path()}` },
      [resolve('test/pipeline/kill-at.ts')],
    )
    expect((await run.ended).exitCode).toBeNull()
    const next = await school.run({ ...monthOf(1), now: new Date() })
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
