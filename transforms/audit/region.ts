import type { HiddenComponent } from './components.ts'
import { type RowsOfColumns, rowsOfColumns } from './peel.ts'
import { SparseRows } from './sparse-rows.ts'

/** Some columns of a component, with all others held at a point. */
export interface Region {
  /** Its columns, in the component's own numbering, in place of variables. */
  readonly component: HiddenComponent
  /** Rows of the region's equations that come from independent ones of the component. */
  readonly independent: readonly number[]
}

/** Cuts regions out of one component. */
export interface RegionCutter {
  /** The region about a column; null where no column of it can move. */
  readonly about: (seed: number, size: number) => Region | null
}

/**
 * @param independent rows of the component's equations that span all of them
 * @param base a point of the component, at which all columns outside a region are held
 */
export function regionCutter(
  component: HiddenComponent,
  independent: readonly number[],
  base: Float64Array,
): RegionCutter {
  const { equations, inequalities } = component
  const columns = component.variables.length
  const byEquation = rowsOfColumns(equations, columns)
  const byInequality = rowsOfColumns(inequalities, columns)
  const isIndependent = new Uint8Array(equations.count)
  for (const r of independent) isIndependent[r] = 1
  return {
    about: (seed, size) => {
      const inside = grow(equations, byEquation, seed, size, columns)
      prune(equations, byEquation, inside)
      if (inside.length === 0) return null
      const local = new Map(inside.map((column, at) => [column, at]))
      const cut = restricted(equations, byEquation, inside, local, base)
      return {
        component: {
          variables: Int32Array.from(inside),
          lower: Float64Array.from(inside, (column) => component.lower[column]!),
          upper: Float64Array.from(inside, (column) => component.upper[column]!),
          equations: cut.rows,
          inequalities: restricted(inequalities, byInequality, inside, local, base).rows,
        },
        independent: cut.from.flatMap((r, at) => (isIndependent[r] === 1 ? [at] : [])),
      }
    },
  }
}

/**
 * Columns about a seed: adds the rest of the equation that lacks the fewest columns, over and over, so that as
 * many equations as possible lie wholly inside.
 */
function grow(
  equations: SparseRows,
  { starts, rowsOf }: RowsOfColumns,
  seed: number,
  size: number,
  columns: number,
): number[] {
  const isInside = new Uint8Array(columns)
  const inside: number[] = []
  const missing = new Map<number, number>()
  const take = (column: number) => {
    isInside[column] = 1
    inside.push(column)
    for (let o = starts[column]!; o < starts[column + 1]!; o++) {
      const r = rowsOf[o]!
      missing.set(r, (missing.get(r) ?? equations.starts[r + 1]! - equations.starts[r]!) - 1)
      if (missing.get(r) === 0) missing.delete(r)
    }
  }
  take(seed)
  while (inside.length < size) {
    let best = -1
    let fewest = Number.POSITIVE_INFINITY
    for (const [r, lacks] of missing) {
      if (lacks >= fewest) continue
      best = r
      fewest = lacks
      if (lacks === 1) break
    }
    if (best < 0) break
    for (let e = equations.starts[best]!; e < equations.starts[best + 1]!; e++) {
      if (isInside[equations.columns[e]!] === 0) take(equations.columns[e]!)
    }
  }
  return inside
}

/** Drops columns that an equation holds in place since all its other columns lie outside. */
function prune(equations: SparseRows, { starts, rowsOf }: RowsOfColumns, inside: number[]): void {
  const counts = new Map<number, number>()
  const members = new Set(inside)
  const stuck: number[] = []
  for (const column of inside) {
    for (let o = starts[column]!; o < starts[column + 1]!; o++)
      counts.set(rowsOf[o]!, (counts.get(rowsOf[o]!) ?? 0) + 1)
  }
  for (const [r, count] of counts) if (count === 1) stuck.push(r)
  for (let r = stuck.pop(); r !== undefined; r = stuck.pop()) {
    for (let e = equations.starts[r]!; e < equations.starts[r + 1]!; e++) {
      const column = equations.columns[e]!
      if (!members.delete(column)) continue
      for (let o = starts[column]!; o < starts[column + 1]!; o++) {
        const left = counts.get(rowsOf[o]!)! - 1
        counts.set(rowsOf[o]!, left)
        if (left === 1) stuck.push(rowsOf[o]!)
      }
    }
  }
  const kept = inside.filter((column) => members.has(column))
  inside.splice(0, inside.length, ...kept)
}

/** The rows that hold any of some columns, over these alone; all other columns are moved right. */
function restricted(
  source: SparseRows,
  { starts, rowsOf }: RowsOfColumns,
  inside: readonly number[],
  local: ReadonlyMap<number, number>,
  base: Float64Array,
): { readonly rows: SparseRows; readonly from: readonly number[] } {
  const rows = new SparseRows()
  const seen = new Set<number>()
  for (const column of inside) {
    for (let o = starts[column]!; o < starts[column + 1]!; o++) {
      const r = rowsOf[o]!
      if (seen.has(r)) continue
      seen.add(r)
      rows.begin(source.about[r]!, source.group[r]!)
      let right = source.right[r]!
      for (let e = source.starts[r]!; e < source.starts[r + 1]!; e++) {
        const at = local.get(source.columns[e]!)
        if (at === undefined) right -= source.coefficients[e]! * base[source.columns[e]!]!
        else rows.entry(at, source.coefficients[e]!)
      }
      rows.right[rows.count - 1] = right
    }
  }
  return { rows, from: [...seen] }
}
