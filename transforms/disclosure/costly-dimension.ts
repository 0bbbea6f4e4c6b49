import type { SuppressionPattern, TabulatedTable } from '../../schemas/cell.ts'
import { codePosition, type MatrixDimension, matrixDimensions } from './table-matrix.ts'

/** The dimension whose finest level causes most of what a table hides, and what the table would be without it. */
export interface CostlyDimension {
  readonly dimension: string
  /** A code of the next coarser level; null where that is the total, so that the dimension would go. */
  readonly coarser: string | null
  /** Hidden share of the rows at the finest level less that of the rows one level up. */
  readonly drop: number
  /** Cells without those at the finest level. */
  readonly remaining: number
  /** Share of the remaining cells that are published now. */
  readonly published: number
}

/**
 * Attributes what a table hides to the dimension where going one level up lowers the hidden share most.
 *
 * An estimate from the pattern itself, all else being the same: cells that are hidden to protect finer ones would not
 * be hidden in the coarser table, so that it would rather publish more than is said.
 *
 * @returns null where no dimension's coarser level hides less, or nothing would be left of the table
 */
export function costlyDimension(table: TabulatedTable, pattern: SuppressionPattern): CostlyDimension | null {
  const dimensions = matrixDimensions(table.shape.dimensions)
  const tallies = dimensions.map((dimension) => ({
    dimension,
    levels: levelsOf(dimension),
    cells: { finest: 0, coarser: 0, other: 0 },
    hidden: { finest: 0, coarser: 0, other: 0 },
  }))
  pattern.rows.forEach(({ status }, row) => {
    for (const { dimension, levels, cells, hidden } of tallies) {
      const level = levels[codePosition(row, dimension)]!
      cells[level]++
      if (status !== 'published') hidden[level]++
    }
  })
  let costliest: CostlyDimension | null = null
  for (const { dimension, levels, cells, hidden } of tallies) {
    const coarse = levels.indexOf('coarser')
    if (coarse < 0 || (coarse === 0 && dimensions.length === 1)) continue
    const drop = hidden.finest / cells.finest - hidden.coarser / cells.coarser
    if (drop <= (costliest?.drop ?? 0)) continue
    const remaining = cells.coarser + cells.other
    costliest = {
      dimension: dimension.dimension.name,
      coarser: coarse === 0 ? null : dimension.dimension.codes[coarse]!.code,
      drop,
      remaining,
      published: 1 - (hidden.coarser + hidden.other) / remaining,
    }
  }
  return costliest
}

/** For each code: whether it is of the finest level, has such a child, or neither. */
function levelsOf({ dimension, children }: MatrixDimension): readonly ('finest' | 'coarser' | 'other')[] {
  const finest = Math.max(...dimension.codes.map(({ level }) => level))
  return dimension.codes.map(({ level }, i) => {
    if (level === finest && finest > 0) return 'finest'
    return children[i]!.some((child) => dimension.codes[child]!.level === finest) ? 'coarser' : 'other'
  })
}
