import type { Highs } from 'highs'
import type { Effort } from '../../schemas/policy.ts'
import type { ComplementarySuppression } from './complementary-suppression.ts'
import type { RelationIndex } from './deviation-polytope.ts'
import { mayBeHidden } from './hiding-cost.ts'
import type { HierarchicalBasis } from './hierarchical-basis.ts'
import type { LinkedTables } from './linked-tables.ts'
import { searchNeighbourhoods } from './neighbourhood-search.ts'
import { PatternCheck } from './pattern-check.ts'
import { protectionTargets } from './protection-targets.ts'
import { deleteInReverse } from './reverse-delete.ts'

export interface PatternSearchLimits {
  readonly basis: HierarchicalBasis
  /** What must stay unknown by linear algebra, singleton leaks included. */
  readonly secrets: Pick<ComplementarySuppression, 'guarded' | 'leaks'>
  /** Least width of a primary's feasibility interval. */
  readonly widthOf: (quantity: number) => number
  readonly effort: Effort
}

/** Linear programs for publishing units again, then for the search among neighbouring patterns. */
const programs = {
  fast: { deletion: 0, search: 0 },
  standard: { deletion: 2000, search: 1000 },
  best: { deletion: 5000, search: 20_000 },
} as const
/** Neighbourhoods tried at most. */
const neighbourhoods = 1500
/** Quantities that may be hidden in one search; beyond, a single linear program takes too long. */
const largestSystem = 8000

/**
 * Looks for a pattern that hides less than one that protects, and protects as much: reverse deletion, then
 * large-neighbourhood search, then reverse deletion of what that left.
 *
 * @param hidden for each unit 1 if hidden; changed in place, never to a dearer pattern
 * @returns linear programs solved
 */
export function searchPatterns(
  highs: Highs,
  system: LinkedTables,
  index: RelationIndex,
  hidden: Uint8Array,
  limits: PatternSearchLimits,
): number {
  const { deletion, search } = programs[limits.effort]
  const size = system.quantities.reduce((sum, { unit }) => sum + (mayBeHidden(system, unit) ? 1 : 0), 0)
  if (deletion === 0 || size > largestSystem) return 0
  const targets = protectionTargets(system, limits.widthOf, limits.secrets.leaks)
  const check = new PatternCheck(highs, system, index, targets, limits.basis, limits.secrets.guarded)
  try {
    const pattern = Uint8Array.from(hidden)
    check.startFrom(pattern)
    deleteInReverse(check, pattern, check.linearPrograms + deletion)
    searchNeighbourhoods(highs, check, pattern, neighbourhoods, check.linearPrograms + search)
    if (search > 0) deleteInReverse(check, pattern, check.linearPrograms + deletion)
    hidden.set(pattern)
    return check.linearPrograms
  } finally {
    check.dispose()
  }
}
