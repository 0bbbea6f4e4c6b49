import type { RelationIndex } from './deviation-polytope.ts'
import type { LinkedTables } from './linked-tables.ts'
import type { Equation, Inequality } from './table-equations.ts'

/**
 * Whether these deviations, with everything else at the truth, satisfy every equation, inequality and bound of
 * the whole system. Whole numbers, so that nothing is rounded.
 */
export function isFeasibleMove(
  system: LinkedTables,
  index: RelationIndex,
  move: ReadonlyMap<number, number>,
): boolean {
  const sum = ({ quantities, coefficients }: Equation | Inequality, ofTerm: (quantity: number) => number) =>
    quantities.reduce((total, q, i) => total + coefficients[i]! * ofTerm(q), 0)
  const deviation = (q: number) => move.get(q) ?? 0
  const value = (q: number) => system.quantities[q]!.value + deviation(q)
  const families = new Set<number>()
  const inequalities = new Set<number>()
  for (const [q] of move) {
    if (value(q) < system.quantities[q]!.lower) return false
    for (const family of index.families[q]!) families.add(family)
    for (const inequality of index.inequalities[q]!) inequalities.add(inequality)
  }
  for (const family of families) {
    for (const equation of system.families[family]!) {
      if (sum(system.equations[equation]!, deviation) !== 0) return false
    }
  }
  for (const inequality of inequalities) {
    if (sum(system.inequalities[inequality]!, value) < 0) return false
  }
  return true
}
