import type { HiddenComponent } from './components.ts'
import type { RowsOfColumns } from './peel.ts'
import { SparseRows } from './sparse-rows.ts'

/** Some columns of a component, all others held where a known point has them. */
export interface Patch {
  /** By column of the patch: its column in the whole component. */
  readonly columns: readonly number[]
  /** By column of the whole component: its column in the patch, −1 outside. */
  readonly localOf: Int32Array
  readonly component: HiddenComponent
}

/**
 * Cuts out the columns nearest to a seed, going from column to column by the rows that they share. Whatever
 * point the patch allows, the whole component allows with the rest of `base` around it.
 *
 * @param base a point of the whole component
 * @param radius that no column may leave `base` by
 * @param size columns of the patch at most
 */
export function patchAround(
  whole: HiddenComponent,
  held: { readonly equations: RowsOfColumns; readonly inequalities: RowsOfColumns },
  seed: number,
  base: Float64Array,
  radius: number,
  size: number,
): Patch {
  const localOf = new Int32Array(whole.variables.length).fill(-1)
  const columns = [seed]
  localOf[seed] = 0
  const parts = (['equations', 'inequalities'] as const).map((kind) => {
    const rows = whole[kind]
    return { kind, rows, index: held[kind], seen: new Uint8Array(rows.count), touched: [] as number[] }
  })
  for (let next = 0; next < columns.length; next++) {
    for (const { rows, index, seen, touched } of parts) {
      for (let o = index.starts[columns[next]!]!; o < index.starts[columns[next]! + 1]!; o++) {
        const r = index.rowsOf[o]!
        if (seen[r] === 1) continue
        seen[r] = 1
        touched.push(r)
        for (let e = rows.starts[r]!; e < rows.starts[r + 1]! && columns.length < size; e++) {
          const column = rows.columns[e]!
          if (localOf[column]! >= 0) continue
          localOf[column] = columns.length
          columns.push(column)
        }
      }
    }
  }
  const box = boxAbout(whole, base, radius)
  const [equations, inequalities] = parts.map(({ rows, touched }) => inside(rows, touched, localOf, base))
  return {
    columns,
    localOf,
    component: {
      variables: Int32Array.from(columns, (column) => whole.variables[column]!),
      lower: Float64Array.from(columns, (column) => box.lower[column]!),
      upper: Float64Array.from(columns, (column) => box.upper[column]!),
      equations: equations!,
      inequalities: inequalities!,
    },
  }
}

/** The touched rows over the columns of the patch, what lies outside moved right. */
function inside(
  rows: SparseRows,
  touched: readonly number[],
  localOf: Int32Array,
  base: Float64Array,
): SparseRows {
  const local = new SparseRows()
  for (const r of touched) {
    let right = rows.right[r]!
    for (let e = rows.starts[r]!; e < rows.starts[r + 1]!; e++) {
      const column = rows.columns[e]!
      if (localOf[column]! < 0) right -= rows.coefficients[e]! * base[column]!
    }
    local.begin(rows.about[r]!, rows.group[r]!, right)
    for (let e = rows.starts[r]!; e < rows.starts[r + 1]!; e++) {
      const column = localOf[rows.columns[e]!]!
      if (column >= 0) local.entry(column, rows.coefficients[e]!)
    }
  }
  return local
}

/** The bounds of a component, drawn in so that no column leaves a point by more than the radius. */
export function boxAbout(
  { lower, upper }: HiddenComponent,
  base: Float64Array,
  radius: number,
): { readonly lower: Float64Array; readonly upper: Float64Array } {
  return {
    lower: lower.map((bound, column) => Math.max(bound, base[column]! - radius)),
    upper: upper.map((bound, column) => Math.min(bound, base[column]! + radius)),
  }
}
