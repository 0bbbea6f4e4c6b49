import type { Witness } from '../../schemas/witness.ts'
import type { HiddenComponent } from './components.ts'
import type { Move } from './moved-points.ts'
import type { PublishedSystem } from './published-system.ts'

/**
 * Says offered witnesses in the audit's own variables, component by component: no relation links two of them, so
 * that each part of a witness can be checked apart. What lies in no component cannot move, and is left out: the
 * rows it is missing from will not hold.
 *
 * @returns for each component
 */
export function offeredMoves(
  system: PublishedSystem,
  components: readonly HiddenComponent[],
  witnesses: readonly Witness[],
): readonly (readonly Move[])[] {
  const componentOf = new Int32Array(system.size).fill(-1)
  const columnOf = new Int32Array(system.size)
  components.forEach(({ variables }, c) => {
    variables.forEach((variable, column) => {
      componentOf[variable] = c
      columnOf[variable] = column
    })
  })
  const moves: Move[][] = components.map(() => [])
  const virtual = virtualTerms(system)
  for (const witness of witnesses) {
    const parts = new Map<number, { readonly columns: number[]; readonly changes: number[] }>()
    for (const [variable, change] of withVirtual(changesOf(system, witness), virtual)) {
      const c = componentOf[variable]!
      if (c < 0 || change === 0) continue
      const part = parts.get(c) ?? { columns: [], changes: [] }
      parts.set(c, part)
      part.columns.push(columnOf[variable]!)
      part.changes.push(change)
    }
    for (const [c, part] of parts) moves[c]!.push(part)
  }
  return moves
}

/** By variable by how much it differs; complements by what the measures beside them say. Virtual cells are left out. */
function changesOf(system: PublishedSystem, { tables, positions, changes }: Witness): Map<number, number> {
  const changed = new Map<number, number>()
  for (let i = 0; i < tables.length; i++) {
    const variable = system.figures[tables[i]!]?.[positions[i]!]
    if (variable !== undefined) changed.set(variable, changes[i]!)
  }
  for (let i = 0; i < tables.length; i++) {
    const t = tables[i]!
    const measures = system.tables[t]?.shape.baseMeasures ?? []
    const first = positions[i]! - (positions[i]! % measures.length)
    measures.forEach(({ within }, m) => {
      const complement = system.complements[t]![first + m]!
      if (complement === undefined || complement < 0) return
      const whole = measures.findIndex(({ name }) => name === within)
      const at = (measure: number) => changed.get(system.figures[t]![first + measure]!) ?? 0
      changed.set(complement, at(whole) - at(m))
    })
  }
  return changed
}

/** By variable: the virtual cells that it is a term of. */
type VirtualTerms = ReadonlyMap<number, readonly { readonly cell: number; readonly coefficient: number }[]>

function virtualTerms({ equations, virtual, scores }: PublishedSystem): VirtualTerms {
  const { about, starts, columns, coefficients, count } = equations
  const terms = new Map<number, { readonly cell: number; readonly coefficient: number }[]>()
  for (let r = 0; r < count; r++) {
    const cell = about[r]!
    if (cell < virtual.start || cell >= scores.start) continue
    for (let e = starts[r]!; e < starts[r + 1]!; e++) {
      const variable = columns[e]!
      if (variable === cell) continue
      const own = terms.get(variable) ?? []
      terms.set(variable, own)
      own.push({ cell, coefficient: coefficients[e]! })
    }
  }
  return terms
}

/** Adds what virtual cells change by when the figures and complements that they are formed of do. */
function withVirtual(changed: Map<number, number>, terms: VirtualTerms): Map<number, number> {
  for (const [variable, change] of [...changed])
    for (const { cell, coefficient } of terms.get(variable) ?? [])
      changed.set(cell, (changed.get(cell) ?? 0) + coefficient * change)
  return changed
}
