import type { Quantity } from './linked-tables.ts'

export interface WidthLimits {
  /** Least width of every primary's feasibility interval. */
  readonly intervalWidth: number
  /** Least width for large primaries, in per cent of their value. */
  readonly relativeWidth: number
  /** Quantities that are to be wider than that, and how wide; none where absent. */
  readonly wider?: ReadonlyMap<number, number>
}

/** How wide the feasibility interval of a primary must be, in units of what it counts. */
export function requiredWidth(
  { value, doubtful }: Pick<Quantity, 'value' | 'doubtful'>,
  limits: WidthLimits,
): number {
  return Math.max(limits.intervalWidth, Math.ceil((limits.relativeWidth * value) / 100)) + doubtful
}
