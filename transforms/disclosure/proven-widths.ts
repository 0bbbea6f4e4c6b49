import type { LinkedTables } from './linked-tables.ts'
import { requiredWidth, type WidthLimits } from './required-width.ts'

/** Slack within which an interval counts as wide enough. */
const tolerance = 1e-6

/**
 * The deviations that points found so far show for each quantity, wherever they were found: what is feasible
 * with everything else at the truth is feasible for the whole. Valid while patterns only grow.
 */
export class ProvenWidths {
  /** For each quantity: least and greatest deviation. */
  readonly least: Float64Array
  readonly greatest: Float64Array
  /** For each quantity: the width that its interval needs; 0 unless it is primary. */
  readonly required: Float64Array
  /** For each quantity: how far up its interval must reach. */
  readonly #above: Float64Array

  constructor({ quantities }: LinkedTables, limits: WidthLimits) {
    this.least = new Float64Array(quantities.length)
    this.greatest = new Float64Array(quantities.length)
    this.required = Float64Array.from(quantities, (quantity, q) =>
      quantity.primary ? Math.max(requiredWidth(quantity, limits), limits.wider?.get(q) ?? 0) : 0,
    )
    this.#above = Float64Array.from(quantities, ({ protection }) => protection)
  }

  widthOf(quantity: number): number {
    return this.greatest[quantity]! - this.least[quantity]!
  }

  isWide(quantity: number): boolean {
    return this.wouldBeWide(quantity, this.least[quantity]!, this.greatest[quantity]!)
  }

  /** Whether deviations from least to greatest are all that the quantity's interval needs. */
  wouldBeWide(quantity: number, least: number, greatest: number): boolean {
    return (
      greatest - least >= this.required[quantity]! - tolerance &&
      greatest >= this.#above[quantity]! - tolerance
    )
  }

  /** Notes the deviation of one quantity at some point. */
  see(quantity: number, deviation: number): void {
    if (deviation < this.least[quantity]!) this.least[quantity] = deviation
    if (deviation > this.greatest[quantity]!) this.greatest[quantity] = deviation
  }
}
