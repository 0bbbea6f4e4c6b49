import type { AuditParameters } from '../../schemas/release.ts'

/**
 * How wide the feasibility interval of a primary must be: `intervalWidth`, or `relativeWidth` per cent of its value
 * where that is more, since 1,000,000 ± 10 is as good as published.
 *
 * @param counted its value as counted
 * @returns a whole number
 */
export function requiredWidth(
  { intervalWidth, relativeWidth }: Pick<AuditParameters, 'intervalWidth' | 'relativeWidth'>,
  counted: number,
): number {
  return Math.max(intervalWidth, Math.ceil((relativeWidth * counted) / 100))
}
