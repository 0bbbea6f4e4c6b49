import type { TableShape } from '../schemas/cell.ts'

/** Levels under the total, over all dimensions. */
export function depthOf(dimensions: TableShape['dimensions'], row: number): number {
  let [rest, depth] = [row, 0]
  for (const { codes } of dimensions.toReversed()) {
    depth += codes[rest % codes.length]!.level
    rest = Math.floor(rest / codes.length)
  }
  return depth
}
