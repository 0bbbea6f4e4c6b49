import type { TabulatedTable } from '../../schemas/cell.ts'
import { identifyCodes } from './cell-identity.ts'
import { type CodeVector, chooseCodeBasis } from './code-basis.ts'
import type { LinkedTables, Quantity } from './linked-tables.ts'
import { multiply } from './modular.ts'
import { combine, type SparseVector } from './sparse-vector.ts'
import { addsUp } from './table-matrix.ts'

/** Every quantity of a release as a vector: a quantity follows from others exactly if its vector does. */
export interface HierarchicalBasis {
  readonly size: number
  /** For each quantity. */
  readonly vectors: readonly SparseVector[]
}

/**
 * Writes each quantity in a basis of what the tables' equations leave free.
 *
 * Per dimension the basis keeps the total and all children but the largest of each parent; a cell is the
 * product over its dimensions, so that coarse cells are unit vectors and the others stay sparse.
 */
export function expressInBasis(tables: readonly TabulatedTable[], system: LinkedTables): HierarchicalBasis {
  const identity = identifyCodes(tables)
  const codeBasis = chooseCodeBasis(tables, identity)
  const additive = additiveDimensions(tables)
  const index = new Map<string, number>()
  const coordinate = (name: string): number => {
    const known = index.get(name)
    if (known !== undefined) return known
    index.set(name, index.size)
    return index.size - 1
  }
  const measures = system.quantities.map(({ counts, coordinates, follows }: Quantity): SparseVector => {
    if (follows !== null) return new Map()
    let product = new Map([[counts, 1]])
    for (const [dimension, code] of coordinates) {
      const factor: CodeVector =
        (additive.has(`${counts}|${dimension}`) ? codeBasis.get(dimension)!.get(code) : undefined) ??
        new Map([[code, 1]])
      const next = new Map<string, number>()
      for (const [left, a] of product) {
        for (const [right, b] of factor) {
          next.set(right === '' ? left : `${left}|${dimension}=${right}`, multiply(a, b))
        }
      }
      product = next
    }
    return new Map([...product].map(([name, value]) => [coordinate(name), value]))
  })
  const vectors = [...measures]
  system.quantities.forEach(({ follows }, i) => {
    if (follows !== null)
      vectors[i] = combine(
        follows.quantities.map((q) => vectors[q]!),
        follows.coefficients,
      )
  })
  return { size: index.size, vectors }
}

/** `counts|dimension` for every dimension over which what is counted adds up. */
function additiveDimensions(tables: readonly TabulatedTable[]): ReadonlySet<string> {
  return new Set(
    tables.flatMap(({ shape }) =>
      shape.baseMeasures.flatMap((measure) =>
        shape.dimensions
          .filter((dimension) => addsUp(measure, dimension))
          .map((dimension) => `${measure.counts}|${dimension.name}`),
      ),
    ),
  )
}
