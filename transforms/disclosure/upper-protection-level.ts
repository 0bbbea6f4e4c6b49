import type { BaseMeasure, MeasureCell } from '../../schemas/cell.ts'
import { contributionsJudged, type DominanceLimits } from '../../schemas/dominance.ts'
import { concentrationShortfall } from './n-k-dominance.ts'
import { pPercentShortfall } from './p-percent.ts'

/**
 * How far above its value the feasibility interval of a magnitude must reach so that no contribution can be
 * estimated: what it lacks of a total that would not disclose.
 *
 * Sums and numbers of events are magnitudes; among learners, each of whom counts once, nobody dominates.
 *
 * @param figure contributions in whole units, descending, none negative
 * @returns whole units; 0 exactly where no dominance rule speaks against publishing it
 * @throws {RangeError} if the figure does not carry as many contributions as the rules look at
 * @see Hundepool et al. (2012), Statistical Disclosure Control, ch. 4: upper protection level
 */
export function upperProtectionLevel(
  { type }: Pick<BaseMeasure, 'type'>,
  { value, contributors, largest }: MeasureCell,
  limits: DominanceLimits,
): number {
  if (type === 'learners') return 0
  if (largest.length < Math.min(contributors, contributionsJudged(limits)))
    throw new RangeError('a magnitude must carry the largest contributions that its rules look at')
  return Math.max(
    0,
    pPercentShortfall(value, largest, limits),
    limits.concentration === null ? 0 : concentrationShortfall(value, largest, limits.concentration),
  )
}
