import type { DominanceLimits } from '../../schemas/dominance.ts'

/**
 * p% rule: how far a total lies below one that hides its largest contribution from the next ones.
 *
 * The `coalition` next contributors take what they know off the total. What is left is the largest contribution
 * and the remainder that they do not know, so that their estimate is too high by the remainder: the total discloses
 * where that is less than p per cent of the largest contribution. With a coalition of one this is the rule's usual
 * form: the second largest contributor could estimate the largest within p per cent.
 *
 * @param largest contributions, descending, none negative: `coalition + 1` of them or all
 * @returns whole units that the total would have to be greater; 0 or less where it does not disclose
 * @see Hundepool et al. (2012), Statistical Disclosure Control, ch. 4: the p% rule and its upper protection level
 */
export function pPercentShortfall(
  total: number,
  largest: readonly number[],
  { p, coalition }: Pick<DominanceLimits, 'p' | 'coalition'>,
): number {
  const known = largest.slice(0, coalition + 1).reduce((sum, contribution) => sum + contribution, 0)
  const remainder = total - known
  return Math.ceil((p * (largest[0] ?? 0) - 100 * remainder) / 100)
}
