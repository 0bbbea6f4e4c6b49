import { readdirSync, statSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { approve } from '../../pipeline/approval/approve.ts'
import { auditCandidate, verifyCandidate } from '../../pipeline/approval/audit-candidate.ts'
import { type Candidate, findCandidate } from '../../pipeline/approval/candidate.ts'
import { loadProject } from '../../pipeline/load-project.ts'
import { readWitnesses, writeWitnesses } from '../../pipeline/witness-record.ts'
import { openWorkspace } from '../../pipeline/workspace.ts'
import type { Policy } from '../../schemas/policy.ts'
import type { Witness } from '../../schemas/witness.ts'
import { type TinyProject, tinyProject } from './tiny-project.ts'

/** Proves nothing by itself: whatever is proven then was offered. */
const noWork = () => ({ now: () => 0, deadline: Number.POSITIVE_INFINITY, work: -1 })

/** A school with three men in one of its regions, whose releases a person approves. */
async function schoolWithHiddenRows(removed: boolean): Promise<TinyProject> {
  const school = await tinyProject('core', removed)
  const men = school.rows.learners.filter(
    ({ gender, district }) => gender === 'M' && ['D1', 'D2'].includes(String(district)),
  )
  for (const man of men.slice(3)) man['gender'] = 'F'
  school.definition.policy['approval'] = 'manual'
  await school.write()
  await school.run()
  return school
}

const nameIn = ({ workspace }: TinyProject) => readdirSync(join(workspace, 'candidates'))[0] ?? ''

describe('a candidate that hides rows', { timeout: 120_000 }, () => {
  let candidate: Candidate
  let policy: Policy
  let offered: readonly Witness[]
  beforeAll(async () => {
    const school = await schoolWithHiddenRows(false)
    candidate = await findCandidate(await openWorkspace(school.workspace), nameIn(school))
    policy = (await loadProject(school.project)).definition.policy
    offered = await readWitnesses(candidate.folder, '2026-06')
    return () => school.remove()
  })
  const audit = async (own = policy) =>
    auditCandidate(candidate, await verifyCandidate(candidate, own, 1), own, 1, noWork)

  it('has the points that prove it beside it, for its owner only', () => {
    expect(offered.length).toBeGreaterThan(0)
    const { mode } = statSync(join(candidate.folder, 'witnesses-2026-06.jsonl.gz'))
    expect(mode & 0o077).toBe(0)
    expect(readdirSync(join(candidate.folder, 'release')).join()).not.toContain('witnesses')
  })

  it('passes the second audit by them, though it can do no work of its own', async () => {
    const released = await audit()
    expect(released.map(({ shape }) => shape.id)).toEqual(['active', 'courses', 'joined'])
  })

  it('passes where a recipient has no time to settle anything', async () => {
    await expect(audit({ ...policy, auditSeconds: 0 })).resolves.toHaveLength(3)
  })

  it.each([
    {
      what: 'move figures against the equations',
      wrong: (one: Witness): Witness => ({ ...one, changes: one.changes.map((change, i) => change + i + 1) }),
    },
    {
      what: 'move a figure under zero, or a published one',
      wrong: (one: Witness): Witness => ({ ...one, changes: one.changes.map(() => -1e6) }),
    },
    {
      what: 'are about rows that are not there',
      wrong: (one: Witness): Witness => ({ ...one, positions: one.positions.map((at) => at + 100_000) }),
    },
    {
      what: 'say nothing but wide',
      wrong: ({ tables, positions }: Witness): Witness => ({
        tables: tables.slice(0, 1),
        positions: positions.slice(0, 1),
        changes: Float64Array.of(1000),
      }),
    },
  ])('does not where points $what', async ({ wrong }) => {
    await writeWitnesses(candidate.folder, '2026-06', offered.map(wrong))
    await expect(audit()).rejects.toThrow('withheld: the audit speaks against the candidate: unproven')
    await writeWitnesses(candidate.folder, '2026-06', offered)
    await expect(audit()).resolves.toHaveLength(3)
  })

  it('does not where the points are gone, or their file is damaged', async () => {
    const path = join(candidate.folder, 'witnesses-2026-06.jsonl.gz')
    await writeFile(path, 'not gzip')
    await expect(audit()).rejects.toThrow('unproven')
    await rm(path)
    await expect(audit()).rejects.toThrow('unproven')
    await writeWitnesses(candidate.folder, '2026-06', offered)
  })
})

it('a candidate whose points are gone is approved where its audit gets done by itself', async () => {
  const school = await schoolWithHiddenRows(true)
  const name = nameIn(school)
  await rm(join(school.workspace, 'candidates', name, 'witnesses-2026-06.jsonl.gz'))
  const { project, data, releases, workspace } = school
  const options = { project, data, releases, workspace, candidate: name, progress: () => undefined }
  const verdict = await approve({ ...options, now: new Date('2026-07-02T00:00:00Z') })
  expect(verdict.verdict).toBe('approved')
})
