import { DisjointSets } from './disjoint-sets.ts'
import type { LinkedTables } from './linked-tables.ts'
import { prime } from './modular.ts'
import { nobody } from './parallel-classes.ts'

/** A primary that the only contributor of another cell can compute if the combination is known. */
export interface SingletonLeak {
  readonly singleton: number
  readonly primary: number
  /** primary + coefficient · singleton is what must stay unknown; a residue. */
  readonly coefficient: number
  /** Both are one learner: a parent with one contributor, and the child that has it. */
  readonly samePerson: boolean
}

/** Terms of the equation of a virtual cell that is one quantity less another. */
const pairWithDifference = 3

/**
 * Finds what single contributors could compute by taking away their own: primaries beside or above a
 * singleton in one equation.
 *
 * @see Langsrud, GaussSuppression: singleton handling for frequency tables
 */
export function neighbouringLeaks(system: LinkedTables, coalition: number): readonly SingletonLeak[] {
  const leaks = new Map<string, SingletonLeak>()
  for (const { kind, quantities, coefficients } of system.equations) {
    const isPair = kind === 'virtual' && quantities.length === pairWithDifference
    if (kind !== 'hierarchy' && !isPair) continue
    quantities.forEach((singleton, s) => {
      const own = system.quantities[singleton]!.contributors
      if (own < 1 || own > coalition) return
      quantities.forEach((primary, p) => {
        const { primary: isPrimary, contributors } = system.quantities[primary]!
        const siblings = coefficients[s] === coefficients[p]
        if (primary === singleton || !isPrimary) return
        leaks.set(`${primary} ${singleton}`, {
          singleton,
          primary,
          coefficient: siblings ? 1 : prime - 1,
          samePerson: !siblings && contributors === own,
        })
      })
    })
  }
  return [...leaks.values()]
}

/**
 * Numbers the learners who are alone behind a primary, or few enough to pool what they know. A parent and the child
 * that has as many contributors hold the same learners, and so do a virtual cell and what is known to hold no others.
 *
 * @returns for each of `primaries`: its only learners, −1 for none
 */
export function loneContributors(
  { quantities, equations }: LinkedTables,
  primaries: readonly number[],
  coalition: number,
): Int32Array {
  const isKnown = (q: number) => quantities[q]!.contributors >= 1 && quantities[q]!.contributors <= coalition
  const same = new DisjointSets(quantities.length)
  for (const { kind, quantities: terms, coefficients } of equations) {
    if (kind !== 'hierarchy') continue
    const parent = terms[coefficients.indexOf(-1)]!
    if (!isKnown(parent)) continue
    const { contributors } = quantities[parent]!
    for (const q of terms) if (quantities[q]!.contributors === contributors) same.join(parent, q)
  }
  for (const q of primaries) for (const other of quantities[q]!.sameLearners) same.join(q, other)
  return Int32Array.from(primaries, (q) => (isKnown(q) ? same.find(q) : nobody))
}
