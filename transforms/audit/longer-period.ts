import type { PublishedTable, TabulatedTable } from '../../schemas/cell.ts'
import type { Held } from '../../schemas/custody.ts'
import type { Period } from '../../schemas/period.ts'
import type { AuditParameters } from '../../schemas/release.ts'
import { attest } from '../attest.ts'
import { attestProtected } from '../attest-protected.ts'
import { type AuditBudget, type AuditFinding, unattacked } from './audit-report.ts'
import { joinPeriods, type PeriodTable } from './joint-periods.ts'
import type { ReaderAssumptions } from './reader-assumptions.ts'
import { structureFindings } from './structure-findings.ts'
import { pairingFindings } from './truth-findings.ts'
import { type AuditVerdict, auditRelease } from './verdict.ts'

/**
 * Decides whether tables of a longer period may be published beside those of the periods that it is made of: all of
 * them are attacked as one release, as a reader sees them who knows that a quarter is three months.
 *
 * @param candidate all tables of the longer period
 * @param truth the same as counted: each learner once, by what was counted in the releases that are out
 * @param parts all tables of all releases within the period, as published and as counted for them
 */
export async function auditLongerPeriod(
  period: Period,
  candidate: readonly PublishedTable[],
  truth: Held<'tabulated', readonly TabulatedTable[]>,
  parts: readonly PeriodTable[],
  parameters: AuditParameters,
  budget: AuditBudget,
  assumptions: ReaderAssumptions,
): Promise<AuditVerdict> {
  const structure = [
    ...structureFindings(candidate),
    ...pairingFindings(candidate, truth),
    ...parts.flatMap(({ published }) => structureFindings([published])),
  ]
  if (structure.length > 0) return refused(structure)
  const own = candidate.map((published, t) => ({ period, published, truth: truth[t]! }))
  const joint = joinPeriods([...own, ...parts], period)
  if (joint === null) return refused([unlike])
  const { report } = await auditRelease(
    joint.published,
    attest('tabulated', joint.truth),
    parameters,
    budget,
    { ...assumptions, out: joint.out },
  )
  return { report, released: report.passed ? attestProtected(candidate) : null }
}

const unlike: AuditFinding = {
  rule: 'structure',
  table: '',
  coordinates: [],
  measure: '',
  clause:
    'a table of a longer period has the dimensions, codes and measures of the periods that it is made of',
}

function refused(findings: readonly AuditFinding[]): AuditVerdict {
  return { report: { passed: false, findings, facts: unattacked }, released: null }
}
