import type { AuditBudget } from './audit-report.ts'
import { containment } from './containment.ts'
import { type Contributors, type Kernel, leastPublished } from './own-value.ts'
import { inverse, multiply, residue } from './prime-field.ts'
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
  const { contains } = containment(system)
  const lone = [...contributors.keys()].filter((v) => fewest[v] === 1)
  const secret = [...primaries.keys()].filter((v) => primaries[v] === 1 && !known.has(v))
  const least = lone.length === 0 ? [] : leastPublished(system, budget, out)
  if (least === null) return null
  const leaking = new Set<number>()
  for (const one of lone) {
    if (budget.now() >= budget.deadline) return null
    const directionOf = directionsBeside(kernel, one)
    if (directionOf === null) continue
    const others = new Map<string, number[]>()
    for (const other of lone) {
      const direction = directionOf(other)
      if (other > one && direction !== null) others.set(direction, [...(others.get(direction) ?? []), other])
    }
    if (others.size === 0) continue
    const directionAtLeast = directionsBeside(least, one)
    for (const primary of secret) {
      if (leaking.has(primary)) continue
      for (const other of others.get(directionOf(primary) ?? '') ?? []) {
        const members = Number(contains(one, primary)) + Number(contains(other, primary))
        if (primary === one || primary === other || contributors[primary]! <= members) continue
        if (contains(primary, one) || contains(primary, other)) continue
        const avoided = directionAtLeast?.(primary) ?? null
        if (avoided !== null && avoided !== directionAtLeast!(other)) leaking.add(primary)
      }
    }
  }
  return leaking.size
}

/** Directions of variables once that of one is projected away; null where it has none, or where they lie along it. */
function directionsBeside(kernel: Kernel, one: number): ((variable: number) => string | null) | null {
  const own = kernel.map((vector) => vector[one]!)
  const at = own.findIndex((entry) => entry !== 0)
  if (at < 0) return null
  const scale = inverse(own[at]!)
  return (variable) => {
    const factor = multiply(kernel[at]![variable]!, scale)
    const rest = kernel.map((vector, i) => residue(vector[variable]! - multiply(factor, own[i]!)))
    const first = rest.findIndex((entry) => entry !== 0)
    if (first < 0) return null
    const unit = inverse(rest[first]!)
    return rest.map((entry) => multiply(entry, unit)).join(' ')
  }
}
