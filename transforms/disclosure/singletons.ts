import type { LinkedTables } from './linked-tables.ts'
import { multiply, prime, reciprocal } from './modular.ts'
import type { SparseVector } from './sparse-vector.ts'

/** A primary that the only contributor of another cell can compute if the combination is known. */
export interface SingletonLeak {
  readonly singleton: number
  readonly primary: number
  /** primary + coefficient · singleton is what must stay unknown; a residue. */
  readonly coefficient: number
  /** Both are one learner: a parent with one contributor, and the child that has it. */
  readonly samePerson: boolean
}

/**
 * Finds what single contributors could compute by taking away their own: primaries beside or above a
 * singleton in one equation.
 *
 * @see Langsrud, GaussSuppression: singleton handling for frequency tables
 */
export function neighbouringLeaks(system: LinkedTables): readonly SingletonLeak[] {
  const leaks = new Map<string, SingletonLeak>()
  for (const { kind, quantities, coefficients } of system.equations) {
    if (kind !== 'hierarchy') continue
    quantities.forEach((singleton, s) => {
      if (system.quantities[singleton]!.contributors !== 1) return
      quantities.forEach((primary, p) => {
        const { primary: isPrimary, contributors } = system.quantities[primary]!
        const siblings = coefficients[s] === coefficients[p]
        if (primary === singleton || !isPrimary) return
        leaks.set(`${primary} ${singleton}`, {
          singleton,
          primary,
          coefficient: siblings ? 1 : prime - 1,
          samePerson: !siblings && contributors === 1,
        })
      })
    })
  }
  return [...leaks.values()]
}

/**
 * Finds primaries that differ from a multiple of a singleton by something published, wherever they are:
 * their vectors are proportional once reduced by what is published.
 *
 * @param reduced for each of `primaries`: its vector less its part in the published span
 */
export function proportionalLeaks(
  system: LinkedTables,
  primaries: readonly number[],
  reduced: readonly SparseVector[],
): readonly SingletonLeak[] {
  const directions = new Map<string, { quantity: number; scale: number }[]>()
  primaries.forEach((quantity, i) => {
    const { places, values, start, end } = reduced[i]!
    const entries = Array.from({ length: end - start }, (_, k) => [places[start + k]!, values[start + k]!] as const).sort(([a], [b]) => a - b)
    const scale = entries[0]![1]
    const normal = reciprocal(scale)
    const direction = entries.map(([at, value]) => `${at}:${multiply(value, normal)}`).join(' ')
    directions.set(direction, [...(directions.get(direction) ?? []), { quantity, scale }])
  })
  return [...directions.values()].flatMap((parallel) =>
    parallel
      .filter(({ quantity }) => system.quantities[quantity]!.contributors === 1)
      .flatMap(({ quantity: singleton, scale }) =>
        parallel
          .filter(({ quantity }) => quantity !== singleton)
          .map(({ quantity: primary, scale: own }) => ({
            singleton,
            primary,
            coefficient: prime - multiply(own, reciprocal(scale)),
            samePerson: false,
          })),
      ),
  )
}
