import type { Highs, Model } from 'highs'
import type { DeviationPolytope } from './deviation-polytope.ts'

const smallestDeviation = 1e-6

/**
 * Looks for the cheapest quantities to hide so that one can deviate further: the least weighted sum of
 * absolute deviations that moves it, where hidden quantities cost next to nothing. Dispose of it after use.
 *
 * @see Fischetti and Salazar (2001), Solving the cell suppression problem on tabular data with linear
 *   constraints, for the attacker's model that this moves
 */
export class RepairModel {
  readonly #polytope: DeviationPolytope
  readonly #model: Model
  readonly #infinity: number
  linearPrograms = 0

  /** @param cost for each quantity: what one unit of deviation costs */
  constructor(highs: Highs, polytope: DeviationPolytope, cost: (quantity: number) => number) {
    const { columns, lower, matrix, rowLower, rowUpper } = polytope
    const size = columns.length
    this.#polytope = polytope
    this.#infinity = highs.infinity
    const costs = Array.from(columns, cost)
    const starts = [0]
    const indices: number[] = []
    const values: number[] = []
    for (let row = 0; row < rowLower.length; row++) {
      for (let entry = matrix.starts[row]!; entry < matrix.starts[row + 1]!; entry++) {
        indices.push(matrix.indices[entry]!, size + matrix.indices[entry]!)
        values.push(matrix.values[entry]!, -matrix.values[entry]!)
      }
      starts.push(indices.length)
    }
    this.#model = highs.createModel({
      numCols: 2 * size,
      numRows: rowLower.length,
      colCost: [...costs, ...costs],
      colLower: new Float64Array(2 * size),
      colUpper: Float64Array.from({ length: 2 * size }, (_, i) =>
        i < size ? highs.infinity : -lower[i - size]!,
      ),
      rowLower,
      rowUpper,
      matrix: { format: 'csr', numRows: rowLower.length, numCols: 2 * size, starts, indices, values },
    })
    this.#model.options.set({ output_flag: false, presolve: 'off', solver: 'simplex', simplex_strategy: 1 })
  }

  setCost(column: number, cost: number): void {
    this.#model.changeColCost(column, cost)
    this.#model.changeColCost(this.#polytope.columns.length + column, cost)
  }

  /** Quantities that deviate in the cheapest point where this one deviates upwards by `amount`, or by its `above`; null if none. */
  support(column: number, amount: number): readonly number[] | null {
    const { columns, lower } = this.#polytope
    const size = columns.length
    this.linearPrograms++
    const upwards = Math.max(amount, this.#polytope.above[column]!)
    this.#model.changeColBounds(column, upwards, this.#infinity)
    this.#model.changeColBounds(size + column, 0, 0)
    this.#model.run()
    const found = this.#model.getModelStatus() === 7 ? this.#model.getSolution().colValue : null
    this.#model.changeColBounds(column, 0, this.#infinity)
    this.#model.changeColBounds(size + column, 0, -lower[column]!)
    if (found === null) return null
    return [...columns].filter((_, i) => Math.abs(found[i]! - found[size + i]!) > smallestDeviation)
  }

  dispose(): void {
    this.#model.dispose()
  }
}
