import { Deduction } from './deduction.ts'
import type { HierarchicalBasis } from './hierarchical-basis.ts'
import type { LinkedTables } from './linked-tables.ts'
import { type OrderLimits, publicationOrder } from './publication-order.ts'
import { PublishedSpan } from './published-span.ts'
import { loneContributors, neighbouringLeaks, type SingletonLeak } from './singletons.ts'
import { combine, type SparseVector } from './sparse-vector.ts'

export interface ComplementaryLimits extends OrderLimits {
  /** Whether primaries must not be computable for the only contributor of another cell either. */
  readonly singletons: boolean
  /** Contributors of one cell who may pool what they know, where singletons are reckoned with; 1 where absent. */
  readonly coalition?: number
  /** Multiplications that may be spent; a count, so that the outcome does not depend on the machine. */
  readonly greatestWork?: number
}

export interface ComplementarySuppression {
  /** For each unit: 1 if hidden. */
  readonly hidden: Uint8Array
  /** Singleton leaks that were avoided: what lone contributors must not learn, besides the primaries. */
  readonly leaks: () => readonly SingletonLeak[]
  /** Work ran out, so that rows are hidden of which nobody knows whether they need be. */
  readonly exhausted: boolean
  /** A unit that must be published, though that discloses a primary; null if there is none. */
  readonly impossible: number | null
}

/** About half a minute. */
const greatestWork = 1e9
/** Entries of vectors that may be stored, 8 bytes each. */
const greatestFill = 40_000_000

/**
 * Hides further units until no primary follows from what is published by linear algebra.
 *
 * Greedy: each unit in turn is published unless that would put a primary in the span of what is published, or
 * make one parallel to a singleton. What remains undecided when the work runs out stays hidden, unless it
 * follows from what is published.
 *
 * @param candidates units that may be published, first to publish first; all in the usual order where absent
 * @see Langsrud (2024), Secondary cell suppression by Gaussian elimination: an algorithm suitable for
 *   handling issues with zeros and singletons
 */
export function suppressComplementary(
  system: LinkedTables,
  basis: HierarchicalBasis,
  limits: ComplementaryLimits,
  candidates?: readonly number[],
): ComplementarySuppression {
  const { units, quantities } = system
  const span = new PublishedSpan(basis.size)
  const deduction = new Deduction(system)
  const primaries: number[] = []
  for (let q = 0; q < quantities.length; q++) if (quantities[q]!.primary) primaries.push(q)
  for (const q of primaries) span.guard(basis.vectors[q]!)
  const hidden = new Uint8Array(units.length).fill(1)
  const publish = (unit: number): boolean => {
    const members = units[unit]!.quantities
    if (!deduction.knows(members)) {
      if (isExhausted() && !units[unit]!.required) return false
      if (deduction.wouldReveal(members) || !span.publish(unitVectors(system, basis, unit))) return false
      deduction.learn(members)
    }
    hidden[unit] = 0
    return true
  }
  let exhausted = false
  const isExhausted = (): boolean => {
    exhausted ||= span.steps > (limits.greatestWork ?? greatestWork) || span.fill > greatestFill
    return exhausted
  }

  const order = publicationOrder(system, limits)
  const impossible = units.findIndex(({ required, reasons }) => required && reasons.length > 0)
  let blocked = impossible === -1 ? null : impossible
  const given = order.findIndex((unit) => !units[unit]!.required && units[unit]!.contributors > 0)
  const first = given === -1 ? order : order.slice(0, given)
  const isCandidate = candidates === undefined ? null : new Set(candidates)
  for (const unit of first) {
    if (isCandidate?.has(unit) === false) continue
    if (!publish(unit) && units[unit]!.required) blocked ??= unit
  }
  const coalition = limits.coalition ?? 1
  const classes = limits.singletons ? span.keepApart(loneContributors(system, primaries, coalition)) : null
  for (const unit of candidates ?? order.slice(first.length)) if (hidden[unit] === 1) publish(unit)

  return {
    hidden,
    leaks: () => (classes === null ? [] : avoidedLeaks(system, primaries, classes, span, coalition)),
    exhausted,
    impossible: blocked,
  }
}

/** Vectors of what a published unit tells; complements follow from the others. */
export function unitVectors(
  system: LinkedTables,
  basis: HierarchicalBasis,
  unit: number,
): readonly SparseVector[] {
  const vectors: SparseVector[] = []
  for (const q of system.units[unit]!.quantities) {
    if (system.quantities[q]!.follows === null) vectors.push(basis.vectors[q]!)
  }
  return vectors
}

/** Leaks between neighbours, and those that rows are hidden for. */
function avoidedLeaks(
  system: LinkedTables,
  primaries: readonly number[],
  classes: Int32Array,
  span: PublishedSpan,
  coalition: number,
): readonly SingletonLeak[] {
  const position = new Map(primaries.map((q, i) => [q, i]))
  const classOf = (q: number) => classes[position.get(q)!]
  const leaks = [
    ...neighbouringLeaks(system, coalition).filter(
      ({ primary, singleton, samePerson }) => !samePerson && classOf(primary) !== classOf(singleton),
    ),
    ...span.conflicts.map(({ primary, singleton, coefficient }) => ({
      primary: primaries[primary]!,
      singleton: primaries[singleton]!,
      coefficient,
      samePerson: false,
    })),
  ]
  const distinct = new Map(
    leaks.map((leak) => [`${leak.primary} ${leak.singleton} ${leak.coefficient}`, leak]),
  )
  return [...distinct.values()]
}

/** Vectors that must stay outside of the span of what is published. */
export function guardedVectors(
  { quantities }: LinkedTables,
  { vectors }: HierarchicalBasis,
  leaks: readonly SingletonLeak[],
): readonly SparseVector[] {
  return [
    ...vectors.filter((_, q) => quantities[q]!.primary),
    ...leaks.map(({ primary, singleton, coefficient }) =>
      combine([vectors[primary]!, vectors[singleton]!], [1, coefficient]),
    ),
  ]
}
