/**
 * (n, k) rule: how far a total lies below one of which its n largest contributions hold k per cent.
 *
 * @param largest contributions, descending, none negative: n of them or all
 * @param limits n as `contributors`, k as `share` in per cent
 * @returns whole units that the total would have to be greater; 0 or less where it does not disclose
 * @see Hundepool et al. (2012), Statistical Disclosure Control, ch. 4: the dominance rule. ACRO applies (2, 90).
 */
export function concentrationShortfall(
  total: number,
  largest: readonly number[],
  { contributors, share }: { readonly contributors: number; readonly share: number },
): number {
  const held = largest.slice(0, contributors).reduce((sum, contribution) => sum + contribution, 0)
  return Math.ceil((100 * held - share * total) / share)
}
