import { deviationPolytope, type RelationIndex } from './deviation-polytope.ts'
import type { LinkedTables } from './linked-tables.ts'
import type { ProtectionTarget } from './protection-targets.ts'

/** Entries below this are rounding errors of sums and differences of small whole numbers. */
const smallest = 1e-9

/**
 * The equations of a region solved for some of its variables, one for each independent equation: at the truth, where
 * nothing deviates, whatever the others do. Variables are the deviations of quantities, then the left sides of
 * inequalities, then the forms of targets of several quantities. For a pattern the rows are solved for hidden
 * variables wherever a hidden one occurs, so that rows solved for a published one do not move.
 */
export class DeviationTableau {
  /** Quantities that may deviate, ascending: the first variables. */
  readonly quantities: Int32Array
  /** For each variable: least deviation. */
  readonly lower: Float64Array
  /** For each target: its variable, −1 if it is not within the region. */
  readonly variableOf: Int32Array
  /** For each row: the variable that it is solved for. */
  readonly rowVariables: Int32Array
  /** For each slot: a variable that rows are expressed by. */
  readonly slotVariables: Int32Array
  /** Rows one after another: coefficients of the slots. */
  readonly entries: Float64Array
  /** For each variable: 1 if it may deviate under the pattern. */
  readonly open: Uint8Array
  /** Slots of variables that may deviate. */
  active: Int32Array = new Int32Array(0)
  readonly #units: Int32Array

  /**
   * @param members quantities of the region: those that some pattern may hide
   * @param hidden for each unit 1 if the first pattern hides it
   */
  constructor(
    system: LinkedTables,
    index: RelationIndex,
    members: readonly number[],
    targets: readonly ProtectionTarget[],
    hidden: Uint8Array,
  ) {
    const { columns, columnOf, lower, matrix, rowLower, rowUpper } = deviationPolytope(system, index, members)
    const least = [...lower]
    const rows: Map<number, number>[] = []
    const append = (row: Map<number, number>, bound: number): number => {
      row.set(least.length, -1)
      rows.push(row)
      return least.push(bound) - 1
    }
    for (let r = 0; r < rowLower.length; r++) {
      const row = new Map<number, number>()
      for (let entry = matrix.starts[r]!; entry < matrix.starts[r + 1]!; entry++) {
        row.set(matrix.indices[entry]!, matrix.values[entry]!)
      }
      if (rowLower[r] === rowUpper[r]) rows.push(row)
      else append(row, rowLower[r]!)
    }
    this.variableOf = Int32Array.from(targets, ({ quantities, coefficients }) => {
      if (quantities.some((q) => columnOf[q]! < 0)) return -1
      if (quantities.length === 1 && coefficients[0] === 1) return columnOf[quantities[0]!]!
      const form = new Map(quantities.map((q, i) => [columnOf[q]!, coefficients[i]!]))
      return append(form, Number.NEGATIVE_INFINITY)
    })
    this.quantities = columns
    this.lower = Float64Array.from(least)
    this.#units = Int32Array.from(columns, (q) => system.quantities[q]!.unit)
    this.open = new Uint8Array(least.length).fill(1)
    this.#units.forEach((unit, variable) => {
      this.open[variable] = hidden[unit]!
    })
    const solved = solve(rows, least.length, this.open)
    this.rowVariables = Int32Array.from(solved.keys())
    const rowOf = new Int32Array(least.length).fill(-1)
    this.rowVariables.forEach((variable, row) => {
      rowOf[variable] = row
    })
    this.slotVariables = Int32Array.from(least.keys()).filter((variable) => rowOf[variable] === -1)
    const slotOf = new Int32Array(least.length).fill(-1)
    this.slotVariables.forEach((variable, slot) => {
      slotOf[variable] = slot
    })
    const size = this.slotVariables.length
    this.entries = new Float64Array(size * this.rowVariables.length)
    let row = 0
    for (const [variable, terms] of solved) {
      for (const [other, value] of terms)
        if (other !== variable) this.entries[row * size + slotOf[other]!] = -value
      row++
    }
    this.#settle()
  }

  /** Publishes and hides what a pattern does. */
  setPattern(hidden: Uint8Array): void {
    let isSame = true
    for (let variable = 0; variable < this.#units.length; variable++) {
      const open = hidden[this.#units[variable]!]!
      if (open === this.open[variable]) continue
      this.open[variable] = open
      isSame = false
    }
    if (!isSame) this.#settle()
  }

  /** Solves rows of published variables for hidden ones wherever they have any. */
  #settle(): void {
    const { entries, open, rowVariables, slotVariables } = this
    const size = slotVariables.length
    for (let row = 0; row < rowVariables.length; row++) {
      if (open[rowVariables[row]!] === 1) continue
      let best = -1
      let fewest = Number.POSITIVE_INFINITY
      for (let slot = 0; slot < size; slot++) {
        const entry = entries[row * size + slot]!
        if (entry === 0 || open[slotVariables[slot]!] === 0) continue
        let count = Math.abs(entry) === 1 ? 0 : rowVariables.length
        for (let at = slot; at < entries.length; at += size) if (entries[at] !== 0) count++
        if (count < fewest) [best, fewest] = [slot, count]
      }
      if (best >= 0) this.#exchange(row, best)
    }
    const active: number[] = []
    slotVariables.forEach((variable, slot) => {
      if (open[variable] === 1) active.push(slot)
    })
    this.active = Int32Array.from(active)
  }

  /** Solves a row for the variable of a slot, which then holds the row's. */
  #exchange(row: number, slot: number): void {
    const { entries, rowVariables, slotVariables } = this
    const size = slotVariables.length
    const start = row * size
    const pivot = entries[start + slot]!
    const held: number[] = []
    for (let i = 0; i < size; i++) {
      if (i === slot || entries[start + i] === 0) continue
      entries[start + i] = rounded(-entries[start + i]! / pivot)
      held.push(i)
    }
    entries[start + slot] = rounded(1 / pivot)
    for (let other = 0; other < entries.length; other += size) {
      const factor = entries[other + slot]!
      if (other === start || factor === 0) continue
      for (const i of held) entries[other + i] = rounded(entries[other + i]! + factor * entries[start + i]!)
      entries[other + slot] = rounded(factor / pivot)
    }
    const leaving = rowVariables[row]!
    rowVariables[row] = slotVariables[slot]!
    slotVariables[slot] = leaving
  }
}

