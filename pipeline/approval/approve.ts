import { appendFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { WithheldError } from '../../schemas/failure.ts'
import { auditBudget } from '../5-protect.ts'
import { openCheckedLedger } from '../ledger/checked-ledger.ts'
import { loadProject, type Project } from '../load-project.ts'
import { lookAtSources } from '../read-steadily.ts'
import { refuseWithoutBrowser } from '../refuse-without-browser.ts'
import { holdingFolders, inRestrictedRun, type RestrictedRun } from '../restricted-run.ts'
import { publishedGrains } from '../rollups/roll-ups.ts'
import { type RunPaths, runPaths } from '../run-paths.ts'
import { writeWhole } from '../run-record.ts'
import { readSigningKey } from '../signing-key.ts'
import { refuseKnownStocks } from '../stocks/refuse-stocks.ts'
import type { Workspace } from '../workspace.ts'
import { tellingVerdict } from './approval-lineage.ts'
import { auditCandidate, verifyCandidate } from './audit-candidate.ts'
import { type Candidate, discardCandidate, findCandidate } from './candidate.ts'
import { objectionTo } from './candidate-standing.ts'
import { publishCandidate } from './publish-candidate.ts'
import { recountAndPublish } from './recount-candidate.ts'
import { rememberRejection } from './rejections.ts'
import { StaleCandidate } from './stale-candidate.ts'

export interface ApprovalOptions {
  readonly project: string
  readonly data?: string | undefined
  readonly releases?: string | undefined
  readonly workspace?: string | undefined
  readonly candidate: string
  /** For the audit; as many as there are cores, at most 4, where absent. */
  readonly threads?: number | undefined
  readonly now: Date
  readonly progress: (message: string) => void
}

export interface Approval {
  readonly candidate: string
  readonly period: string
  readonly verdict: 'approved' | 'rejected'
  /** Folder of the release; null where it was rejected. */
  readonly folder: string | null
}

/**
 * Audits a candidate again, as a recipient and against what was counted, and publishes it. The ledger is checked as
 * every run checks it, and settled.
 *
 * @throws {UsageError} if there is no such candidate
 * @throws {WithheldError} if it expired, an input changed since, it shares days with what the ledger knows, or counts
 * as flows what the ledger knows as a stock, the ledger is not whole, or the audit finds anything
 */
export async function approve(options: ApprovalOptions): Promise<Approval> {
  const project = await loadProject(options.project)
  const paths = runPaths(project, options)
  return inRestrictedRun(paths, options.now, async (held) => {
    const candidate = await findCandidate(held.workspace, options.candidate)
    const folder = await tellingVerdict(held.workspace, candidate, 'approve', options.now, () =>
      auditAndPublish(options, project, paths, held, candidate),
    )
    return { candidate: candidate.id, period: candidate.period.id, verdict: 'approved', folder }
  })
}

/** @returns the folder of the release */
async function auditAndPublish(
  { now, threads, progress }: ApprovalOptions,
  project: Project,
  paths: RunPaths,
  { workspace, vault }: RestrictedRun,
  candidate: Candidate,
): Promise<string> {
  refuseWithoutBrowser(project)
  const signingKey = await readSigningKey(project, paths)
  const { project: settings, policy } = project.definition
  const identity = { id: settings.id, grains: publishedGrains(project) }
  const { ledger, ...out } = await openCheckedLedger(paths, identity, now)
  await refuseKnownStocks(project, paths.ledger, out.known)
  const steadiness = {
    project,
    dataFolder: paths.data,
    say: progress,
    signal: new AbortController().signal,
  }
  const { inputs } = await lookAtSources(steadiness)
  const standing = { inputs, time: now, approvalDays: policy.approvalDays }
  const objection = await objectionTo(candidate, standing, out)
  if (objection !== null) throw new WithheldError(objection)
  progress(`${candidate.id}: auditing`)
  const publishing = { releases: paths.releases, ledger, signingKey }
  const read = await verifyCandidate(candidate, policy, threads)
  const folder = candidate.recounted
    ? await discardingStale(candidate, () =>
        recountAndPublish({
          ...{ ...read, workspace, vault, project, paths, publishing, out, candidate, threads, now },
          say: progress,
        }),
      )
    : await publishCandidate(
        await auditCandidate(candidate, read, policy, threads, (runner) => auditBudget(policy, runner)),
        ...([candidate, read.manifest, publishing] as const),
      )
  await noteRelease(workspace, candidate, folder)
  await noteVerdict(workspace, candidate, 'approved', now)
  await discardCandidate(candidate)
  return folder
}

/** No night could tell that such a candidate is stale, and would wait for it. */
async function discardingStale<T>(candidate: Candidate, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof StaleCandidate) await discardCandidate(candidate)
    throw error
  }
}

/**
 * Discards a candidate. Nights do not propose its period again before an input changes, unless asked for the period.
 *
 * @throws {UsageError} if there is no such candidate
 */
export async function reject(options: ApprovalOptions): Promise<Approval> {
  const project = await loadProject(options.project)
  const { workspace: folder } = runPaths(project, options)
  return holdingFolders(
    { workspace: folder, releases: null, ledger: null },
    options.now,
    async (workspace) => {
      const candidate = await findCandidate(workspace, options.candidate)
      await tellingVerdict(workspace, candidate, 'reject', options.now, async () => {
        await rememberRejection(workspace, candidate, options.now)
        await noteVerdict(workspace, candidate, 'rejected', options.now)
        await discardCandidate(candidate)
        return null
      })
      return { candidate: candidate.id, period: candidate.period.id, verdict: 'rejected', folder: null }
    },
  )
}

const recordSchema = z.looseObject({
  periods: z.array(
    z.looseObject({ candidate: z.string().nullish(), outcome: z.string(), folder: z.string().nullable() }),
  ),
})

/** The record of the run that made the candidate says from now on that it is released: `audit` and `explain` look there. */
async function noteRelease({ runs }: Workspace, candidate: Candidate, folder: string): Promise<void> {
  const path = join(runs, candidate.run, 'run.json')
  const text = await readFile(path, 'utf8').catch(() => null)
  if (text === null) return
  const record = recordSchema.parse(JSON.parse(text))
  const periods = record.periods.map((one) =>
    one.candidate === candidate.id ? { ...one, outcome: 'released', folder } : one,
  )
  await writeWhole(path, `${JSON.stringify({ ...record, periods }, null, 2)}\n`)
}

/** Who approves is the operator's to know; what and when is kept. */
async function noteVerdict(
  { folder }: Workspace,
  { id, manifestSha256 }: Candidate,
  verdict: Approval['verdict'],
  now: Date,
): Promise<void> {
  const line = JSON.stringify({ at: now.toISOString(), candidate: id, manifestSha256, verdict })
  await appendFile(join(folder, 'approvals.jsonl'), `${line}\n`, { mode: 0o600 })
}
