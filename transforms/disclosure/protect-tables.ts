import type { RowJudgement, SuppressionPattern, TabulatedTable } from '../../schemas/cell.ts'
import type { Held } from '../../schemas/custody.ts'
import type { Effort } from '../../schemas/policy.ts'
import { suppressComplementary } from './complementary-suppression.ts'
import { expressInBasis } from './hierarchical-basis.ts'
import { IntervalProtection } from './interval-protection.ts'
import { type LinkedTables, type LinkLimits, linkTables } from './linked-tables.ts'
import { searchPatterns } from './pattern-search.ts'
import { loadSolver } from './solver.ts'

/** Limits of the protection, and how much work to spend on hiding less. */
export interface ProtectionLimits extends LinkLimits {
  /** Least width of every primary's feasibility interval; 1 stops at exact recovery, without linear programs. */
  readonly intervalWidth: number
  /** Least width for large primaries, in per cent of their value. */
  readonly relativeWidth: number
  /** Whether primaries are also kept from the only contributor of another cell. */
  readonly singletons: boolean
  /** Secret and stable: breaks ties, so that a reader cannot replay the choice. */
  readonly tieBreakKey: string
  readonly effort: Effort
}

export interface ProtectionResult {
  /** In the order of the tables. */
  readonly patterns: readonly SuppressionPattern[]
  /** Singleton leaks that no pattern avoids. */
  readonly unavoidable: number
  /**
   * Least width proven of a primary's feasibility interval: proofs stop at `intervalWidth`, so that only a
   * smaller figure is exact. Null without linear programs, and without primaries.
   */
  readonly narrowest: number | null
  readonly linearPrograms: number
}

/**
 * Chooses what to hide in all tables of a release at once, so that shared cells have one status.
 *
 * Marks what discloses alone, hides more until nothing follows by linear algebra, then until every primary's
 * feasibility interval is wide enough. Always ends with a pattern; the audit decides whether it will do.
 *
 * @throws if tables disagree about a cell that they share
 */
export async function protectTables(
  tables: Held<'tabulated', readonly TabulatedTable[]>,
  limits: ProtectionLimits,
): Promise<ProtectionResult> {
  const system = linkTables(tables, limits)
  const basis = expressInBasis(tables, system)
  const secrets = suppressComplementary(system, basis, limits)
  const { hidden, unavoidable } = secrets
  if (limits.intervalWidth <= 1) {
    return { patterns: patternsOf(tables, system, hidden), unavoidable, narrowest: null, linearPrograms: 0 }
  }
  const highs = await loadSolver()
  const intervals = new IntervalProtection(highs, system, hidden, limits.intervalWidth)
  intervals.protect()
  const spent = searchPatterns(highs, system, intervals.index, intervals.hidden, {
    basis,
    secrets,
    widthOf: () => limits.intervalWidth,
    effort: limits.effort,
  })
  const { narrowest } = intervals.examine(new Uint8Array(system.quantities.length))
  return {
    patterns: patternsOf(tables, system, intervals.hidden),
    unavoidable,
    narrowest,
    linearPrograms: intervals.linearPrograms + spent,
  }
}

function patternsOf(
  tables: readonly TabulatedTable[],
  system: LinkedTables,
  hidden: Uint8Array,
): readonly SuppressionPattern[] {
  return tables.map(({ shape }, t) => ({
    table: shape.id,
    rows: [...system.unitOfRow[t]!].map((unit): RowJudgement => {
      const { reasons } = system.units[unit]!
      if (hidden[unit] === 0) return { status: 'published', reasons: [] }
      if (reasons.length > 0) return { status: 'primary', reasons }
      return { status: 'complementary', reasons: ['complementary'] }
    }),
  }))
}
