import { shapesOf } from '../../reports/manifest.ts'
import type { PublishedTable } from '../../schemas/cell.ts'
import type { Held } from '../../schemas/custody.ts'
import { WithheldError } from '../../schemas/failure.ts'
import type { Policy } from '../../schemas/policy.ts'
import type { Manifest } from '../../schemas/release.ts'
import type { AuditBudget } from '../../transforms/audit/audit-report.ts'
import type { TaskRunner } from '../../transforms/audit/interval-task.ts'
import { projectReader } from '../../transforms/audit/reader-assumptions.ts'
import { auditRelease } from '../../transforms/audit/verdict.ts'
import { auditParameters } from '../5-protect.ts'
import { readCells } from '../cell-record.ts'
import { withSolverThreads } from '../solver-threads.ts'
import { verifyRelease } from '../verify.ts'
import { readWitnesses } from '../witness-record.ts'
import { type Candidate, proposedRelease } from './candidate.ts'

/** A candidate as its files have it. */
export interface ReadCandidate {
  readonly manifest: Manifest
  readonly published: readonly PublishedTable[]
}

/**
 * Verifies a candidate as a recipient does. What a recipient cannot settle within the budget is no objection: the audit
 * of what was counted decides it.
 *
 * @throws {WithheldError} if the files do not pass
 */
export async function verifyCandidate(
  candidate: Candidate,
  { auditSeconds }: Policy,
  threads: number | undefined,
): Promise<ReadCandidate> {
  const { manifest, published, findings } = await verifyRelease(
    proposedRelease(candidate),
    auditSeconds,
    threads,
  )
  const objection = findings.find(({ rule }) => rule !== 'unproven')
  if (manifest === null || objection !== undefined)
    throw new WithheldError(`the files of the candidate do not pass: ${objection?.rule ?? 'no manifest'}`)
  return { manifest, published }
}

/**
 * Audits a candidate against what was counted for it; the audit is offered the points that prove its widths.
 *
 * @param read what `verifyCandidate` read
 * @param budget of the audit, with the threads that it may use
 * @throws {WithheldError} if the audit finds anything
 */
export async function auditCandidate(
  candidate: Candidate,
  { manifest, published }: ReadCandidate,
  policy: Policy,
  threads: number | undefined,
  budget: (runner: TaskRunner | undefined) => AuditBudget,
): Promise<Held<'protected', readonly PublishedTable[]>> {
  const { folder, period } = candidate
  const truth = await readCells(folder, period.id, shapesOf(manifest))
  const offers = await readWitnesses(folder, period.id)
  const { report, released } = await withSolverThreads(threads, (runner) =>
    auditRelease(
      published,
      truth.tables,
      auditParameters(policy, manifest.audit.parameters.rounding ?? null),
      budget(runner),
      { ...projectReader, coalition: policy.dominance.coalition },
      undefined,
      offers,
    ),
  )
  if (released === null)
    throw new WithheldError(
      `the audit speaks against the candidate: ${report.findings[0]?.rule ?? 'unproven'}`,
    )
  return released
}