/** Whole numbers stay whole. */
function rounded(value: number): number {
  const whole = Math.round(value)
  return Math.abs(value - whole) < smallest ? whole : value
}

/**
 * Gauss and Jordan's elimination, shortest row first, for the variable that occurs least often.
 *
 * @returns for each variable solved for: its row, with a coefficient of 1 for itself
 */
function solve(
  rows: readonly Map<number, number>[],
  variables: number,
  open: Uint8Array,
): ReadonlyMap<number, Map<number, number>> {
  const occurrences = Array.from({ length: variables }, () => new Set<number>())
  rows.forEach((row, r) => {
    for (const variable of row.keys()) occurrences[variable]!.add(r)
  })
  const waiting = new Set(rows.keys())
  const solved = new Map<number, Map<number, number>>()
  while (waiting.size > 0) {
    let shortest = -1
    for (const r of waiting) {
      if (rows[r]!.size === 0) waiting.delete(r)
      else if (shortest === -1 || rows[r]!.size < rows[shortest]!.size) shortest = r
    }
    if (shortest === -1) break
    waiting.delete(shortest)
    const row = rows[shortest]!
    const pivot = rarest(row, occurrences, open)
    const scale = row.get(pivot)!
    for (const [variable, value] of row) row.set(variable, rounded(value / scale))
    solved.set(pivot, row)
    for (const r of [...occurrences[pivot]!]) {
      if (r === shortest) continue
      const other = rows[r]!
      const factor = other.get(pivot)!
      for (const [variable, value] of row) {
        const sum = rounded((other.get(variable) ?? 0) - factor * value)
        if (sum === 0) {
          other.delete(variable)
          occurrences[variable]!.delete(r)
        } else {
          other.set(variable, sum)
          occurrences[variable]!.add(r)
        }
      }
    }
  }
  return solved
}

/** A hidden variable where there is one, with a coefficient of ±1 where there is one, in the fewest rows. */
function rarest(
  row: ReadonlyMap<number, number>,
  occurrences: readonly ReadonlySet<number>[],
  open: Uint8Array,
): number {
  let best = -1
  let least = Number.POSITIVE_INFINITY
  for (const [variable, value] of row) {
    const rank = (open[variable] === 1 ? 0 : 2e9) + (Math.abs(value) === 1 ? 0 : 1e9)
    const count = rank + occurrences[variable]!.size
    if (count < least) [best, least] = [variable, count]
  }
  return best
}
