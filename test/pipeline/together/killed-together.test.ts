import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { readLedger } from '../../../pipeline/ledger/read-ledger.ts'
import { startKohort } from '../command-line.ts'
import { ledgerOf, publicContent } from '../ledger-content.ts'
import { reproducible } from '../released-files.ts'
import { copyOf } from '../school-copy.ts'
import type { TinyProject } from '../tiny-project.ts'
import { fillSchool, nightOf, nights, pupilsWith, quarter, togetherSchool } from './together-school.ts'

/** Some join, some are late, and one asks for erasure. */
const pupils = pupilsWith([
  ...Array.from({ length: 9 }, () => ({ joined: 3, views: [{ month: 1, course: 'C2', from: 3 }] })),
  { left: 3, places: nights.map(() => 's2 m') },
])

/** April and May are out; in June's night a month, the quarter and a later version of May come out. */
async function beforeJune(): Promise<TinyProject> {
  const school = await togetherSchool(5, false)
  await fillSchool(school, pupils, 2)
  await school.run(nightOf(2))
  await fillSchool(school, pupils, 4)
  return school
}

const isRevised = (school: TinyProject) => existsSync(join(school.releases, '2026-05', 'v2'))

const storedFiles = (school: TinyProject) => readdirSync(join(ledgerOf(school), 'contributions')).toSorted()

async function entered(school: TinyProject) {
  const { entries } = await readLedger(ledgerOf(school), new Date())
  return entries.flatMap(({ content, sequence }) =>
    content.kind === 'intended'
      ? [
          {
            path: `${content.release.period.id}/v${content.release.version}`,
            entry: `/entries/${String(sequence).padStart(6, '0')}.json`,
            parquet: `/${content.release.contributions?.sha256}.parquet`,
          },
        ]
      : [],
  )
}

describe('a night with a stock, a quarter and a later version that is killed', { timeout: 900_000 }, () => {
  let undisturbed: { releases: unknown; known: unknown; stored: readonly string[] }
  let made: Awaited<ReturnType<typeof entered>>
  let before: TinyProject
  beforeAll(async () => {
    before = await beforeJune()
    const school = await copyOf(before, false)
    await school.run(nightOf(4))
    made = (await entered(school)).slice(-3)
    expect(made.map(({ path }) => path)).toEqual(['2026-06/v1', `${quarter}/v1`, '2026-05/v2'])
    expect(new Set(made.map(({ parquet }) => parquet)).size).toBe(3)
    undisturbed = {
      releases: reproducible(school.releases),
      known: await publicContent(school),
      stored: storedFiles(school),
    }
    return () => Promise.all([before.remove(), school.remove()])
  })

  it.each([
    // Of months beside a stock others are killed: test/pipeline/stocks/killed-release.test.ts.
    { n: 1, what: 'the quarter', at: 'after', place: 'parquet', when: 'its contributions are stored' },
    { n: 1, what: 'the quarter', at: 'after', place: 'entry', when: 'it is entered' },
    { n: 1, what: 'the quarter', at: 'after', place: 'path', when: 'it appears' },
    { n: 2, what: 'the version', at: 'after', place: 'parquet', when: 'its contributions are stored' },
    { n: 2, what: 'the version', at: 'after', place: 'entry', when: 'it is entered' },
    { n: 2, what: 'the version', at: 'after', place: 'path', when: 'it appears' },
  ] as const)(
    '$at $what: $when, the next one makes what is due, and the version comes with new sources at the latest',
    async ({ n, at, place }) => {
      const school = await copyOf(before)
      const { asOf } = nightOf(4)
      const places = ['--releases', school.releases, '--workspace', school.workspace, '--data', school.data]
      const run = startKohort(
        ['run', '--project', school.project, ...places, '--as-of', asOf],
        { KILL_AT: `${at} ${place === 'path' ? '/' : ''}${made[n]![place]}` },
        [resolve('test/pipeline/kill-at.ts')],
      )
      expect((await run.ended).exitCode).toBeNull()
      const next = await school.run({ ...nightOf(4), now: new Date() })
      expect(next.outcome, next.periods.flatMap(({ reasons }) => reasons).join('; ')).toMatch(/done|idle/)
      if (isRevised(school)) {
        expect({
          releases: reproducible(school.releases),
          known: await publicContent(school),
          stored: storedFiles(school),
        }).toEqual(undisturbed)
        return
      }
      // A later version is of a later day than every release, so it waits for the next day that sources are new.
      await fillSchool(school, [...pupils, { ...pupils[0]!, views: [] }], 4)
      const withoutVersion = Object.entries(reproducible(school.releases))
      expect(undisturbed.releases).toMatchObject(Object.fromEntries(withoutVersion))
      expect(withoutVersion.some(([path]) => path.startsWith(quarter))).toBe(true)
      const { revisions } = await school.run({ ...nightOf(4), asOf: '2026-07-01', now: new Date() })
      expect(revisions).toContainEqual(expect.objectContaining({ period: '2026-05', version: 2 }))
    },
  )
})
