import type { Highs, Model } from 'highs'
import { Failure } from '../../schemas/failure.ts'
import type { DeviationPolytope } from './deviation-polytope.ts'
import { simplexLimit } from './simplex-limit.ts'

/** How far a quantity can deviate from the truth both ways, and what stops it. */
export interface FeasibleRange {
  readonly least: number
  /** Infinity where nothing bounds it. */
  readonly greatest: number
  /** Rows of the polytope that prove the ends: those with a dual value. */
  readonly rows: readonly number[]
}

/** Model status of HiGHS for a program with an optimum, and for one without a bound. */
const optimal = 7
const unbounded = 10
const smallestDual = 1e-7

/**
 * Measures ranges in full, where `WidthModel` stops as soon as one is wide enough. Dispose of it after use.
 */
export class RangeModel {
  readonly #polytope: DeviationPolytope
  readonly #model: Model
  linearPrograms = 0

  /** @param isOpen whether a quantity may deviate; others are fixed at the truth */
  constructor(highs: Highs, polytope: DeviationPolytope, isOpen: (quantity: number) => boolean) {
    const { columns, lower, matrix, rowLower, rowUpper } = polytope
    this.#polytope = polytope
    this.#model = highs.createModel({
      numCols: columns.length,
      numRows: rowLower.length,
      colCost: new Float64Array(columns.length),
      colLower: Float64Array.from(columns, (q, i) => (isOpen(q) ? lower[i]! : 0)),
      colUpper: Float64Array.from(columns, (q) => (isOpen(q) ? highs.infinity : 0)),
      rowLower,
      rowUpper,
      matrix,
    })
    this.#model.options.set({ output_flag: false, presolve: 'off', solver: 'simplex', simplex_strategy: 4 })
    this.#model.options.set({ simplex_iteration_limit: simplexLimit(rowLower.length, columns.length) })
  }

  /** @throws {Failure} if the solver ends without an answer */
  range(quantity: number): FeasibleRange {
    const column = this.#polytope.columnOf[quantity]!
    const least = this.#end(column, 1) ?? { at: Number.NEGATIVE_INFINITY, rows: [] }
    const greatest = this.#end(column, -1) ?? { at: Number.POSITIVE_INFINITY, rows: [] }
    const rows = [...new Set([...least.rows, ...greatest.rows])].sort((a, b) => a - b)
    return { least: least.at, greatest: greatest.at, rows }
  }

  dispose(): void {
    this.#model.dispose()
  }

  #end(column: number, cost: 1 | -1): { readonly at: number; readonly rows: readonly number[] } | null {
    this.linearPrograms++
    this.#model.changeColCost(column, cost)
    this.#model.run()
    const status = this.#model.getModelStatus()
    const solution = status === optimal ? this.#model.getSolution() : null
    this.#model.changeColCost(column, 0)
    if (status === unbounded) return null
    if (solution === null) throw new Failure('the solver must find the ends of an interval', 1)
    const { colValue, rowDual } = solution
    const rows = [...rowDual.keys()].filter((row) => Math.abs(rowDual[row]!) > smallestDual)
    return { at: colValue[column]!, rows }
  }
}
