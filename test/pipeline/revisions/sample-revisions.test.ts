import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { auditBudget } from '../../../pipeline/5-protect.ts'
import { auditAgainstSources } from '../../../pipeline/audit-release.ts'
import { auditKnownReleases } from '../../../pipeline/ledger/audit-releases.ts'
import { readLedger } from '../../../pipeline/ledger/read-ledger.ts'
import { night } from '../../../pipeline/night.ts'
import { verifyRelease } from '../../../pipeline/verify.ts'
import { generateSample } from '../../../sample-data/generate.ts'
import { runSql, selectRows } from '../tiny-project.ts'

const period = '2026-06'
const later = new Date('2026-09-01T00:00:00Z')

/** Tables that others are like: one of each fact, and of each kind of measure and period, stays. */
const dropped = ['certificates', 'course-participation', 'tests-by-education', 'views-by-course']

/** The sample project, with its stock and its roll-ups, revised for 60 days; other formats have tests of their own. */
async function projectWithRevisions(folder: string): Promise<string> {
  const project = join(folder, 'project')
  await cp(resolve('sample-data/uzbekistan'), project, { recursive: true })
  for (const table of dropped) await rm(join(project, 'tables', `${table}.yaml`))
  const file = join(project, 'kohort.yaml')
  const text = await readFile(file, 'utf8')
  await writeFile(
    file,
    text.replace(
      '  embargoDays: 0',
      '  embargoDays: 0\n  from: "2026-06"\n  revise: { days: 60 }\n  formats: []',
    ),
  )
  return file
}

it('the sample project is released, and revised twice', { timeout: 1_100_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kohort-revisions-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const project = await projectWithRevisions(folder)
  const [all, data] = [join(folder, 'all'), join(folder, 'data')]
  await generateSample({ out: all, learners: 1500, views: 18_000, seed: 3, format: 'parquet' })
  /** Views of the period come in by share; the last digits of learners' ids say who is erased. */
  const fill = async (late: number, erased: number) => {
    await rm(data, { recursive: true, force: true })
    await cp(all, data, { recursive: true })
    await rm(join(data, 'lesson_views'), { recursive: true })
    await mkdir(join(data, 'lesson_views'))
    const isLate = `started_at >= TIMESTAMP '2026-06-01' AND hash(learner_id) % 100 < ${late}`
    const isErased = `hash(learner_id || 'erased') % 1000 < ${erased}`
    await runSql([
      `COPY (SELECT * FROM '${all}/lesson_views/*.parquet' WHERE NOT (${isLate})) TO '${data}/lesson_views/all.parquet'`,
      `COPY (SELECT * REPLACE (CASE WHEN ${isErased} THEN TIMESTAMP '2026-07-01 09:00:00' ELSE erasure_requested_at END AS erasure_requested_at)
        FROM '${all}/learners.parquet') TO '${data}/learners.parquet'`,
    ])
  }
  const run = (asOf: string) =>
    night({
      project,
      ...{ data, releases: join(folder, 'releases'), workspace: join(folder, 'workspace') },
      ...{ asOf, period, publish: true, progress: () => undefined },
      now: new Date(Date.parse(asOf) + 86_400_000),
    })
  await fill(20, 0)
  expect((await run('2026-06-30')).outcome).toBe('done')
  await fill(8, 0)
  const first = await run('2026-07-10')
  expect(first.revisions).toMatchObject([{ version: 2 }])
  await fill(0, 40)
  const second = await run('2026-07-25')
  expect(second.erased!.learners).toBeGreaterThan(20)
  expect(second.revisions).toMatchObject([{ version: 3 }])
  const freshIn = (version: number, day: string) =>
    selectRows(
      `SELECT count(*) FROM '${join(folder, 'releases', period, `v${version}`, 'tables/active-learners.parquet')}' WHERE as_of = '${day}'`,
    )
  expect((await freshIn(2, '2026-07-10'))[0]![0]).toBeGreaterThan(2)
  const stockOf = (version: number) =>
    selectRows(
      `SELECT * FROM '${join(folder, 'releases', period, `v${version}`, 'tables/registered-learners.parquet')}'`,
    )
  expect(await stockOf(3)).toEqual(await stockOf(1))
  for (const version of [1, 2, 3]) {
    const release = join(folder, 'releases', period, `v${version}`)
    expect((await verifyRelease(release, 60, 1)).findings).toEqual([])
  }
  const release = join(folder, 'releases', period, 'v3')
  const audit = await auditAgainstSources({
    ...{ project, data, workspace: join(folder, 'workspace'), release, now: later },
    progress: () => undefined,
  })
  expect(audit.findings).toEqual([])
  const { known } = await readLedger(join(folder, 'workspace/ledger'), later)
  const together = await auditKnownReleases(
    join(folder, 'workspace/ledger'),
    known,
    () => auditBudget({ auditSeconds: 600 }),
    () => undefined,
  )
  expect(together.findings).toEqual([])
})
