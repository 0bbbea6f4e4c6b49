import type { Highs } from 'highs'
import { deviationPolytope, type RelationIndex, relatedQuantities } from './deviation-polytope.ts'
import type { LinkedTables } from './linked-tables.ts'
import type { ProtectionTarget } from './protection-targets.ts'

/** What a primary's deviation costs beside a complementary one's: every pattern hides it in any case. */
const primaryCost = 0.05

/** Hidden quantities around a target that may deviate: few at first, more where these hold no point. */
const regionSizes = [150, 1000] as const

/** Deviations of quantities from the truth; those not named do not deviate. */
export interface Deviations {
  readonly quantities: Int32Array
  readonly values: Float64Array
}

/**
 * Looks for points near to the truth, in the sum of absolute deviations, where a target has moved: among the
 * hidden quantities nearest to the target. Such points move few units, so that they stay feasible for many
 * patterns, and cost little to find, since few columns are looked at.
 */
export class NearestPoint {
  readonly #highs: Highs
  readonly #system: LinkedTables
  readonly #index: RelationIndex
  /** For each quantity asked about: what shares a relation with it, each once. */
  readonly #related = new Map<number, Int32Array>()
  linearPrograms = 0

  constructor(highs: Highs, system: LinkedTables, index: RelationIndex) {
    this.#highs = highs
    this.#system = system
    this.#index = index
  }

  /**
   * @param moves amounts by which the target is to move: upwards where positive
   * @returns for each move a point, or null if there is none among these quantities
   */
  find(
    hidden: Uint8Array,
    target: ProtectionTarget,
    moves: readonly number[],
  ): readonly (Deviations | null)[] {
    const found: (Deviations | null)[] = moves.map(() => null)
    let reached = 0
    for (const size of regionSizes) {
      const missing = moves.flatMap((_, i) => (found[i] === null ? [i] : []))
      if (missing.length === 0) break
      const region = this.#around(hidden, target, size)
      if (region.length === reached) break
      reached = region.length
      const points = this.#nearest(
        region,
        target,
        missing.map((i) => moves[i]!),
      )
      missing.forEach((i, at) => {
        found[i] = points[at]!
      })
    }
    return found
  }

  #nearest(
    region: readonly number[],
    target: ProtectionTarget,
    moves: readonly number[],
  ): readonly (Deviations | null)[] {
    const polytope = deviationPolytope(this.#system, this.#index, region)
    const { columns, columnOf, lower, matrix, rowLower, rowUpper } = polytope
    const count = columns.length
    const starts = [0]
    const indices: number[] = []
    const values: number[] = []
    const append = (column: number, value: number): void => {
      indices.push(column, count + column)
      values.push(value, -value)
    }
    for (let row = 0; row < rowLower.length; row++) {
      for (let entry = matrix.starts[row]!; entry < matrix.starts[row + 1]!; entry++) {
        append(matrix.indices[entry]!, matrix.values[entry]!)
      }
      starts.push(indices.length)
    }
    const own = rowLower.length
    target.quantities.forEach((q, i) => {
      append(columnOf[q]!, target.coefficients[i]!)
    })
    starts.push(indices.length)
    const costs = Float64Array.from(columns, (q) =>
      this.#system.units[this.#system.quantities[q]!.unit]!.reasons.length > 0 ? primaryCost : 1,
    )
    const { infinity } = this.#highs
    const model = this.#highs.createModel({
      numCols: 2 * count,
      numRows: own + 1,
      colCost: [...costs, ...costs],
      colLower: new Float64Array(2 * count),
      colUpper: Float64Array.from({ length: 2 * count }, (_, i) =>
        i < count ? infinity : -lower[i - count]!,
      ),
      rowLower: [...rowLower, 0],
      rowUpper: [...rowUpper, 0],
      matrix: { format: 'csr', numRows: own + 1, numCols: 2 * count, starts, indices, values },
    })
    try {
      model.options.set({ output_flag: false, presolve: 'off', solver: 'simplex', simplex_strategy: 1 })
      return moves.map((amount) => {
        this.linearPrograms++
        model.changeRowBounds(own, amount > 0 ? amount : -infinity, amount > 0 ? infinity : amount)
        model.run()
        if (model.getModelStatus() !== 7) return null
        const { colValue } = model.getSolution()
        const deviating = columns.map((_, i) => i).filter((i) => colValue[i] !== colValue[count + i])
        return {
          quantities: deviating.map((i) => columns[i]!),
          values: Float64Array.from(deviating, (i) => colValue[i]! - colValue[count + i]!),
        }
      })
    } finally {
      model.dispose()
    }
  }

  /** The target's quantities and hidden ones around them, nearest first, up to a number. */
  #around(hidden: Uint8Array, target: ProtectionTarget, size: number): readonly number[] {
    const region = new Set(target.quantities)
    for (const q of region) {
      for (const other of this.#relatedTo(q)) {
        if (region.size >= size) return [...region]
        if (hidden[this.#system.quantities[other]!.unit] === 1) region.add(other)
      }
    }
    return [...region]
  }

  #relatedTo(quantity: number): Int32Array {
    const known = this.#related.get(quantity)
    if (known !== undefined) return known
    const related = Int32Array.from(new Set(relatedQuantities(this.#system, this.#index, quantity)))
    this.#related.set(quantity, related)
    return related
  }
}
