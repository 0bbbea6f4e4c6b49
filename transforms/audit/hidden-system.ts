import { componentsOf, type HiddenComponent } from './components.ts'
import { peel } from './peel.ts'
import type { PublishedSystem } from './published-system.ts'
import { SparseRows } from './sparse-rows.ts'

/** What is left of a published system once everything that follows step by step is known. */
export interface HiddenSystem {
  /** By variable: its value where published or where equations of one unknown give it, else NaN. */
  readonly values: Float64Array
  readonly components: readonly HiddenComponent[]
  /** Variables whose relations nothing satisfies. */
  readonly contradictions: readonly number[]
}

/**
 * Reduces a published system to what is hidden: solves equations of one unknown until none is left, keeps one
 * equation of each group, turns inequalities of one unknown into bounds, and splits the rest into components.
 */
export function hiddenSystem(system: PublishedSystem): HiddenSystem {
  const contradictions: number[] = []
  const values = peel(system.equations, system.known, contradictions)
  const lower = system.lower.slice()
  const upper = system.upper.slice()
  for (let v = 0; v < system.size; v++) {
    if (values[v]! < lower[v]! || values[v]! > upper[v]! || lower[v]! > upper[v]!) contradictions.push(v)
  }

  const equations = restrict(system.equations, values, spanning(system.equations, values))
  const every = Array.from({ length: system.inequalities.count }, (_, r) => r)
  const inequalities = restrict(system.inequalities, values, every)
  const bounds: number[] = []
  const linking: number[] = []
  for (let r = 0; r < inequalities.count; r++) {
    const entries = inequalities.starts[r + 1]! - inequalities.starts[r]!
    if (entries > 1) linking.push(r)
    else bounds.push(r)
  }
  for (const r of bounds) {
    const start = inequalities.starts[r]!
    const right = inequalities.right[r]!
    if (start === inequalities.starts[r + 1]!) {
      if (right > 0) contradictions.push(inequalities.about[r]!)
      continue
    }
    const column = inequalities.columns[start]!
    if (inequalities.coefficients[start]! > 0) lower[column] = Math.max(lower[column]!, right)
    else upper[column] = Math.min(upper[column]!, -right)
    if (lower[column]! > upper[column]!) contradictions.push(column)
  }
  const links = restrict(inequalities, values, linking)
  addImpossible(equations, lower, upper, true, contradictions)
  addImpossible(links, lower, upper, false, contradictions)
  return { values, components: componentsOf(values, lower, upper, equations, links), contradictions }
}

/** One equation of each group: the one with the fewest unknowns, unless it has none. */
function spanning(rows: SparseRows, values: Float64Array): readonly number[] {
  const best = new Map<number, { readonly row: number; readonly unknowns: number }>()
  for (let row = 0; row < rows.count; row++) {
    let unknowns = 0
    for (let e = rows.starts[row]!; e < rows.starts[row + 1]!; e++) {
      if (Number.isNaN(values[rows.columns[e]!]!)) unknowns++
    }
    const before = best.get(rows.group[row]!)
    if (before === undefined || unknowns < before.unknowns) best.set(rows.group[row]!, { row, unknowns })
  }
  return [...best.values()].flatMap(({ row, unknowns }) => (unknowns > 0 ? [row] : []))
}

/** The chosen rows over unknown variables, each distinct row once; known values are moved right. */
function restrict(source: SparseRows, values: Float64Array, chosen: readonly number[]): SparseRows {
  const rows = new SparseRows()
  const seen = new Set<string>()
  for (const r of chosen) {
    const entries: (readonly [number, number])[] = []
    let right = source.right[r]!
    for (let e = source.starts[r]!; e < source.starts[r + 1]!; e++) {
      const column = source.columns[e]!
      if (Number.isNaN(values[column]!)) entries.push([column, source.coefficients[e]!])
      else right -= source.coefficients[e]! * values[column]!
    }
    entries.sort(([a], [b]) => a - b)
    const key = `${right};${entries.join(';')}`
    if (seen.has(key)) continue
    seen.add(key)
    rows.begin(source.about[r]!, source.group[r]!, right)
    for (const [column, coefficient] of entries) rows.entry(column, coefficient)
  }
  return rows
}

/** Adds what each row is about that no values within the bounds satisfy. */
function addImpossible(
  rows: SparseRows,
  lower: Float64Array,
  upper: Float64Array,
  equal: boolean,
  contradictions: number[],
): void {
  for (let r = 0; r < rows.count; r++) {
    let least = 0
    let most = 0
    for (let e = rows.starts[r]!; e < rows.starts[r + 1]!; e++) {
      const column = rows.columns[e]!
      const coefficient = rows.coefficients[e]!
      least += coefficient * (coefficient > 0 ? lower[column]! : upper[column]!)
      most += coefficient * (coefficient > 0 ? upper[column]! : lower[column]!)
    }
    if (most < rows.right[r]! || (equal && least > rows.right[r]!)) contradictions.push(rows.about[r]!)
  }
}
