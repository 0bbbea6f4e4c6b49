import type { Policy } from '../../schemas/policy.ts'
import { hidingCost } from './hiding-cost.ts'
import type { PatternCheck } from './pattern-check.ts'

/**
 * Publishes complementary units again, dearest first, where every target stays wide: what was hidden for one
 * primary may have become needless by what was hidden for another.
 *
 * @param hidden for each unit 1 if hidden; changed in place
 * @param work bound on the total of the check's work; a count, so that the outcome does not depend on the machine
 * @see Kelly, Golden and Assad (1992), Cell suppression: disclosure protection for sensitive tabular data
 */
export function deleteInReverse(
  check: PatternCheck,
  hidden: Uint8Array,
  loss: Policy['loss'],
  work: number,
): void {
  const { system } = check
  const candidates = [...check.complementary(hidden)]
  const cost = (unit: number) => hidingCost(system, unit, loss)
  candidates.sort((a, b) => cost(b) - cost(a) || a - b)
  for (const unit of candidates) {
    if (check.work >= work) return
    if (check.pool.forbids(hidden, unit)) continue
    hidden[unit] = 0
    check.consider(hidden)
    const protects = check.unproven().every((target) => check.isWide(target))
    if (!protects || !check.leavesSecret(hidden)) hidden[unit] = 1
  }
}
