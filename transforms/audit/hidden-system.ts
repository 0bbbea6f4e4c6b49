import { componentsOf, type HiddenComponent } from './components.ts'
import { scrambled } from './kernel.ts'
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
    const bound = right / inequalities.coefficients[start]!
    if (inequalities.coefficients[start]! > 0) lower[column] = Math.max(lower[column]!, bound)
    else upper[column] = Math.min(upper[column]!, bound)
    if (lower[column]! > upper[column]!) contradictions.push(column)
  }
  const links = restrict(inequalities, values, linking)
  addImpossible(equations, lower, upper, true, contradictions)
  addImpossible(links, lower, upper, false, contradictions)
  return { values, components: componentsOf(values, lower, upper, equations, links), contradictions }
}

/** One equation of each group: the one with the fewest unknowns, unless it has none; in order of the groups. */
function spanning(rows: SparseRows, values: Float64Array): readonly number[] {
  let groups = 0
  for (let row = 0; row < rows.count; row++) groups = Math.max(groups, rows.group[row]! + 1)
  const best = new Int32Array(groups).fill(-1)
  const fewest = new Int32Array(groups)
  for (let row = 0; row < rows.count; row++) {
    const group = rows.group[row]!
    let unknowns = 0
    for (let e = rows.starts[row]!; e < rows.starts[row + 1]!; e++) {
      if (Number.isNaN(values[rows.columns[e]!]!)) unknowns++
    }
    if (best[group]! >= 0 && unknowns >= fewest[group]!) continue
    best[group] = row
    fewest[group] = unknowns
  }
  const chosen: number[] = []
  for (let group = 0; group < groups; group++)
    if (best[group]! >= 0 && fewest[group]! > 0) chosen.push(best[group]!)
  return chosen
}

/** The chosen rows over unknown variables, each distinct row once; known values are moved right. */
function restrict(source: SparseRows, values: Float64Array, chosen: readonly number[]): SparseRows {
  const rows = new SparseRows()
  /** The last row made with a sum of its entries, and the one before it with the same sum. */
  const bySum = new Map<number, number>()
  const before = new Int32Array(chosen.length)
  for (const r of chosen) {
    let right = source.right[r]!
    let sum = 0
    rows.begin(source.about[r]!, source.group[r]!)
    for (let e = source.starts[r]!; e < source.starts[r + 1]!; e++) {
      const column = source.columns[e]!
      const coefficient = source.coefficients[e]!
      if (Number.isNaN(values[column]!)) {
        rows.entry(column, coefficient)
        sum += coefficient * scrambled(column, 0)
      } else right -= coefficient * values[column]!
    }
    const made = rows.count - 1
    rows.right[made] = right
    const last = bySum.get(sum) ?? -1
    let alike = last
    while (alike >= 0 && !sameRow(rows, made, alike)) alike = before[alike]!
    if (alike >= 0) rows.count--
    else {
      bySum.set(sum, made)
      before[made] = last
    }
  }
  return rows
}

/** Whether two rows have the same entries, in any order, and the same right-hand side. */
function sameRow(rows: SparseRows, a: number, b: number): boolean {
  const start = rows.starts[a]!
  const length = rows.starts[a + 1]! - start
  if (rows.right[a] !== rows.right[b] || rows.starts[b + 1]! - rows.starts[b]! !== length) return false
  const coefficients = new Map<number, number>()
  for (let e = rows.starts[b]!; e < rows.starts[b + 1]!; e++)
    coefficients.set(rows.columns[e]!, rows.coefficients[e]!)
  for (let e = start; e < start + length; e++)
    if (coefficients.get(rows.columns[e]!) !== rows.coefficients[e]) return false
  return true
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
