import type { SuppressionPattern, TabulatedTable } from '../../schemas/cell.ts'
import type { Held } from '../../schemas/custody.ts'
import { RequiredRowError } from '../../schemas/failure.ts'
import type { Effort } from '../../schemas/policy.ts'
import type { Witness } from '../../schemas/witness.ts'
import { type ComplementaryLimits, suppressComplementary } from './complementary-suppression.ts'
import { expressInBasis, type HierarchicalBasis } from './hierarchical-basis.ts'
import { IntervalProtection } from './interval-protection.ts'
import { type LinkedTables, type LinkLimits, linkTables } from './linked-tables.ts'
import { offerWitnesses } from './offer-witnesses.ts'
import { searchPatterns } from './pattern-search.ts'
import { patternsOf } from './patterns-of.ts'
import { refuseBrokenTables } from './refuse-broken-tables.ts'
import { regionRunner } from './region-runner.ts'
import type { RegionRunner } from './region-task.ts'
import { requiredWidth } from './required-width.ts'
import { loadSolver } from './solver.ts'
import { type WithheldMeans, withheldMeans } from './withheld-means.ts'

/** Limits of the protection, and how much work to spend on hiding less. */
export interface ProtectionLimits extends LinkLimits, ComplementaryLimits {
  /** Least width of every primary's feasibility interval; 1 stops at exact recovery, without linear programs. */
  readonly intervalWidth: number
  /** Least width for large primaries, in per cent of their value. */
  readonly relativeWidth: number
  readonly effort: Effort
  /** For linear programs, besides this one; none where absent. What is hidden does not depend on them. */
  readonly threads?: RegionRunner | undefined
}

export interface ProtectionResult {
  /** In the order of the tables. */
  readonly patterns: readonly SuppressionPattern[]
  /** Published rows whose means and medians are kept back for what they tell of hidden ones. */
  readonly withheld: WithheldMeans
  /** Work ran out before every row was decided: more may be hidden than need be. A coarser table would do. */
  readonly exhausted: boolean
  /**
   * Least width proven of a primary's feasibility interval: proofs stop at `intervalWidth`, so that only a
   * smaller figure is exact. Null without linear programs, and without primaries.
   */
  readonly narrowest: number | null
  readonly linearPrograms: number
  /** Tables with primaries that are not proven wide: they would do better with coarser categories. */
  readonly unproven: readonly UnprovenTable[]
  /** What proves widths, for an audit that checks it; need not be all. */
  readonly witnesses: readonly Witness[]
}

export interface UnprovenTable {
  readonly table: string
  /** Rows with a figure that discloses alone, and may be narrowed. */
  readonly rows: number
}

/** Steps that the solver may take to widen intervals: about a minute, and a few. */
export const solverWork = { fast: 2_000_000, standard: 5_000_000, best: 15_000_000 } as const

/**
 * Chooses what to hide in all tables of a release at once, so that shared cells have one status.
 *
 * Marks what discloses alone, hides more until nothing follows by linear algebra, then until every primary's
 * feasibility interval is wide enough. Always ends with a pattern; the audit decides whether it will do.
 *
 * @throws {WithheldError} if totals are not the sums of their parts
 * @throws if tables disagree about a cell that they share
 * @throws {RequiredRowError} if a row that must be published discloses
 */
export async function protectTables(
  tables: Held<'tabulated', readonly TabulatedTable[]>,
  limits: ProtectionLimits,
): Promise<ProtectionResult> {
  refuseBrokenTables(tables)
  const system = linkTables(tables, limits)
  const basis = expressInBasis(tables, system)
  const secrets = suppressComplementary(system, basis, limits)
  const { hidden, exhausted, impossible } = secrets
  if (impossible !== null) throw new RequiredRowError(impossibleRow(tables, system, impossible))
  if (limits.intervalWidth <= 1) {
    const patterns = patternsOf(tables, system, hidden)
    const withheld = withheldMeans(null, tables, system, patterns, hidden, () => 0)
    return {
      patterns,
      withheld,
      exhausted,
      narrowest: null,
      linearPrograms: 0,
      unproven: [],
      witnesses: [],
    }
  }
  const highs = await loadSolver()
  const work = solverWork[limits.effort]
  const intervals = new IntervalProtection(regionRunner(highs, limits.threads), system, hidden, {
    ...limits,
    work,
  })
  const open = await intervals.protect()
  const before = Uint8Array.from(intervals.hidden)
  const widthOf = (q: number) => requiredWidth(system.quantities[q]!, limits)
  const spent = searchPatterns(highs, system, intervals.index, intervals.hidden, {
    basis,
    leaks: secrets.leaks(),
    widthOf,
    effort: limits.effort,
    loss: limits.loss,
  })
  const settled = settle(system, basis, limits, before, intervals.hidden)
  const patterns = patternsOf(tables, system, settled)
  return {
    patterns,
    withheld: withheldMeans(highs, tables, system, patterns, settled, widthOf),
    exhausted,
    narrowest: intervals.narrowest,
    linearPrograms: intervals.linearPrograms + spent,
    unproven: unprovenTables(tables, system, open),
    witnesses: offerWitnesses(tables, system, settled, intervals.witnesses),
  }
}

/**
 * Hides again what the search published although a lone contributor could then compute a primary: the search
 * watches over known leaks only. Whatever more is hidden, intervals do not get narrower.
 */
function settle(
  system: LinkedTables,
  basis: HierarchicalBasis,
  limits: ProtectionLimits,
  before: Uint8Array,
  found: Uint8Array,
): Uint8Array {
  if (!limits.singletons || before.every((isHidden, unit) => isHidden <= found[unit]!)) return found
  const published = [...found.keys()].filter((unit) => found[unit] === 0)
  const candidates = [
    ...published.filter((unit) => before[unit] === 0),
    ...published.filter((unit) => before[unit] === 1),
  ]
  return suppressComplementary(system, basis, limits, candidates).hidden
}

function unprovenTables(
  tables: readonly TabulatedTable[],
  system: LinkedTables,
  open: readonly number[],
): readonly UnprovenTable[] {
  const units = new Set(open.map((q) => system.quantities[q]!.unit))
  return tables.flatMap(({ shape }, t) => {
    const rows = system.unitOfRow[t]!.filter((unit) => units.has(unit)).length
    return rows === 0 ? [] : [{ table: shape.id, rows }]
  })
}

/** Names a row that must be published, but cannot be, as the first table shows it; never its figures. */
function impossibleRow(tables: readonly TabulatedTable[], system: LinkedTables, unit: number): string {
  const t = system.unitOfRow.findIndex((units) => units.includes(unit))
  const { shape, cells } = tables[t]!
  const { coordinates } = cells[system.unitOfRow[t]!.indexOf(unit)]!
  const named = shape.dimensions.map(({ name }, d) => `${name}=${coordinates[d]}`).join(', ')
  return `a row that must be published must not disclose: ${shape.id}, ${named}`
}
