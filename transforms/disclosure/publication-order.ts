import { createHmac } from 'node:crypto'
import type { LinkedTables } from './linked-tables.ts'

/**
 * The order in which units apply for publication: empty ones where everybody knows that they are published,
 * then large ones that few primaries need.
 *
 * A unit is needed by the equations through it that hold exactly one primary: such an equation needs a
 * second hidden term. Ties are broken by a keyed hash, so that a pattern is reproducible, but tells an
 * outsider who replays the algorithm less.
 *
 * @returns units that are not primary, first to publish first
 */
export function publicationOrder(system: LinkedTables, tieBreakKey: string): readonly number[] {
  const needs = new Int32Array(system.quantities.length)
  for (const { kind, quantities } of system.equations) {
    if (kind === 'complement') continue
    const primaries = quantities.filter((q) => isPrimaryUnit(system, system.quantities[q]!.unit))
    if (primaries.length === 1) for (const q of quantities) needs[q]!++
  }
  const candidates = system.units.flatMap((unit, i) => {
    if (unit.reasons.length > 0) return []
    const need = Math.max(...unit.quantities.map((q) => needs[q]!))
    const score = unit.contributors === 0 ? Number.POSITIVE_INFINITY : (unit.contributors + 1) / (1 + need)
    const tie = createHmac('sha256', tieBreakKey).update(unit.key).digest('hex')
    return [{ i, score, tie }]
  })
  candidates.sort((a, b) => (a.score === b.score ? (a.tie < b.tie ? -1 : 1) : b.score - a.score))
  return candidates.map(({ i }) => i)
}

export function isPrimaryUnit(system: LinkedTables, unit: number): boolean {
  return system.units[unit]!.reasons.length > 0
}
