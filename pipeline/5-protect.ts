import type { PublishedTable, SuppressionPattern, TabulatedTable } from '../schemas/cell.ts'
import type { Held } from '../schemas/custody.ts'
import type { Policy } from '../schemas/policy.ts'
import type { AuditParameters } from '../schemas/release.ts'
import type { AppliedRounding } from '../schemas/rounding.ts'
import type { Witness } from '../schemas/witness.ts'
import type { AuditBudget, AuditReport } from '../transforms/audit/audit-report.ts'
import { solverHere } from '../transforms/audit/inline-runner.ts'
import type { TaskRunner } from '../transforms/audit/interval-task.ts'
import { projectReader } from '../transforms/audit/reader-assumptions.ts'
import { auditRelease } from '../transforms/audit/verdict.ts'
import type { DerivedLimits } from '../transforms/disclosure/apply-pattern.ts'
import type { ProtectionLimits, UnprovenTable } from '../transforms/disclosure/protect-tables.ts'
import type { TablePreferences } from '../transforms/disclosure/row-preferences.ts'
import { type Audit, type Suppressed, treatAndAudit } from './audited-treatment.ts'
import type { SolverThreads } from './solver-threads.ts'

/** Step 5: what hides which row, and the audit's verdict on it. */
export interface Protected {
  readonly patterns: readonly SuppressionPattern[]
  /** Some rows are hidden only because the work ran out. */
  readonly exhausted: boolean
  /** Tables with rows that could not be proven wide enough. */
  readonly unproven: readonly UnprovenTable[]
  /** Points that prove widths, for whoever audits again. Restricted. */
  readonly witnesses: readonly Witness[]
  /** What the audit held the candidate to. */
  readonly parameters: AuditParameters
  readonly report: AuditReport
  /** Null where the audit found anything: then nothing may be written. */
  readonly released: Held<'protected', readonly PublishedTable[]> | null
}

/**
 * Step 5, protect: suppresses over all tables of a release together, rounds what is left where the policy says so,
 * then lets the audit judge the whole.
 *
 * @param threads for linear programs, besides this one; none where absent
 * @param suppressed wraps the first suppression: whoever keeps its result skips it the next time, but never the audit
 * @param out by table and row: 1 where the row counts as known whatever this release shows; none where absent
 */
export async function protect(
  tables: Held<'tabulated', readonly TabulatedTable[]>,
  policy: Policy,
  preferences: readonly TablePreferences[],
  tieBreakKey: string,
  threads?: SolverThreads,
  suppressed?: Suppressed,
  out?: readonly Uint8Array[],
): Promise<Protected> {
  const limits = { ...protectionLimits(policy, preferences, tieBreakKey), threads: threads?.regions }
  const assumed = { ...projectReader, coalition: policy.dominance.coalition }
  const reader = out === undefined ? assumed : { ...assumed, out }
  const audit: Audit = ({ tables: proposed, rounding }, witnesses, budget) =>
    auditRelease(proposed, tables, auditParameters(policy, rounding), budget, reader, undefined, witnesses)
  const start = () => auditBudget(policy, threads)
  const { candidate, ...chosen } = await treatAndAudit(
    tables,
    limits,
    policy.rounding,
    audit,
    start,
    suppressed,
  )
  return { ...chosen, parameters: auditParameters(policy, candidate?.rounding ?? null) }
}

/** Measured on small tables and three cubes: see ATTACKER.md, replay. Costs up to 3 % more hidden rows. */
const largestDisguise = 2

/** The limits that a project's tables are suppressed by. */
export function protectionLimits(
  policy: Policy,
  preferences: readonly TablePreferences[],
  tieBreakKey: string,
): ProtectionLimits & DerivedLimits {
  return {
    minimumContributors: policy.minimumContributors,
    intervalWidth: policy.intervalWidth,
    outcomeDiversity: policy.outcomeDiversity,
    relativeWidth: policy.relativeWidth,
    percentageBase: policy.percentageBase,
    hiddenAtLeast: 1,
    preferences,
    loss: policy.loss,
    singletons: true,
    coalition: policy.dominance.coalition,
    tieBreakKey,
    disguise: { key: tieBreakKey, most: largestDisguise },
    effort: policy.effort,
    dominance: policy.dominance,
  }
}

/** The limits that a release is held to, and that its manifest names. */
export function auditParameters(policy: Policy, rounding: AppliedRounding | null): AuditParameters {
  const { minimumContributors, intervalWidth, relativeWidth, percentageBase, outcomeDiversity, dominance } =
    policy
  const limits = {
    minimumContributors,
    intervalWidth,
    relativeWidth,
    percentageBase,
    outcomeDiversity,
    dominance,
  }
  return rounding === null ? limits : { ...limits, rounding }
}

/** What one audit may spend, beginning now; its solver is its own. */
export function auditBudget(
  { auditSeconds, effort }: Pick<Policy, 'auditSeconds'> & Partial<Pick<Policy, 'effort'>>,
  threads?: TaskRunner,
): AuditBudget {
  const now = () => performance.now()
  return {
    now,
    deadline: now() + auditSeconds * 1000,
    threads,
    here: solverHere(),
    measures: effort === 'best',
  }
}
