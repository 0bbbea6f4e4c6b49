import type { LinkedTables } from './linked-tables.ts'

/** Small against a row, so that of as many rows those with fewer learners are hidden. */
const perContributor = 5e-5

/** What hiding a unit costs. Primaries are hidden in any case. */
export function hidingCost({ units }: LinkedTables, unit: number): number {
  const { weight, contributors, reasons } = units[unit]!
  return reasons.length > 0 ? 0 : weight * (1 + perContributor * contributors)
}

export function patternCost(system: LinkedTables, hidden: Uint8Array): number {
  return hidden.reduce((sum, isHidden, unit) => sum + (isHidden === 1 ? hidingCost(system, unit) : 0), 0)
}

/** Primaries are hidden whatever the policy would rather publish. */
export function mayBeHidden({ units }: LinkedTables, unit: number): boolean {
  return !units[unit]!.required || units[unit]!.reasons.length > 0
}
