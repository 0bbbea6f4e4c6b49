import type { BaseMeasure, MeasureCell } from '../../schemas/cell.ts'
import type { AuditParameters } from '../../schemas/release.ts'

/**
 * Says how far above its value the interval of a sum or number of events must reach; 0 where nobody dominates it.
 *
 * A coalition takes its own contributions off the figure and holds the rest for an upper bound of the largest one:
 * that bound must exceed the largest contribution by p per cent. And where a concentration is limited, the largest
 * contributions must not exceed their share. A figure whose contributions are not all told that
 * count is dominated, as if it were one learner's.
 */
export function upperProtection(
  { type }: Pick<BaseMeasure, 'type'>,
  { value, contributors, largest }: MeasureCell,
  { p, coalition, concentration }: AuditParameters['dominance'],
): number {
  if (type === 'learners' || contributors === 0) return 0
  const looked = Math.max(1 + coalition, concentration === null ? 0 : concentration.contributors)
  if (largest.length < contributors && largest.length < looked) return Math.max(1, perCent(p, value))
  const first = largest[0]!
  const coalitionBound = largest.slice(1, 1 + coalition).reduce((rest, own) => rest - own, value)
  const tooClose = perCent(100 + p, first, 100 * coalitionBound)
  if (concentration === null) return tooClose
  let together = 0
  for (let i = 0; i < concentration.contributors; i++) together += largest[i] ?? 0
  const excess = 100 * together - concentration.share * value
  return Math.max(tooClose, excess > 0 ? Math.ceil(excess / concentration.share) : 0)
}

/** `rate` per cent of a contribution less `hundredths`, rounded up; never negative. */
function perCent(rate: number, contribution: number, hundredths = 0): number {
  const over = rate * contribution - hundredths
  return over > 0 ? Math.ceil(over / 100) : 0
}
