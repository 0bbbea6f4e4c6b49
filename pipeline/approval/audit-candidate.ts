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

export interface AuditedCandidate {
  readonly released: Held<'protected', readonly PublishedTable[]>
  readonly manifest: Manifest
}

/**
 * Audits a candidate again, as a recipient and against what was counted. What a recipient cannot settle within the
 * budget is no objection: the audit with the counts decides it, which is offered the points that prove it.
 *
 * @param budget of the audit against what was counted, with the threads that it may use
 * @throws {WithheldError} if the files do not pass, or the audit finds anything
 */
export async function auditCandidate(
  candidate: Candidate,
  policy: Policy,
  threads: number | undefined,
  budget: (runner: TaskRunner | undefined) => AuditBudget,
): Promise<AuditedCandidate> {
  const { manifest, published, findings } = await verifyRelease(
    proposedRelease(candidate),
    policy.auditSeconds,
    threads,
  )
  const objection = findings.find(({ rule }) => rule !== 'unproven')
  if (manifest === null || objection !== undefined)
    throw new WithheldError(`the files of the candidate do not pass: ${objection?.rule ?? 'no manifest'}`)
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
  return { released, manifest }
}
