import type { TabulatedTable } from '../../schemas/cell.ts'
import type { Held } from '../../schemas/custody.ts'
import type { Rounding } from '../../schemas/rounding.ts'
import { applyPattern, type DerivedLimits } from './apply-pattern.ts'
import { hideNeighbours, type RowPlace } from './hide-neighbours.ts'
import { type ProtectionLimits, type ProtectionResult, protectTables } from './protect-tables.ts'
import { type RoundedTables, roundFigures } from './round-figures.ts'

export interface TreatedTables extends ProtectionResult {
  /** What is proposed for publication; the audit decides. Null where no additive rounding is found. */
  readonly candidate: RoundedTables | null
}

/** Suppresses over all tables of a release together, then rounds what is left. */
export async function treatTables(
  tables: Held<'tabulated', readonly TabulatedTable[]>,
  limits: ProtectionLimits & DerivedLimits,
  rounding: Rounding,
): Promise<TreatedTables> {
  return candidateOf(tables, await protectTables(tables, limits), limits, rounding)
}

/**
 * The same with further rows hidden beside some that a witness did not find protected.
 *
 * @param times how much wider than needed their intervals are to be
 * @returns null where nothing more is hidden
 */
export async function treatAgain(
  tables: Held<'tabulated', readonly TabulatedTable[]>,
  before: TreatedTables,
  limits: ProtectionLimits & DerivedLimits,
  rounding: Rounding,
  rows: readonly RowPlace[],
  times: number,
): Promise<TreatedTables | null> {
  const result = await hideNeighbours(tables, limits, before, rows, times)
  return result === null ? null : candidateOf(tables, result, limits, rounding)
}

async function candidateOf(
  tables: Held<'tabulated', readonly TabulatedTable[]>,
  result: ProtectionResult,
  limits: ProtectionLimits & DerivedLimits,
  rounding: Rounding,
): Promise<TreatedTables> {
  const exact = applyPattern(tables, result.patterns, limits, result.withheld)
  return { ...result, candidate: await roundFigures(tables, exact, rounding, limits) }
}
