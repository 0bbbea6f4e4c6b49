import type { AuditParameters } from '../../schemas/release.ts'

/**
 * How wide the feasibility interval of a primary must be: `intervalWidth`, or `relativeWidth` per cent of its value
 * where that is more, since 1,000,000 ± 10 is as good as published; and wider by those who may be counted twice, since a
 * union that holds it may be fewer learners by all of them.
 *
 * @param counted its value as counted
 * @param doubtful how many of it may be counted twice
 * @returns a whole number
 */
export function requiredWidth(
  { intervalWidth, relativeWidth }: Pick<AuditParameters, 'intervalWidth' | 'relativeWidth'>,
  counted: number,
  doubtful = 0,
): number {
  return Math.max(intervalWidth, Math.ceil((relativeWidth * counted) / 100)) + doubtful
}
