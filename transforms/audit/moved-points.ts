import type { HiddenComponent } from './components.ts'
import { tolerance } from './linear-program.ts'
import { type RowsOfColumns, rowsOfColumns } from './peel.ts'
import type { SparseRows } from './sparse-rows.ts'

/** Columns that move from a point, and by how much; all others stay. */
export interface Move {
  readonly columns: readonly number[]
  readonly changes: readonly number[]
}

/**
 * Tells whether a point stays a point of a component when some columns move. Looks at those rows alone that hold
 * one of them.
 */
export class MovedPoints {
  readonly #component: HiddenComponent
  readonly #base: Float64Array
  readonly #equations: TouchedRows
  readonly #inequalities: TouchedRows

  /** @param base a point that satisfies the component */
  constructor(component: HiddenComponent, base: Float64Array) {
    this.#component = component
    this.#base = base
    this.#equations = new TouchedRows(component.equations, base)
    this.#inequalities = new TouchedRows(component.inequalities, base)
  }

  /** @param move each column at most once */
  hold(move: Move): boolean {
    const { lower, upper } = this.#component
    for (let i = 0; i < move.columns.length; i++) {
      const column = move.columns[i]!
      const value = this.#base[column]! + move.changes[i]!
      if (!(value >= lower[column]! - tolerance && value <= upper[column]! + tolerance)) return false
    }
    return (
      this.#equations.hold(move, (excess) => Math.abs(excess) <= tolerance) &&
      this.#inequalities.hold(move, (excess) => excess >= -tolerance)
    )
  }
}

/** Rows of a component, each with how far it lies above its right-hand side. */
class TouchedRows {
  readonly #rows: SparseRows
  readonly #index: RowsOfColumns
  readonly #excess: Float64Array
  /** By column, all zeros between two moves. */
  readonly #change: Float64Array

  constructor(rows: SparseRows, base: Float64Array) {
    this.#rows = rows
    this.#index = rowsOfColumns(rows, base.length)
    this.#excess = Float64Array.from({ length: rows.count }, (_, r) => rows.at(r, base) - rows.right[r]!)
    this.#change = new Float64Array(base.length)
  }

  hold({ columns, changes }: Move, isAllowed: (excess: number) => boolean): boolean {
    const { starts, rowsOf } = this.#index
    const touched = new Set<number>()
    columns.forEach((column, i) => {
      this.#change[column] = changes[i]!
      for (let o = starts[column]!; o < starts[column + 1]!; o++) touched.add(rowsOf[o]!)
    })
    let holds = true
    for (const r of touched) holds &&= isAllowed(this.#excess[r]! + this.#rows.at(r, this.#change))
    for (const column of columns) this.#change[column] = 0
    return holds
  }
}
