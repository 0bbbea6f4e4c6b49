import type { LinkedTables } from './linked-tables.ts'

/** For each dimension by name, each code's parent; null for the total. */
export type CodeParents = ReadonlyMap<string, ReadonlyMap<string, string | null>>

/**
 * Reads the hierarchies off the equations: parent and children differ in one coordinate. Of several parents,
 * in groupings that differ from table to table, the first by name.
 */
export function codeParents({ quantities, equations }: LinkedTables): CodeParents {
  const parents = new Map<string, Map<string, string | null>>()
  for (const { kind, quantities: terms, coefficients } of equations) {
    if (kind !== 'hierarchy') continue
    const whole = new Map(quantities[terms[coefficients.indexOf(-1)]!]!.coordinates)
    terms.forEach((q, i) => {
      if (coefficients[i] !== 1) return
      const differing = quantities[q]!.coordinates.find(([name, code]) => whole.get(name) !== code)
      if (differing === undefined) return
      const [name, code] = differing
      const parent = whole.get(name) ?? null
      const known = parents.get(name) ?? new Map<string, string | null>()
      parents.set(name, known)
      const other = known.get(code)
      if (other === undefined || (parent ?? '') < (other ?? '')) known.set(code, parent)
    })
  }
  return parents
}
