import { join } from 'node:path'
import { expect } from 'vitest'
import { auditAgainstSources } from '../../pipeline/audit-release.ts'
import { auditKnownReleases } from '../../pipeline/ledger/audit-releases.ts'
import { readLedger } from '../../pipeline/ledger/read-ledger.ts'
import type { TinyProject } from './tiny-project.ts'

/** Of each period of a run: its name, outcome, tables and reasons. */
export async function takenPeriods(
  school: TinyProject,
  change: Parameters<TinyProject['run']>[0],
): Promise<readonly (readonly string[])[]> {
  const { periods } = await school.run(change)
  return periods.map(({ period, outcome, tables, reasons }) => [
    period.id,
    outcome,
    ...tables.map(({ table }) => table),
    ...reasons,
  ])
}

/** Holds releases against the sources, and all of them against one another. */
export async function expectWhole(school: TinyProject, periods: readonly string[], at: Date): Promise<void> {
  for (const period of periods) {
    const { findings, recounted } = await auditAgainstSources({
      project: school.project,
      data: school.data,
      workspace: school.workspace,
      release: join(school.releases, period, 'v1'),
      now: at,
      progress: () => undefined,
    })
    expect([period, findings, recounted > 0]).toEqual([period, [], true])
  }
  await expectTogether(school, at)
}

/** Holds all releases that the ledger knows against one another. */
export async function expectTogether(school: TinyProject, at: Date): Promise<void> {
  const ledger = join(school.workspace, 'ledger')
  const { known } = await readLedger(ledger, at)
  const budget = () => ({ now: () => 0, deadline: Number.POSITIVE_INFINITY })
  const together = await auditKnownReleases(ledger, known, budget, () => undefined)
  expect(together).toMatchObject({ passed: true, findings: [] })
}
