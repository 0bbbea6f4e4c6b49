import type { TableShape } from '../schemas/cell.ts'

/** By dimension: the level of a row's code. */
export function levelsOf(dimensions: TableShape['dimensions'], row: number): readonly number[] {
  const levels: number[] = []
  let rest = row
  for (const { codes } of dimensions.toReversed()) {
    levels.unshift(codes[rest % codes.length]!.level)
    rest = Math.floor(rest / codes.length)
  }
  return levels
}

/** Levels under the total, over all dimensions. */
export function depthOf(dimensions: TableShape['dimensions'], row: number): number {
  return levelsOf(dimensions, row).reduce((sum, level) => sum + level, 0)
}
