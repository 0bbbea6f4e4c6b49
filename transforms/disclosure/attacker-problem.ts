import type { Highs, Model } from 'highs'
import { denominator, type Multipliers } from './covering-cut.ts'
import { type DeviationPolytope, deviationPolytope, type RelationIndex } from './deviation-polytope.ts'
import type { LinkedTables } from './linked-tables.ts'
import type { ProtectionTarget } from './protection-targets.ts'
import { simplexLimit } from './simplex-limit.ts'

/**
 * How far targets can move while a pattern is published, for one pattern after another, within a region: all
 * quantities outside of it stay at the truth. Starts each program from the last basis. Dispose of it after use.
 *
 * @see Fischetti and Salazar (2001), section 2: the attacker's subproblems
 */
export class AttackerProblem {
  readonly polytope: DeviationPolytope
  readonly #system: LinkedTables
  readonly #targets: readonly ProtectionTarget[]
  readonly #leeway: number
  readonly #model: Model
  readonly #infinity: number
  /** For each column: 1 if open, that is hidden. */
  readonly #open: Uint8Array
  /** For each target with its own row: its column. */
  readonly #ownColumn = new Map<number, number>()
  linearPrograms = 0

  /**
   * @param members quantities of the region: those that some pattern may hide
   * @param leeway share of their bounds that published quantities keep: 0 for the truth, a little to have the
   *   multipliers touch few of them
   */
  constructor(
    highs: Highs,
    system: LinkedTables,
    index: RelationIndex,
    members: readonly number[],
    targets: readonly ProtectionTarget[],
    leeway: number,
  ) {
    this.#system = system
    this.#targets = targets
    this.#leeway = leeway
    this.#infinity = highs.infinity
    this.polytope = deviationPolytope(system, index, members)
    const { columns, columnOf, matrix, rowLower, rowUpper } = this.polytope
    this.#open = new Uint8Array(columns.length)
    const starts = [...matrix.starts]
    const indices = [...matrix.indices]
    const values = [...matrix.values]
    let size = columns.length
    targets.forEach(({ quantities, coefficients }, t) => {
      if (quantities.length === 1 || quantities.some((q) => columnOf[q]! < 0)) return
      quantities.forEach((q, i) => {
        indices.push(columnOf[q]!)
        values.push(coefficients[i]!)
      })
      indices.push(size)
      values.push(-1)
      starts.push(indices.length)
      this.#ownColumn.set(t, size++)
    })
    const own = new Float64Array(this.#ownColumn.size)
    const rows = rowLower.length + own.length
    this.#model = highs.createModel({
      numCols: size,
      numRows: rows,
      colCost: new Float64Array(size),
      colLower: [...Array.from(columns, (_, i) => this.#least(i)), ...own.map(() => -highs.infinity)],
      colUpper: [...Array.from(columns, (_, i) => this.#greatest(i)), ...own.map(() => highs.infinity)],
      rowLower: [...rowLower, ...own],
      rowUpper: [...rowUpper, ...own],
      matrix: { format: 'csr', numRows: rows, numCols: size, starts, indices, values },
    })
    this.#model.options.set({ output_flag: false, presolve: 'off', solver: 'simplex', simplex_strategy: 4 })
    this.#model.options.set({ simplex_iteration_limit: simplexLimit(rows, size) })
  }

  holds(target: number): boolean {
    return this.#targets[target]!.quantities.every((q) => this.polytope.columnOf[q]! >= 0)
  }

  /** Publishes and hides what a pattern does. */
  setPattern(hidden: Uint8Array): void {
    this.polytope.columns.forEach((q, column) => {
      const open = hidden[this.#system.quantities[q]!.unit]!
      if (open === this.#open[column]) return
      this.#open[column] = open
      this.#model.changeColBounds(column, this.#least(column), this.#greatest(column))
    })
  }

  /**
   * Moves a target as far as it goes, but no further than a limit.
   *
   * @returns for each column its deviation, and how far the target came; null if the solver failed
   */
  move(
    target: number,
    direction: 1 | -1,
    limit: number,
  ): { readonly deviations: Float64Array; readonly reached: number } | null {
    const column =
      this.#ownColumn.get(target) ?? this.polytope.columnOf[this.#targets[target]!.quantities[0]!]!
    const [least, greatest] = this.#ownColumn.has(target)
      ? [-this.#infinity, this.#infinity]
      : [this.#least(column), this.#greatest(column)]
    const model = this.#model
    this.linearPrograms++
    if (direction === 1) model.changeColBounds(column, least, Math.min(greatest, limit))
    else model.changeColBounds(column, Math.max(least, limit), greatest)
    model.changeColCost(column, -direction)
    model.run()
    const optimal = model.getModelStatus() === 7
    const solution = optimal ? model.getSolution() : null
    model.changeColCost(column, 0)
    model.changeColBounds(column, least, greatest)
    if (solution === null) return null
    this.#rowDual = solution.rowDual
    return { deviations: solution.colValue, reached: solution.colValue[column]! }
  }

  #rowDual: Float64Array = new Float64Array(0)

  /** Multipliers of the last move, which bound the target (or its negative, if it moved down). */
  multipliers(): Multipliers {
    const { relations } = this.polytope
    return relations.flatMap((relation, row) => {
      const multiplier = -Math.round(this.#rowDual[row]! * denominator)
      const wrongSign = !('kind' in relation) && multiplier > 0
      return multiplier === 0 || wrongSign ? [] : [[relation, multiplier] as const]
    })
  }

  dispose(): void {
    this.#model.dispose()
  }

  #least(column: number): number {
    const least = this.polytope.lower[column]!
    return this.#open[column] === 1 ? least : this.#leeway * least
  }

  #greatest(column: number): number {
    if (this.#open[column] === 1) return this.#infinity
    return this.#leeway * 10
  }
}
