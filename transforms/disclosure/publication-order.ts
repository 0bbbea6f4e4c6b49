import type { Policy } from '../../schemas/policy.ts'
import type { LinkedTables } from './linked-tables.ts'
import { keyedTie } from './tie-break.ts'

export interface OrderLimits {
  /** What is to be kept small: hidden rows, or the learners in them. */
  readonly loss: Policy['loss']
  /** Secret and stable: breaks ties, so that a reader cannot replay the choice. */
  readonly tieBreakKey: string
}

/**
 * The order in which units apply for publication: required ones, empty ones, then large ones that few
 * primaries need.
 *
 * A unit is needed by the equations through it that hold exactly one primary: such an equation needs a second
 * hidden term. Where learners count rather than rows, need weighs half. Ties are broken by a keyed hash, so
 * that a pattern is reproducible, but tells an outsider who replays the algorithm less.
 *
 * @returns units that are not primary, first to publish first
 */
export function publicationOrder(system: LinkedTables, limits: OrderLimits): readonly number[] {
  const needs = countNeeds(system)
  const tie = keyedTie(limits.tieBreakKey)
  const influence = limits.loss === 'contributors' ? 0.5 : 1
  const scores = new Float64Array(system.units.length)
  const ties = new Float64Array(system.units.length).fill(-1)
  const candidates: number[] = []
  system.units.forEach(({ reasons, required, weight, contributors, size, quantities }, i) => {
    if (reasons.length > 0) return
    candidates.push(i)
    let need = 0
    for (const q of quantities) need = Math.max(need, needs[q]!)
    scores[i] =
      required || contributors === 0
        ? Number.POSITIVE_INFINITY
        : (weight * (size + 1)) / (1 + influence * need)
  })
  const tieOf = (i: number): number => {
    if (ties[i] === -1) {
      const { counts, coordinates } = system.quantities[system.units[i]!.quantities[0]!]!
      ties[i] = tie(counts, coordinates)
    }
    return ties[i]!
  }
  const standing = (i: number): number => (system.units[i]!.required ? 1 : 0)
  return candidates.sort((a, b) => {
    const [left, right] = [scores[a]!, scores[b]!]
    if (left !== right) return right - left
    if (left === Number.POSITIVE_INFINITY) return standing(b) - standing(a) || a - b
    return tieOf(a) - tieOf(b) || a - b
  })
}

function countNeeds({ equations, quantities, units }: LinkedTables): Int32Array {
  const isPrimary = new Uint8Array(quantities.length)
  for (const { reasons, quantities: members } of units)
    if (reasons.length > 0) for (const q of members) isPrimary[q] = 1
  const needs = new Int32Array(quantities.length)
  for (const { kind, quantities: terms } of equations) {
    if (kind === 'complement') continue
    let primaries = 0
    for (const q of terms) primaries += isPrimary[q]!
    if (primaries === 1) for (const q of terms) needs[q]!++
  }
  return needs
}
