import type { TableShape } from '../../schemas/cell.ts'
import type { TableHistory } from '../../schemas/change.ts'
import { MoveSums } from './row-changes.ts'

export interface HeldRows {
  /** By row: 1 where it is held back. */
  readonly held: Uint8Array
  /** By row: 1 where nothing changed since the last moment that it was fresh at, so that its old figure is right. */
  readonly unchanged: Uint8Array
}

/**
 * Rows that a release must not show as they stand now, since a reader would see how they changed: since any day as
 * of which they were published, 1 to k − 1 learners entered, or left. A row in which nothing changed since its last
 * update is held back as well: that nobody came or went says something, and its old figure is still right. Of a
 * retired table no row is shown as it stands now.
 */
export function heldBack(
  { dimensions }: TableShape,
  { moments, isRetired = false }: TableHistory,
  minimumContributors: number,
): HeldRows {
  const size = dimensions.reduce((product, { codes }) => product * codes.length, 1)
  const held = new Uint8Array(size).fill(isRetired ? 1 : 0)
  const unchanged = new Uint8Array(size)
  const isFew = (learners: number, stayed: number) => learners > 0 && learners - stayed < minimumContributors
  const sums = new MoveSums(dimensions)
  for (const { fresh, moves, returns } of moments) {
    if (!fresh.includes(1)) continue
    const { rose, fell, stayed } = sums.of(moves, returns)
    for (let row = 0; row < size; row++) {
      if (fresh[row] === 0) continue
      if (isFew(rose[row]!, stayed[row]!) || isFew(fell[row]!, stayed[row]!)) held[row] = 1
      unchanged[row] = rose[row] === 0 && fell[row] === 0 ? 1 : 0
    }
  }
  return { held: held.map((one, row) => one | unchanged[row]!), unchanged }
}
