import type { PublishedTable, SuppressionPattern, TabulatedTable } from '../schemas/cell.ts'
import type { Held } from '../schemas/custody.ts'
import type { Policy } from '../schemas/policy.ts'
import type { AuditParameters } from '../schemas/release.ts'
import type { AuditReport } from '../transforms/audit/audit-report.ts'
import { projectReader } from '../transforms/audit/reader-assumptions.ts'
import { auditRelease } from '../transforms/audit/verdict.ts'
import { applyPattern } from '../transforms/disclosure/apply-pattern.ts'
import { protectTables } from '../transforms/disclosure/protect-tables.ts'
import type { TablePreferences } from '../transforms/disclosure/row-preferences.ts'

/** Step 5: what hides which row, and the audit's verdict on it. */
export interface Protected {
  readonly patterns: readonly SuppressionPattern[]
  readonly candidate: readonly PublishedTable[]
  readonly report: AuditReport
  /** Null where the audit found anything: then nothing may be written. */
  readonly released: Held<'protected', readonly PublishedTable[]> | null
}

/** Step 5, protect: suppresses over all tables of a release together, then lets the audit judge the whole. */
export async function protect(
  tables: Held<'tabulated', readonly TabulatedTable[]>,
  policy: Policy,
  preferences: readonly TablePreferences[],
  tieBreakKey: string,
): Promise<Protected> {
  const { patterns } = await protectTables(tables, {
    minimumContributors: policy.minimumContributors,
    intervalWidth: policy.intervalWidth,
    outcomeDiversity: policy.outcomeDiversity,
    relativeWidth: policy.relativeWidth,
    hiddenAtLeast: 1,
    preferences,
    singletons: true,
    tieBreakKey,
    effort: policy.effort,
  })
  const candidate = applyPattern(tables, patterns, policy)
  const { report, released } = await auditRelease(
    candidate,
    tables,
    auditParameters(policy),
    auditBudget(policy),
    { ...projectReader, coalition: policy.dominance.coalition },
  )
  return { patterns, candidate, report, released }
}

/** The limits that a release is held to, and that its manifest names. */
export function auditParameters(policy: Policy): AuditParameters {
  const { minimumContributors, intervalWidth, relativeWidth, percentageBase, outcomeDiversity } = policy
  return { minimumContributors, intervalWidth, relativeWidth, percentageBase, outcomeDiversity }
}

export function auditBudget(policy: Pick<Policy, 'auditSeconds'>): {
  readonly now: () => number
  readonly deadline: number
} {
  return { now: () => performance.now(), deadline: performance.now() + policy.auditSeconds * 1000 }
}
