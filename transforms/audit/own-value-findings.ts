import type { TabulatedTable } from '../../schemas/cell.ts'
import type { AuditBudget, AuditFacts, AuditFinding } from './audit-report.ts'
import { contributorsOf } from './contributors.ts'
import { type Kernel, ownValueLeaks } from './own-value.ts'
import { type PublishedSystem, placeOf } from './published-system.ts'
import type { ReaderAssumptions } from './reader-assumptions.ts'

/**
 * Judges what a lone contributor can compute from their own value, and measures what a coalition can.
 *
 * A leak that no pattern avoids is a fact of the data, not a finding. A coalition's is a fact, too: the
 * suppression keeps primaries from single contributors only.
 *
 * @param kernel of the equations over what is hidden
 */
export function ownValueFindings(
  system: PublishedSystem,
  kernel: Kernel,
  primaries: Uint8Array,
  truth: readonly TabulatedTable[],
  { singletons, coalition }: ReaderAssumptions,
  budget: AuditBudget,
): {
  readonly findings: readonly AuditFinding[]
  readonly facts: Pick<AuditFacts, 'unavoidableLeaks' | 'coalitionLeaks'>
} {
  const most = Math.max(singletons ? 1 : 0, coalition)
  if (most === 0) return { findings: [], facts: { unavoidableLeaks: null, coalitionLeaks: null } }
  const contributors = contributorsOf(system, truth)
  const leaks = ownValueLeaks(system, kernel, primaries, contributors, most, budget)
  if (leaks === null) {
    const clause = 'what contributors can compute from their own values could not be established'
    const whole = { table: system.tables[0]!.shape.id, coordinates: [], measure: '' }
    return {
      findings: [{ rule: 'unproven', ...whole, clause }],
      facts: { unavoidableLeaks: null, coalitionLeaks: null },
    }
  }
  const alone = leaks.filter(({ known }) => contributors[known] === 1)
  const leaking = new Set(alone.filter(({ unavoidable }) => !unavoidable).map(({ primary }) => primary))
  const clause = 'a quantity that discloses alone follows for the only contributor of another one'
  return {
    findings: singletons
      ? [...leaking].map((v) => ({ rule: 'singleton-recovery' as const, ...placeOf(system, v), clause }))
      : [],
    facts: {
      unavoidableLeaks: alone.filter(({ unavoidable }) => unavoidable).length,
      coalitionLeaks: leaks.filter(({ known, unavoidable }) => contributors[known]! > 1 && !unavoidable)
        .length,
    },
  }
}
