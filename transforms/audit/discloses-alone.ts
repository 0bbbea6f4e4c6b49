import type { Cell, TabulatedTable } from '../../schemas/cell.ts'
import type { AuditParameters } from '../../schemas/release.ts'
import { upperProtection } from './dominance.ts'
import { rowOfTotal, type TableGeometry } from './table-geometry.ts'

/** Which quantities of one table disclose on their own; all lists at row × measures + measure. */
export interface DisclosingQuantities {
  readonly figures: Uint8Array
  /** The learners of a measure's superset who are not in the measure. */
  readonly complements: Uint8Array
  /** How far above its value each figure's interval must reach. */
  readonly upperProtection: Float64Array
}

/**
 * Judges every quantity of a table by what was counted, apart from the code that suppressed.
 *
 * A figure discloses alone with 1 to k − 1 contributors, with none where zeros are protected, with none of a
 * group that has some where that shows an outcome which nobody of the group had, and with none of a
 * superset that is not empty; a sum or a number of events also where a contribution dominates it. A complement discloses alone with 1 to k − 1 learners, and with none of a
 * superset that is not empty: then all of them share what the measure counts.
 */
export function disclosesAlone(
  { shape, cells }: TabulatedTable,
  geometry: TableGeometry,
  { minimumContributors, dominance }: Pick<AuditParameters, 'minimumContributors' | 'dominance'>,
): DisclosingQuantities {
  const measures = shape.baseMeasures
  const sensitive = shape.dimensions.flatMap(({ sensitive }, d) => (sensitive ? [d] : []))
  const supersets = measures.map(({ within }) => measures.findIndex(({ name }) => name === within))
  const figures = new Uint8Array(cells.length * measures.length)
  const complements = new Uint8Array(figures.length)
  const upward = new Float64Array(figures.length)
  const isFew = (learners: number) => learners >= 1 && learners < minimumContributors
  const contributorsOf = (cell: Cell | undefined, m: number) => cell!.measures[m]!.contributors

  cells.forEach((cell, row) => {
    measures.forEach((measure, m) => {
      const contributors = contributorsOf(cell, m)
      const position = row * measures.length + m
      const superset = supersets[m]!
      const of = superset < 0 ? 0 : contributorsOf(cell, superset)
      const isNobody =
        contributors === 0 &&
        (shape.zeros === 'protect' ||
          of > 0 ||
          sensitive.some((d) => {
            const total = rowOfTotal(geometry, row, d)
            return total !== row && contributorsOf(cells[total], m) > 0
          }))
      upward[position] = upperProtection(measure, cell.measures[m]!, dominance)
      if (isFew(contributors) || isNobody || upward[position]! > 0) figures[position] = 1
      if (superset >= 0 && of > 0 && (of === contributors || isFew(of - contributors)))
        complements[position] = 1
    })
  })
  return { figures, complements, upperProtection: upward }
}
