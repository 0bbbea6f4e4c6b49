import type { LinkedTables } from './linked-tables.ts'
import { prime } from './modular.ts'
import type { SingletonLeak } from './singletons.ts'

/** A linear form that a reader must not know more closely than this. Coefficients are whole numbers. */
export interface ProtectionTarget {
  readonly quantities: readonly number[]
  readonly coefficients: readonly number[]
  /** Least width of the form's feasibility interval; lowered where the pattern that a search starts from has less. */
  width: number
  /** Only deviations upwards count: what a coalition must not come near to from above. */
  readonly isUpwards: boolean
}

/** A leak must move at all; this much, so that the solver's tolerance does not pass for movement. */
const leakWidth = 0.01
const largestTerm = 12

/**
 * What every pattern must protect: each primary by its width, and each avoidable singleton leak by a little.
 * A form that moves at all lies outside the span of what is published.
 *
 * @returns primaries in the order of the quantities, then their upper protection, then leaks; leaks with unwieldy
 * coefficients are left out
 */
export function protectionTargets(
  system: LinkedTables,
  widthOf: (quantity: number) => number,
  leaks: readonly SingletonLeak[],
): readonly ProtectionTarget[] {
  const primaries = system.quantities.flatMap(({ primary }, q): ProtectionTarget[] =>
    primary ? [{ quantities: [q], coefficients: [1], width: widthOf(q), isUpwards: false }] : [],
  )
  const upwards = system.quantities.flatMap(({ protection }, q): ProtectionTarget[] =>
    protection > 0 ? [{ quantities: [q], coefficients: [1], width: protection, isUpwards: true }] : [],
  )
  const moving = leaks.flatMap(({ primary, singleton, coefficient }): ProtectionTarget[] => {
    const ratio = smallRatio(coefficient)
    if (ratio === null) return []
    const coefficients = [ratio.below, ratio.above]
    return [{ quantities: [primary, singleton], coefficients, width: leakWidth, isUpwards: false }]
  })
  return [...primaries, ...upwards, ...moving]
}

/** Whether linear programs watch over a leak. */
export function hasTarget({ coefficient }: SingletonLeak): boolean {
  return smallRatio(coefficient) !== null
}

/** The fraction above / below of small whole numbers that a residue stands for; null if there is none. */
function smallRatio(residue: number): { readonly above: number; readonly below: number } | null {
  for (let below = 1; below <= largestTerm; below++) {
    const product = (residue * below) % prime
    const above = product > prime / 2 ? product - prime : product
    if (Math.abs(above) <= largestTerm) return { above, below }
  }
  return null
}
