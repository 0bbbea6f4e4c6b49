import type { TabulatedTable } from '../../schemas/cell.ts'
import type { Held } from '../../schemas/custody.ts'
import type { Rounding } from '../../schemas/rounding.ts'
import { applyPattern, type DerivedLimits } from './apply-pattern.ts'
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
  const result = await protectTables(tables, limits)
  const exact = applyPattern(tables, result.patterns, limits, result.withheld)
  return { ...result, candidate: await roundFigures(tables, exact, rounding, limits) }
}
