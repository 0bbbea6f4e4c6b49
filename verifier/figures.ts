import type { Grid } from './grid.ts'
import type { TableDescription } from './release.ts'

/** A table as it was published. */
export interface Figures {
  readonly table: TableDescription
  readonly grid: Grid
  /** By row: whether its base measures are shown. */
  readonly shown: readonly boolean[]
  /** By row: the day that it is of; null where rows have none, or it is hidden. */
  readonly days: readonly (string | null)[]
  /** By base measure, then row; NaN where hidden. */
  readonly base: readonly Float64Array[]
  /** By derived measure, then row; a mean is in whole multiples of 10^-decimals. */
  readonly derived: readonly (readonly DerivedFigure[])[]
}

export interface DerivedFigure {
  /** Null exactly where the status is not `A`. */
  readonly value: number | null
  readonly status: string
}

/** A figure that may lie anywhere is NaN. */
export function valueAt(column: Float64Array | undefined, row: number): number {
  return column?.[row] ?? Number.NaN
}
