import { type RelationIndex, relatedQuantities } from './deviation-polytope.ts'
import type { LinkedTables } from './linked-tables.ts'

/** Hidden quantities that hang together with some, nearest first. */
export interface HiddenRegion {
  /** As many as the cap allows, the ones it started from among them. */
  readonly members: readonly number[]
  /** How many there are in all. */
  readonly reachable: number
}

/**
 * The hidden quantities that are linked to a few by equations and inequalities: their components, as far as a cap
 * allows, nearest first.
 */
export function hiddenRegion(
  system: LinkedTables,
  index: RelationIndex,
  isHidden: (quantity: number) => boolean,
  start: readonly number[],
  cap: number,
): HiddenRegion {
  const reached = new Set(start)
  // A set hands out what is added while it is walked: this is a breadth-first search.
  for (const q of reached)
    for (const other of relatedQuantities(system, index, q)) if (isHidden(other)) reached.add(other)
  return { members: [...reached].slice(0, cap), reachable: reached.size }
}
