import type { TableHistory } from '../../schemas/change.ts'

/** By row of a stock: 1 where its figure was ever published, so that a reader nearly knows it. */
export function everShown({ everShown: rows, lastFigures }: TableHistory): Uint8Array {
  return rows ?? Uint8Array.from(lastFigures, (figures) => (figures === null ? 0 : 1))
}
