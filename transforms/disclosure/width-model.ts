import type { Highs, Model } from 'highs'
import type { DeviationRows } from './deviation-polytope.ts'
import { simplexLimit } from './simplex-limit.ts'

/** Slack within which an interval counts as wide enough. */
const tolerance = 1e-6

/**
 * How far hidden quantities can deviate from the truth, both ways, with everything else that is hidden.
 *
 * Starts each linear program from the last basis and remembers every point found, since one that moves a cell
 * moves many. Dispose of it after use.
 */
export class WidthModel {
  readonly polytope: DeviationRows
  readonly #model: Model
  readonly #infinity: number
  readonly #open: Uint8Array
  /** For each column: least and greatest deviation seen. */
  readonly least: Float64Array
  readonly greatest: Float64Array
  /** Called with every point found. */
  readonly #observe: (deviations: Float64Array) => void
  linearPrograms = 0
  /** Steps of the simplex method: how much work the linear programs were, whatever the machine. */
  iterations = 0

  constructor(
    highs: Highs,
    polytope: DeviationRows,
    isOpen: (quantity: number, column: number) => boolean,
    observe: (deviations: Float64Array) => void = () => undefined,
  ) {
    const { columns, lower, matrix, rowLower, rowUpper } = polytope
    this.polytope = polytope
    this.#infinity = highs.infinity
    this.#open = Uint8Array.from(columns, (q, column) => (isOpen(q, column) ? 1 : 0))
    this.#observe = observe
    this.least = new Float64Array(columns.length)
    this.greatest = new Float64Array(columns.length)
    this.#model = highs.createModel({
      numCols: columns.length,
      numRows: rowLower.length,
      colCost: new Float64Array(columns.length),
      colLower: lower.map((bound, i) => (this.#open[i] === 1 ? bound : 0)),
      colUpper: Float64Array.from(columns, (_, i) => (this.#open[i] === 1 ? highs.infinity : 0)),
      rowLower,
      rowUpper,
      matrix,
    })
    this.#model.options.set({ output_flag: false, presolve: 'off', solver: 'simplex', simplex_strategy: 4 })
    this.#model.options.set({ simplex_iteration_limit: simplexLimit(rowLower.length, columns.length) })
  }

  /** Lets a column deviate, or fixes it at the truth; what was seen before must then be forgotten. */
  setOpen(column: number, open: boolean): void {
    this.#open[column] = open ? 1 : 0
    this.#restore(column)
  }

  /** Forgets all that was seen but these points. */
  recall(points: readonly Float64Array[]): void {
    this.least.fill(0)
    this.greatest.fill(0)
    for (const point of points) this.#see(point, point)
  }

  /** Adds what was seen before. */
  remember(least: Float64Array, greatest: Float64Array): void {
    this.#see(least, greatest)
  }

  /** Whether the interval seen so far is at least this wide and reaches as far up as the quantity needs. */
  isWide(column: number, width: number): boolean {
    return (
      this.greatest[column]! - this.least[column]! >= width - tolerance &&
      this.greatest[column]! >= this.polytope.above[column]! - tolerance
    )
  }

  /** Whether the quantity's interval is wide in that sense. Where it is not, least and greatest are its ends. */
  prove(column: number, width: number): boolean {
    if (this.isWide(column, width)) return true
    if (this.#open[column] === 0) return false
    const upper = Math.max(this.least[column]! + width, this.polytope.above[column]!)
    this.#extend(column, -1, this.polytope.lower[column]!, upper)
    if (!this.isWide(column, width)) {
      const lowest = Math.max(this.polytope.lower[column]!, this.greatest[column]! - width)
      this.#extend(column, 1, lowest, this.#infinity)
    }
    return this.isWide(column, width)
  }

  /**
   * Moves many quantities at once, upwards and then downwards, each as far as its width still lacks: one linear
   * program each way proves as many of them wide as do not stand in each other's way.
   *
   * @param columns that best share no equation
   * @param widthOf least width of a column's interval
   */
  proveTogether(columns: readonly number[], widthOf: (column: number) => number): void {
    const moving = (column: number) => this.#open[column] === 1 && !this.isWide(column, widthOf(column))
    const upwards = columns.filter(moving)
    for (const column of upwards) {
      const upper = Math.max(this.least[column]! + widthOf(column), this.polytope.above[column]!)
      this.#model.changeColBounds(column, this.polytope.lower[column]!, upper)
    }
    this.#optimize(upwards, -1)
    const downwards = columns.filter(moving)
    for (const column of downwards) {
      const lower = Math.max(this.polytope.lower[column]!, this.greatest[column]! - widthOf(column))
      this.#model.changeColBounds(column, lower, this.#infinity)
    }
    this.#optimize(downwards, 1)
  }

  dispose(): void {
    this.#model.dispose()
  }

  #extend(column: number, cost: 1 | -1, lower: number, upper: number): void {
    this.#model.changeColBounds(column, lower, upper)
    this.#optimize([column], cost)
  }

  /** Minimizes cost · Σ columns, notes the point that does, and takes the columns' own bounds back. */
  #optimize(columns: readonly number[], cost: 1 | -1): void {
    if (columns.length === 0) return
    this.linearPrograms++
    for (const column of columns) this.#model.changeColCost(column, cost)
    this.#model.run()
    this.iterations += Number(this.#model.info.get('simplex_iteration_count'))
    if (this.#model.getModelStatus() === 7) {
      const deviations = this.#model.getSolution().colValue
      this.#see(deviations, deviations)
      this.#observe(deviations)
    }
    for (const column of columns) {
      this.#model.changeColCost(column, 0)
      this.#restore(column)
    }
  }

  #see(least: Float64Array, greatest: Float64Array): void {
    for (let i = 0; i < least.length; i++) {
      if (least[i]! < this.least[i]!) this.least[i] = least[i]!
      if (greatest[i]! > this.greatest[i]!) this.greatest[i] = greatest[i]!
    }
  }

  #restore(column: number): void {
    const open = this.#open[column] === 1
    this.#model.changeColBounds(column, open ? this.polytope.lower[column]! : 0, open ? this.#infinity : 0)
  }
}
