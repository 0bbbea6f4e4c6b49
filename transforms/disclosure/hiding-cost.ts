import type { Policy } from '../../schemas/policy.ts'
import type { StatusUnit } from './linked-tables.ts'

/**
 * What it costs to hide a unit that is published, in hidden rows or in learners.
 *
 * Among rows that count alike, small ones are cheaper: the little that size adds steers towards rows that
 * others can use, too.
 */
export function hidingCost({ contributors, weight }: StatusUnit, loss: Policy['loss']): number {
  return weight * (loss === 'contributors' ? 0.1 * (contributors + 1) : 1 + 0.02 * contributors)
}
