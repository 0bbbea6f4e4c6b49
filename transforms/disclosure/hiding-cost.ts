import type { Policy } from '../../schemas/policy.ts'
import type { LinkedTables, StatusUnit } from './linked-tables.ts'

/**
 * Price of a unit of deviation, for linear programs that choose what to hide, in hidden rows or in learners.
 *
 * Among rows that count alike, small ones are cheaper: the little that size adds steers towards rows that
 * others can use, too.
 */
export function deviationPrice({ size, weight }: StatusUnit, loss: Policy['loss']): number {
  return weight * (loss === 'contributors' ? 0.1 * (size + 1) : 1 + 0.02 * size)
}

/** Small against a row, so that of as many rows those with fewer learners are hidden. */
const perContributor = 5e-5

/** What hiding a unit costs, in rows or in learners. Primaries are hidden in any case. */
export function hidingCost({ units }: LinkedTables, unit: number, loss: Policy['loss']): number {
  const { weight, size, reasons } = units[unit]!
  if (reasons.length > 0) return 0
  return weight * (loss === 'contributors' ? size + 1 : 1 + perContributor * size)
}

/** Hiding cost without what sizes add: of patterns with as many rows, a search may take any on its way. */
export function searchCost(system: LinkedTables, unit: number, loss: Policy['loss']): number {
  return loss === 'contributors' ? hidingCost(system, unit, loss) : system.units[unit]!.weight
}

/** Primaries are hidden whatever the policy would rather publish. */
export function mayBeHidden({ units }: LinkedTables, unit: number): boolean {
  return !units[unit]!.required || units[unit]!.reasons.length > 0
}
