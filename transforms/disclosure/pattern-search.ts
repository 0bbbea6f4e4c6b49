import type { Highs } from 'highs'
import type { Effort, Policy } from '../../schemas/policy.ts'
import { guardedVectors } from './complementary-suppression.ts'
import { type RelationIndex, relatedQuantities } from './deviation-polytope.ts'
import { hiddenComponents } from './hidden-components.ts'
import { mayBeHidden } from './hiding-cost.ts'
import type { HierarchicalBasis } from './hierarchical-basis.ts'
import type { LinkedTables } from './linked-tables.ts'
import { searchNeighbourhoods } from './neighbourhood-search.ts'
import { PatternCheck } from './pattern-check.ts'
import { protectionTargets } from './protection-targets.ts'
import { deleteInReverse } from './reverse-delete.ts'
import type { SingletonLeak } from './singletons.ts'

export interface PatternSearchLimits {
  readonly basis: HierarchicalBasis
  /** What lone contributors must not learn, besides the primaries. */
  readonly leaks: readonly SingletonLeak[]
  /** Least width of a primary's feasibility interval. */
  readonly widthOf: (quantity: number) => number
  readonly effort: Effort
  readonly loss: Policy['loss']
}

/** Work of publishing units again, for all components: see PatternCheck. */
const deletionWork = { fast: 0, standard: 120_000, best: 200_000 } as const
/** Work of the search among neighbouring patterns, for all components: see PatternCheck. */
const searchWork = { fast: 0, standard: 0, best: 900_000 } as const
/** Neighbourhoods tried at most in one component. */
const neighbourhoods = { fast: 0, standard: 0, best: 20_000 } as const
/** Targets to watch over for each row that might be published: beyond, the gain is not worth the proofs. */
const targetsPerUnit = { fast: 0, standard: 100, best: 1000 } as const
/** Quantities of one search; beyond, a single linear program takes too long. */
const largestRegion = 8000

/**
 * Looks for a pattern that hides less than one that protects, and protects as much. For each component of what is
 * hidden: reverse deletion; at the effort `best`, large-neighbourhood search and reverse deletion once more. All else
 * stays at the truth meanwhile, which makes proofs stricter, never looser.
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
  const { basis, leaks, effort, widthOf, loss } = limits
  if (deletionWork[effort] === 0) return 0
  const targets = protectionTargets(system, widthOf, leaks)
  const secrets = { basis, guarded: guardedVectors(system, basis, leaks), leaks }
  let spent = 0
  let deletion: number = deletionWork[effort]
  let work: number = searchWork[effort]
  for (const component of hiddenComponents(system, hidden, true)) {
    const members = withNeighbours(system, index, component, hidden)
    if (members.length > largestRegion) continue
    const inside = new Set(component)
    const own = targets.filter(({ quantities }) => quantities.every((q) => inside.has(q)))
    if (own.length > targetsPerUnit[effort] * complementaryUnits(system, component)) continue
    const check = new PatternCheck(highs, system, index, members, own, secrets, hidden)
    check.startFrom(hidden)
    const before = check.work
    deleteInReverse(check, hidden, loss, before + deletion)
    deletion -= check.work - before
    const begun = check.work
    searchNeighbourhoods(check, hidden, loss, { neighbourhoods: neighbourhoods[effort], work: begun + work })
    work -= check.work - begun
    deleteInReverse(check, hidden, loss, check.work + deletion)
    spent += check.linearPrograms
    check.dispose()
  }
  return spent
}

function complementaryUnits({ quantities, units }: LinkedTables, component: readonly number[]): number {
  const found = new Set(component.map((q) => quantities[q]!.unit))
  return [...found].filter((unit) => units[unit]!.reasons.length === 0).length
}

/** Quantities of a component, and published ones that may join it: others' hidden units are theirs to publish. */
function withNeighbours(
  system: LinkedTables,
  index: RelationIndex,
  component: readonly number[],
  hidden: Uint8Array,
): readonly number[] {
  const members = new Set(component)
  for (const q of component) {
    for (const other of relatedQuantities(system, index, q)) {
      const { unit } = system.quantities[other]!
      if (hidden[unit] === 1 || !mayBeHidden(system, unit)) continue
      for (const one of system.units[unit]!.quantities) members.add(one)
    }
  }
  return [...members]
}
