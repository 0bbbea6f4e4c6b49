import type { CodeParents } from './code-parents.ts'
import type { LinkedTables } from './linked-tables.ts'

/** One dimension of a swap space; position 0 is the total. */
export interface SwapDimension {
  readonly name: string
  readonly positionOf: ReadonlyMap<string, number>
  /** For each position: that of its parent, −1 for the total. */
  readonly parent: Int32Array
  /** For each position: those of the leaves at or under it. */
  readonly leaves: readonly (readonly number[])[]
  readonly stride: number
}

/** All quantities that count one thing by some dimensions, as a dense matrix. */
export interface SwapSpace {
  readonly dimensions: readonly SwapDimension[]
  /** By position in the matrix: the quantity, −1 for none. */
  readonly quantityAt: Int32Array
  /** By quantity: its position in the matrix, −1 if it lies outside. */
  readonly positionOf: Int32Array
}

/** Positions beyond which a space is left out: what is listed must stay small beside the system. */
const mostPositions = 2_000_000

/**
 * Lists, for each thing that is counted, the matrices over the largest sets of dimensions that it is counted by.
 */
export function swapSpaces(system: LinkedTables, parents: CodeParents): readonly SwapSpace[] {
  const kinds = new Map<string, { counts: string; names: readonly string[] }>()
  for (const { counts, coordinates } of system.quantities) {
    const names = coordinates.map(([name]) => name)
    kinds.set(JSON.stringify([counts, names]), { counts, names })
  }
  const largest = [...kinds.values()].filter(({ counts, names }) =>
    [...kinds.values()].every(
      (other) =>
        other.counts !== counts ||
        other.names.length <= names.length ||
        !names.every((name) => other.names.includes(name)),
    ),
  )
  return largest.flatMap(({ counts, names }) => {
    const dimensions: SwapDimension[] = []
    let stride = 1
    for (const name of names) {
      const dimension = swapDimension(name, parents.get(name) ?? new Map(), stride)
      dimensions.push(dimension)
      stride *= dimension.parent.length
    }
    if (stride > mostPositions || dimensions.length === 0) return []
    const quantityAt = new Int32Array(stride).fill(-1)
    const positionOf = new Int32Array(system.quantities.length).fill(-1)
    system.quantities.forEach((quantity, q) => {
      if (quantity.counts !== counts) return
      let position = 0
      for (const [name, code] of quantity.coordinates) {
        const dimension = dimensions.find((one) => one.name === name)
        const at = dimension?.positionOf.get(code)
        if (dimension === undefined || at === undefined) return
        position += at * dimension.stride
      }
      quantityAt[position] = q
      positionOf[q] = position
    })
    return [{ dimensions, quantityAt, positionOf }]
  })
}

function swapDimension(
  name: string,
  parents: ReadonlyMap<string, string | null>,
  stride: number,
): SwapDimension {
  const codes = [...parents.keys()].sort()
  const positionOf = new Map(codes.map((code, i) => [code, i + 1]))
  const parent = Int32Array.from([
    -1,
    ...codes.map((code) => {
      const above = parents.get(code)
      return above === null || above === undefined ? 0 : (positionOf.get(above) ?? 0)
    }),
  ])
  const isParent = new Uint8Array(parent.length)
  for (const at of parent) if (at >= 0) isParent[at] = 1
  const leaves: number[][] = Array.from(parent, () => [])
  parent.forEach((_, leaf) => {
    if (isParent[leaf] === 1) return
    for (let at = leaf; at >= 0; at = parent[at]!) leaves[at]!.push(leaf)
  })
  return { name, positionOf, parent, leaves, stride }
}
