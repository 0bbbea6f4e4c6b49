import type { Highs, Model } from 'highs'
import type { DeviationRows } from './deviation-polytope.ts'
import { simplexLimit } from './simplex-limit.ts'

const smallestDeviation = 1e-6
/** As a multiple of what the solver does by itself. */
const costPerturbation = 0.01

/**
 * Looks for the cheapest quantities to hide so that one can deviate further: the least weighted sum of
 * absolute deviations that moves it, where what is hidden already deviates for nothing. Dispose of it after use.
 *
 * @see Fischetti and Salazar (2001), Solving the cell suppression problem on tabular data with linear
 *   constraints, for the attacker's model that this moves
 */
export class RepairModel {
  readonly #polytope: DeviationRows
  readonly #model: Model
  readonly #infinity: number
  /** For each column: the second one that takes its deviations downwards; −1 if it was hidden from the start. */
  readonly #downwards: Int32Array
  linearPrograms = 0
  iterations = 0

  /** @param cost for each quantity, which is a column: what one unit of deviation costs; 0 if it is hidden */
  constructor(highs: Highs, polytope: DeviationRows, cost: (quantity: number, column: number) => number) {
    const { columns, lower, matrix, rowLower, rowUpper } = polytope
    const costs = Array.from(columns, cost)
    let size = columns.length
    this.#downwards = Int32Array.from(costs, (one) => (one === 0 ? -1 : size++))
    this.#polytope = polytope
    this.#infinity = highs.infinity
    const starts = [0]
    const indices: number[] = []
    const values: number[] = []
    for (let row = 0; row < rowLower.length; row++) {
      for (let entry = matrix.starts[row]!; entry < matrix.starts[row + 1]!; entry++) {
        const column = matrix.indices[entry]!
        indices.push(column)
        values.push(matrix.values[entry]!)
        if (this.#downwards[column]! < 0) continue
        indices.push(this.#downwards[column]!)
        values.push(-matrix.values[entry]!)
      }
      starts.push(indices.length)
    }
    const colCost = new Float64Array(size)
    const colLower = new Float64Array(size)
    const colUpper = new Float64Array(size).fill(highs.infinity)
    costs.forEach((one, column) => {
      const down = this.#downwards[column]!
      colCost[column] = one
      if (down < 0) colLower[column] = lower[column]!
      else {
        colCost[down] = one
        colUpper[down] = -lower[column]!
      }
    })
    this.#model = highs.createModel({
      numCols: size,
      numRows: rowLower.length,
      colCost,
      colLower,
      colUpper,
      rowLower,
      rowUpper,
      matrix: { format: 'csr', numRows: rowLower.length, numCols: size, starts, indices, values },
    })
    this.#model.options.set({ output_flag: false, presolve: 'off', solver: 'simplex', simplex_strategy: 1 })
    this.#model.options.set({ simplex_iteration_limit: simplexLimit(rowLower.length, size) })
    // Costs of hidden columns tie at 0: perturbed as much as usual, they take three times the steps to undo.
    this.#model.options.set({ dual_simplex_cost_perturbation_multiplier: costPerturbation })
  }

  /** Lets a column deviate for nothing. */
  setFree(column: number): void {
    this.#model.changeColCost(column, 0)
    if (this.#downwards[column]! >= 0) this.#model.changeColCost(this.#downwards[column]!, 0)
  }

  /** The cheapest point where a column deviates upwards by `amount` or its `above`, by column; null if none. */
  cheapest(column: number, amount: number): Float64Array | null {
    const { columns, lower } = this.#polytope
    const down = this.#downwards[column]!
    this.linearPrograms++
    const upwards = Math.max(amount, this.#polytope.above[column]!)
    this.#model.changeColBounds(column, upwards, this.#infinity)
    if (down >= 0) this.#model.changeColBounds(down, 0, 0)
    this.#model.run()
    this.iterations += Number(this.#model.info.get('simplex_iteration_count'))
    const found = this.#model.getModelStatus() === 7 ? this.#model.getSolution().colValue : null
    this.#model.changeColBounds(column, down >= 0 ? 0 : lower[column]!, this.#infinity)
    if (down >= 0) this.#model.changeColBounds(down, 0, -lower[column]!)
    if (found === null) return null
    return Float64Array.from(columns, (_, i) => {
      const deviation = found[i]! - (this.#downwards[i]! < 0 ? 0 : found[this.#downwards[i]!]!)
      return Math.abs(deviation) > smallestDeviation ? deviation : 0
    })
  }

  dispose(): void {
    this.#model.dispose()
  }
}
