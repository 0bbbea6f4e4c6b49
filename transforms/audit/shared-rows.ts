import { matrixCoordinates, type TableShape } from '../../schemas/cell.ts'
import { figureKeys } from './figure-key.ts'

/**
 * Which rows of tables of one measure are the same figure as a row of another one.
 *
 * @returns by table and row: 1 where it is; null where no other table could have it
 */
export function sharedRows(shapes: readonly TableShape[]): readonly (Uint8Array | null)[] {
  if (shapes.length < 2) return shapes.map(() => null)
  const keyOf = figureKeys()
  const times = new Map<string, number>()
  const keys = shapes.map((shape) => {
    const key = keyOf(shape)
    const counts = shape.baseMeasures[0]!.counts
    return [...matrixCoordinates(shape.dimensions)].map((codes) => `${counts}\n${key(codes, null)}`)
  })
  for (const key of keys.flat()) times.set(key, (times.get(key) ?? 0) + 1)
  return keys.map((list) => Uint8Array.from(list, (key) => (times.get(key)! > 1 ? 1 : 0)))
}
