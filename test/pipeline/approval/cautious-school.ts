import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Approval, ApprovalOptions } from '../../../pipeline/approval/approve.ts'
import { ledgerOf } from '../ledger-content.ts'
import { selectRows, type TinyProject } from '../tiny-project.ts'
import {
  fillSchool,
  nightOf,
  nights,
  type Pupil,
  pupilsWith,
  togetherSchool,
} from '../together/together-school.ts'

/** Some join, some are late with what they did in May, and one asks for erasure by the night after May. */
export const pupils = pupilsWith([
  ...Array.from({ length: 9 }, () => ({ joined: 3, views: [{ month: 1, course: 'C2', from: 3 }] })),
  { left: 3, places: nights.map(() => 's2 m') },
])

/** A school with a stock, a quarter and revisions, all of which a person approves. */
export async function cautiousSchool(
  night: number,
  {
    removed = true,
    own = pupils,
    begin = togetherSchool,
  }: {
    readonly removed?: boolean
    readonly own?: readonly Pupil[]
    readonly begin?: typeof togetherSchool
  } = {},
): Promise<TinyProject> {
  const school = await begin(5, removed)
  school.definition.policy['approval'] = 'manual'
  await fillSchool(school, own, night)
  return school
}

export function candidatesOf({ workspace }: TinyProject): readonly string[] {
  return readdirSync(join(workspace, 'candidates')).filter((name) => !name.endsWith('.json'))
}

/** What `approve` and `reject` are told of the only candidate, on the day after a night. */
export function verdictOn(school: TinyProject, night: number): ApprovalOptions {
  const [candidate = ''] = candidatesOf(school)
  const { project, data, releases, workspace } = school
  return { project, data, releases, workspace, candidate, now: nightOf(night).now, progress: () => undefined }
}

/** Runs a night, approves what it leaves, and again until it leaves nothing: what was approved, in order. */
export async function approveAll(
  school: TinyProject,
  night: number,
  approve: (options: ApprovalOptions) => Promise<Approval>,
): Promise<readonly string[]> {
  const approved: string[] = []
  for (;;) {
    await school.run(nightOf(night))
    const { length } = candidatesOf(school)
    if (length === 0) return approved
    if (length > 1) throw new Error('one release at a time may wait')
    const { folder } = await approve(verdictOn(school, night))
    approved.push((folder ?? '').slice(school.releases.length + 1))
  }
}

/** Names of the files that say who contributed, beside the ledger. */
export function storedFiles(school: TinyProject): readonly string[] {
  return readdirSync(join(ledgerOf(school), 'contributions')).toSorted()
}

/** Codes of learners that lie beside the ledger. */
export async function codesOf(school: TinyProject): Promise<ReadonlySet<string>> {
  const [name = ''] = storedFiles(school).filter((one) => one.endsWith('.parquet'))
  const path = join(ledgerOf(school), 'contributions', name)
  const rows = await selectRows(`SELECT DISTINCT learner FROM '${path}' WHERE learner NOT LIKE 'gone%'`)
  return new Set(rows.map(([code]) => String(code)))
}
