import type { AuditBudget, AuditFacts, AuditFinding } from './audit-report.ts'
import { type Kernel, ownValueLeaks } from './own-value.ts'
import { pairLeaks } from './pair-leaks.ts'
import { type PublishedSystem, placeOf } from './published-system.ts'
import type { ReaderAssumptions } from './reader-assumptions.ts'

/**
 * Judges what all contributors of one figure can compute together where there are at most as many as may pool what
 * they know, and measures what two can who are alone in two different figures.
 *
 * A leak that no pattern avoids is a fact of the data, not a finding. That of a pair in different figures is a fact,
 * too: the suppression does not keep them apart.
 *
 * @param kernel of the equations over what is hidden
 * @param contributors by variable: as many as it counts
 * @param fewest by variable: as many as there must be
 */
export function ownValueFindings(
  system: PublishedSystem,
  kernel: Kernel,
  primaries: Uint8Array,
  contributors: Int32Array,
  fewest: Int32Array,
  { singletons, coalition, out }: ReaderAssumptions,
  budget: AuditBudget,
): {
  readonly findings: readonly AuditFinding[]
  readonly facts: Pick<AuditFacts, 'unavoidableLeaks' | 'coalitionLeaks'>
} {
  const most = Math.max(singletons ? 1 : 0, coalition)
  if (most === 0) return { findings: [], facts: { unavoidableLeaks: null, coalitionLeaks: null } }
  const behind = { contributors, fewest }
  const leaks = ownValueLeaks(system, kernel, primaries, behind, most, budget, out)
  if (leaks === null) {
    const clause = 'what contributors can compute from their own values could not be established'
    const whole = { table: system.tables[0]!.shape.id, coordinates: [], measure: '' }
    return {
      findings: [{ rule: 'unproven', ...whole, clause }],
      facts: { unavoidableLeaks: null, coalitionLeaks: null },
    }
  }
  const leaking = new Set(leaks.filter(({ unavoidable }) => !unavoidable).map(({ primary }) => primary))
  const clause = 'a quantity that discloses alone follows for all contributors of another one together'
  const apart = coalition < 2 ? 0 : pairLeaks(system, kernel, primaries, behind, leaking, budget, out)
  return {
    findings: [...leaking].map((v) => ({
      rule: 'singleton-recovery' as const,
      ...placeOf(system, v),
      clause,
    })),
    facts: {
      unavoidableLeaks: leaks.filter(({ unavoidable }) => unavoidable).length,
      coalitionLeaks: apart,
    },
  }
}
