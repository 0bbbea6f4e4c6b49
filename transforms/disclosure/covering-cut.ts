import type { LinkedTables } from './linked-tables.ts'
import type { ProtectionTarget } from './protection-targets.ts'
import type { Equation, Inequality } from './table-equations.ts'

/** Σ coefficient · hidden(unit) ≥ 1 over units that are not primary; coefficients in (0, 1]. */
export interface CoveringCut {
  readonly units: readonly number[]
  readonly coefficients: readonly number[]
}

/** Multipliers of relations, in the parts of a whole given by `denominator`. */
export type Multipliers = readonly (readonly [Equation | Inequality, number])[]

/** Multipliers are rounded to this fraction, which makes all sums exact: bases give small denominators. */
export const denominator = 27_720

/**
 * A condition that every protecting pattern fulfils, from a proof that the target's interval is narrow.
 *
 * Let z be 1 for hidden units, f the target, d the deviations of a point of the attacker's polytope and λ the
 * multipliers. For equations row·d = 0, for inequalities row·d ≥ −slack and λ ≤ 0, so with π = f − Σ λ·row
 *
 *     f·d ≤ Σ |λ|·slack + Σ over quantities (π⁺·greatest + π⁻·furthest down) · z
 *
 * as published quantities do not deviate. The same for −f bounds the other end. Both together must reach the
 * width. Upward deviations have no bound: such a coefficient is infinite and, as z is 0 or 1, can be lowered to
 * the right-hand side like any larger one. Primaries are always hidden: their terms move to the right. This holds
 * for any multipliers; those of a solved program make it bite where that program found the target narrow.
 *
 * @param upper multipliers that bound the form; @param lower multipliers that bound its negative
 * @returns null if the multipliers bound nothing
 * @see Fischetti and Salazar (2001), Solving the cell suppression problem on tabular data with linear
 *   constraints, sections 4 and 5: capacity constraints for sliding protection levels
 */
export function coveringCut(
  system: LinkedTables,
  target: ProtectionTarget,
  upper: Multipliers,
  lower: Multipliers,
): CoveringCut | null {
  const terms = new Map<number, number>()
  let right = target.width * denominator
  const bound = (sign: 1 | -1, multipliers: Multipliers): void => {
    const reduced = new Map<number, number>()
    target.quantities.forEach((q, i) => {
      reduced.set(q, sign * target.coefficients[i]! * denominator)
    })
    for (const [{ quantities, coefficients }, multiplier] of multipliers) {
      quantities.forEach((q, i) => {
        reduced.set(q, (reduced.get(q) ?? 0) - multiplier * coefficients[i]!)
      })
    }
    for (const [q, rest] of reduced) {
      if (rest === 0) continue
      const { unit, value, lower: least } = system.quantities[q]!
      const furthest = rest > 0 ? Number.POSITIVE_INFINITY : -rest * (value - least)
      const { required, reasons } = system.units[unit]!
      if (reasons.length > 0) right -= furthest
      else if (!required && furthest > 0) terms.set(unit, (terms.get(unit) ?? 0) + furthest)
    }
    for (const [relation, multiplier] of multipliers) {
      if (!('kind' in relation)) right -= Math.abs(multiplier) * slackOf(system, relation)
    }
  }
  bound(1, upper)
  if (!target.isUpwards) bound(-1, lower)
  if (right < 1) return null
  const units = [...terms.keys()].sort((a, b) => a - b)
  return { units, coefficients: units.map((unit) => Math.min(1, terms.get(unit)! / right)) }
}

/** How far the truth is from breaking an inequality. */
function slackOf(system: LinkedTables, { quantities, coefficients }: Inequality): number {
  return quantities.reduce((sum, q, i) => sum + coefficients[i]! * system.quantities[q]!.value, 0)
}

/** Cuts from single equations: what goes into a target must come from, or go to, the rest of its equation. */
export function equationCuts(
  system: LinkedTables,
  targets: readonly ProtectionTarget[],
): readonly CoveringCut[] {
  const equationsOf: number[][] = system.quantities.map(() => [])
  system.equations.forEach(({ quantities }, e) => {
    for (const q of quantities) equationsOf[q]!.push(e)
  })
  return targets.flatMap((target) =>
    equationsOf[target.quantities[0]!]!.flatMap((e) => {
      const equation = system.equations[e]!
      const own = equation.coefficients[equation.quantities.indexOf(target.quantities[0]!)]!
      const multiplier = (target.coefficients[0]! * denominator) / own
      const upper: Multipliers = [[equation, multiplier]]
      const lower: Multipliers = [[equation, -multiplier]]
      const cut = coveringCut(system, target, upper, []) ?? coveringCut(system, target, upper, lower)
      return cut === null ? [] : [cut]
    }),
  )
}
