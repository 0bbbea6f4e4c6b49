import type { Highs } from 'highs'
import type { DeviationPolytope } from './deviation-polytope.ts'
import { RangeModel } from './feasible-range.ts'
import type { LinkedTables, Quantity } from './linked-tables.ts'
import { WidthModel } from './width-model.ts'

/** What a reader can tell of a hidden figure. */
export interface FeasibilityInterval {
  readonly low: number
  /** Null where nothing bounds it. */
  readonly up: number | null
}

/** A primary whose interval gets too narrow. */
export interface Revealed {
  readonly quantity: number
  readonly before: FeasibilityInterval
  readonly after: FeasibilityInterval
  /** Rows of the polytope that prove the interval afterwards. */
  readonly rows: readonly number[]
}

/** A primary that the only contributor of another cell could compute. */
export interface LoneReader {
  readonly contributor: number
  readonly quantity: number
}

/** Counts are whole: in a narrower interval there is one. */
const oneValue = 1
const tolerance = 1e-6

/**
 * The primaries whose feasibility interval would be narrower than needed if a unit were published, and narrower
 * than it is: by exact recovery or by bounds.
 *
 * @param candidates quantities to look at
 * @param needed least width for a quantity
 */
export function revealedBy(
  highs: Highs,
  system: LinkedTables,
  polytope: DeviationPolytope,
  unit: number,
  candidates: readonly number[],
  needed: (quantity: Quantity) => number,
): readonly Revealed[] {
  const isOpen = (q: number) => system.quantities[q]!.unit !== unit
  const sieve = new WidthModel(highs, polytope, isOpen)
  const suspects = candidates.filter(
    (q) => !sieve.prove(polytope.columnOf[q]!, needed(system.quantities[q]!)),
  )
  sieve.dispose()
  if (suspects.length === 0) return []
  const hiding = new RangeModel(highs, polytope, () => true)
  const showing = new RangeModel(highs, polytope, isOpen)
  const found = suspects.map((quantity): Revealed => {
    const value = system.quantities[quantity]!.value
    const { rows, ...after } = showing.range(quantity)
    return { quantity, before: interval(value, hiding.range(quantity)), after: interval(value, after), rows }
  })
  hiding.dispose()
  showing.dispose()
  return found
    .filter(({ before, after }) => widthOf(after) < widthOf(before) - tolerance)
    .sort((a, b) => widthOf(a.after) - widthOf(b.after) || a.quantity - b.quantity)
}

/**
 * The primaries that the only contributor of another hidden cell could compute from their own value if a unit were
 * published, and cannot while it is hidden.
 */
export function revealedToContributors(
  highs: Highs,
  system: LinkedTables,
  polytope: DeviationPolytope,
  unit: number,
  contributors: readonly number[],
  candidates: (contributor: number) => readonly number[],
): readonly LoneReader[] {
  return contributors.flatMap((contributor) => {
    const own = system.quantities[contributor]!.unit
    const isOpen = (q: number) => system.quantities[q]!.unit !== own
    const exact = (open: (quantity: number) => boolean, quantities: readonly number[]) => {
      const model = new WidthModel(highs, polytope, open)
      const narrow = quantities.filter((q) => !model.prove(polytope.columnOf[q]!, oneValue))
      model.dispose()
      return narrow
    }
    const others = candidates(contributor).filter(isOpen)
    const shown = exact((q) => isOpen(q) && system.quantities[q]!.unit !== unit, others)
    const known = new Set(exact(isOpen, shown))
    return shown.filter((q) => !known.has(q)).map((quantity) => ({ contributor, quantity }))
  })
}

/** Range of deviations as an interval of values, to six decimals. */
export function interval(
  value: number,
  { least, greatest }: { readonly least: number; readonly greatest: number },
): FeasibilityInterval {
  const round = (x: number) => Math.round(x * 1e6) / 1e6 + 0
  return { low: round(value + least), up: Number.isFinite(greatest) ? round(value + greatest) : null }
}

export function widthOf({ low, up }: FeasibilityInterval): number {
  return up === null ? Number.POSITIVE_INFINITY : up - low
}
