import type { HierarchicalBasis } from './hierarchical-basis.ts'
import type { LinkedTables } from './linked-tables.ts'
import { publicationOrder } from './publication-order.ts'
import { PublishedSpan } from './published-span.ts'
import { neighbouringLeaks, proportionalLeaks, type SingletonLeak } from './singletons.ts'
import { combine, type SparseVector } from './sparse-vector.ts'

export interface ComplementaryLimits {
  /** Whether primaries must not be computable for the only contributor of another cell either. */
  readonly singletons: boolean
  readonly tieBreakKey: string
}

export interface ComplementarySuppression {
  /** For each unit: 1 if hidden. */
  readonly hidden: Uint8Array
  /** What the published span must never hold: every primary and every avoidable singleton leak. */
  readonly guarded: readonly ReadonlyMap<number, number>[]
  /** The avoidable singleton leaks among them. */
  readonly leaks: readonly SingletonLeak[]
  /** Singleton leaks that remain even with every row hidden that may be: where all else is a public zero. */
  readonly unavoidable: number
}

/**
 * Hides further units until no primary follows from what is published by linear algebra.
 *
 * Greedy: each unit in turn is published unless that would put a primary in the span of what is published.
 *
 * @see Langsrud (2024), Secondary cell suppression by Gaussian elimination: an algorithm suitable for
 *   handling issues with zeros and singletons
 */
export function suppressComplementary(
  system: LinkedTables,
  basis: HierarchicalBasis,
  limits: ComplementaryLimits,
): ComplementarySuppression {
  const order = publicationOrder(system, limits.tieBreakKey)
  const primaries = system.quantities.flatMap(({ primary }, i) => (primary ? [i] : []))
  const known = new Map<string, SingletonLeak>()
  const learn = (leaks: readonly SingletonLeak[]): boolean => {
    const before = known.size
    for (const leak of leaks) {
      const name = `${leak.primary} ${leak.singleton} ${leak.coefficient}`
      if (!known.has(name)) known.set(name, leak)
    }
    return known.size > before
  }
  if (limits.singletons) learn(neighbouringLeaks(system))
  for (;;) {
    const attempt = publishGreedily(system, basis, order, primaries, [...known.values()])
    const found = limits.singletons
      ? proportionalLeaks(system, primaries, attempt.span.guarded.slice(0, primaries.length))
      : []
    if (!learn(found)) return attempt
  }
}

function publishGreedily(
  system: LinkedTables,
  basis: HierarchicalBasis,
  order: readonly number[],
  primaries: readonly number[],
  leaks: readonly SingletonLeak[],
): ComplementarySuppression & { readonly span: PublishedSpan } {
  const span = new PublishedSpan(basis.size)
  const guarded: SparseVector[] = primaries.map((q) => basis.vectors[q]!)
  for (const vector of guarded) span.guard(vector)
  const hidden = Uint8Array.from(system.units, () => 1)
  const apply = (unit: number): void => {
    if (span.publish(unitVectors(system, basis, unit))) hidden[unit] = 0
  }
  const empty = order.filter((unit) => system.units[unit]!.contributors === 0)
  empty.forEach(apply)
  let unavoidable = 0
  const avoidable: SingletonLeak[] = []
  for (const known of leaks) {
    const { singleton, primary, coefficient, samePerson } = known
    const leak = combine([basis.vectors[primary]!, basis.vectors[singleton]!], [1, coefficient])
    if (span.has(leak)) unavoidable++
    else if (!samePerson) {
      span.guard(leak)
      guarded.push(leak)
      avoidable.push(known)
    }
  }
  order.slice(empty.length).forEach(apply)
  return { hidden, guarded, leaks: avoidable, unavoidable, span }
}

/** Vectors of what a published unit tells; complements follow from the others. */
export function unitVectors(
  system: LinkedTables,
  basis: HierarchicalBasis,
  unit: number,
): readonly ReadonlyMap<number, number>[] {
  return system.units[unit]!.quantities.filter((q) => system.quantities[q]!.complement === null).map(
    (q) => basis.vectors[q]!,
  )
}
