import type { AuditBudget } from './audit-report.ts'
import { containment } from './containment.ts'
import { directionsBeside } from './directions-beside.ts'
import { type Contributors, type Kernel, leastPublished } from './own-value.ts'
import type { PublishedSystem } from './published-system.ts'

/**
 * Counts the primaries that two learners can compute together, each the only contributor of another figure: those
 * that lie in the plane of the two in the kernel of what is published. What no pattern avoids is left out, and so are
 * primaries that hold nobody but the two.
 *
 * One of the two is projected away at a time; whatever is then parallel to the other one is in their plane.
 *
 * @param known primaries that one figure's contributors compute, which are not counted again
 * @param out by table and row: 1 where a release that is out shows it; none where absent
 * @returns null where the time ran out
 */
export function pairLeaks(
  system: PublishedSystem,
  kernel: Kernel,
  primaries: Uint8Array,
  { contributors, fewest }: Contributors,
  known: ReadonlySet<number>,
  budget: AuditBudget,
  out?: readonly Uint8Array[],
): number | null {
  const lone = [...contributors.keys()].filter((v) => fewest[v] === 1)
  const isSecret = (v: number) => primaries[v] === 1 && contributors[v]! > 0 && !known.has(v)
  const secret = [...primaries.keys()].filter(isSecret)
  /** Mostly nobody tells anything, and it is not needed. */
  let least: Kernel | null = null
  const { contains } = containment(system)
  const holdsOnly = (primary: number, one: number, other: number): boolean =>
    contributors[primary]! <= 2 &&
    contributors[primary]! <= Number(contains(one, primary)) + Number(contains(other, primary))
  const isTold = (primary: number, one: number, other: number): boolean => {
    if (primary === one || primary === other || holdsOnly(primary, one, other)) return false
    if (contains(primary, one) || contains(primary, other)) return false
    least ??= leastPublished(system, budget, out)
    // Out of time, which the caller finds out.
    if (least === null) return false
    const [avoided, others] = directionsBeside(least, one, [primary, other])
    return !Number.isNaN(avoided) && avoided !== others
  }
  const leaking = new Set<number>()
  for (const [position, one] of lone.entries()) {
    if (budget.now() >= budget.deadline) return null
    const later = lone.slice(position + 1)
    const others = new Map<number, number[]>()
    for (const [i, direction] of directionsBeside(kernel, one, later).entries()) {
      const same = others.get(direction)
      if (same === undefined) others.set(direction, [later[i]!])
      else same.push(later[i]!)
    }
    others.delete(Number.NaN)
    for (const [i, direction] of directionsBeside(kernel, one, secret).entries()) {
      const primary = secret[i]!
      if (!leaking.has(primary) && others.get(direction)?.some((other) => isTold(primary, one, other)))
        leaking.add(primary)
    }
  }
  return budget.now() >= budget.deadline ? null : leaking.size
}
