import type { DeviationPolytope, RelationIndex } from './deviation-polytope.ts'
import type { LinkedTables } from './linked-tables.ts'
import type { Equation, Inequality } from './table-equations.ts'

/** Finds a relation that a row of a polytope stands for: one that says the same of the same columns; null if none. */
export function relationOfRow(
  system: LinkedTables,
  index: RelationIndex,
  { columns, columnOf, matrix, rowLower, rowUpper }: DeviationPolytope,
  row: number,
): Equation | Inequality | null {
  const entries = new Map<number, number>()
  for (let i = matrix.starts[row]!; i < matrix.starts[row + 1]!; i++)
    entries.set(columns[matrix.indices[i]!]!, matrix.values[i]!)
  const [first] = entries.keys()
  if (first === undefined) return null
  const candidates =
    rowLower[row] === rowUpper[row]
      ? index.families[first]!.flatMap((f) =>
          system.families[f]!.map((equation) => system.equations[equation]!),
        )
      : index.inequalities[first]!.map((i) => system.inequalities[i]!)
  const matches = ({ quantities, coefficients }: Equation | Inequality): boolean => {
    const columnsOfIt = quantities.filter((q) => columnOf[q]! >= 0).length
    return (
      columnsOfIt === entries.size &&
      quantities.every((q, i) => columnOf[q]! < 0 || entries.get(q) === coefficients[i])
    )
  }
  return candidates.find(matches) ?? null
}
