import type { PublishedTable } from '../../schemas/cell.ts'
import type { AuditBudget } from './audit-report.ts'
import { containment } from './containment.ts'
import { exactRecovery } from './exact-recovery.ts'
import type { HiddenSystem } from './hidden-system.ts'
import { hiddenSystem } from './hidden-system.ts'
import { inverse, multiply } from './prime-field.ts'
import { type PublishedSystem, publishedSystem } from './published-system.ts'

/** A primary that the contributors of another hidden quantity can compute together, since they know that one. */
export interface OwnValueLeak {
  readonly primary: number
  /** Variable that its contributors know. */
  readonly known: number
  /** Nothing that could be hidden besides would keep the primary from them. */
  readonly unavoidable: boolean
}

/** By variable: learners behind it, as many as it counts, and as few as there may be. */
export interface Contributors {
  readonly contributors: Int32Array
  readonly fewest: Int32Array
}

/** By variable of one published system: vectors drawn from the kernel of what is published. */
export type Kernel = readonly Float64Array[]

/**
 * Finds what contributors can compute from their own value: knowing x tells p exactly when p, x are proportional
 * in the kernel of the equations, that is, in enough vectors drawn from it.
 *
 * Left out are primaries all of whose learners are contributors of x, and those of the same learners as x.
 *
 * @param kernel 0 at variables that are published or determined
 * @param most contributors that may pool what they know
 * @param out by table and row: 1 where a release that is out shows it; none where absent
 * @returns null where the time ran out
 */
export function ownValueLeaks(
  system: PublishedSystem,
  kernel: Kernel,
  primaries: Uint8Array,
  { contributors, fewest }: Contributors,
  most: number,
  budget: AuditBudget,
  out?: readonly Uint8Array[],
): readonly OwnValueLeak[] | null {
  const { contains, areSame } = containment(system)
  const isKnown = (v: number) => fewest[v]! >= 1 && fewest[v]! <= most
  const parallel = new Map<string, number[]>()
  for (let v = 0; v < system.size; v++) {
    if (primaries[v] === 0 && !isKnown(v)) continue
    const direction = directionOf(kernel, v)
    if (direction === null) continue
    const others = parallel.get(direction)
    if (others === undefined) parallel.set(direction, [v])
    else others.push(v)
  }
  const leaks: { readonly primary: number; readonly known: number }[] = []
  for (const group of parallel.values()) {
    if (group.length === 1) continue
    for (const known of group.filter(isKnown)) {
      for (const primary of group) {
        if (primary === known || primaries[primary] === 0 || contains(primary, known)) continue
        if (contributors[primary] === contributors[known] && areSame(known, primary, contributors)) continue
        leaks.push({ primary, known })
      }
    }
  }
  if (leaks.length === 0) return []
  const least = leastPublished(system, budget, out)
  if (least === null) return null
  return leaks.map(({ primary, known }) => {
    const direction = directionOf(least, primary)
    return { primary, known, unavoidable: direction === null || direction === directionOf(least, known) }
  })
}

/** A variable's entries in all vectors, but for a factor; null where they are 0. */
function directionOf(kernel: Kernel, variable: number): string | null {
  const entries = kernel.map((vector) => vector[variable]!)
  const at = entries.findIndex((entry) => entry !== 0)
  if (at < 0) return null
  const scale = inverse(entries[at]!)
  return entries.map((entry) => multiply(entry, scale)).join(' ')
}

/**
 * Kernel of the release that would publish nothing but what is out and the zeros which this one publishes; null out of
 * time.
 */
export function leastPublished(
  { tables }: PublishedSystem,
  budget: AuditBudget,
  out?: readonly Uint8Array[],
): Kernel | null {
  const hidden = tables.map(({ shape, rows }, t): PublishedTable => {
    const measures = shape.baseMeasures.length
    return {
      shape,
      rows: rows.map((row, r) =>
        out?.[t]?.[r] === 1 || row.figures.slice(0, measures).every(({ value }) => value === 0)
          ? row
          : { ...row, figures: row.figures.map(() => ({ value: null, status: 'c' as const })) },
      ),
    }
  })
  const system = publishedSystem(hidden, 0)
  return kernelOf(system, hiddenSystem(system), budget)
}

function kernelOf(system: PublishedSystem, hidden: HiddenSystem, budget: AuditBudget): Kernel | null {
  const kernel: Float64Array[] = []
  for (const component of hidden.components) {
    const recovery = exactRecovery(component, budget)
    if (recovery === null) return null
    addKernel(kernel, system.size, component.variables, recovery.kernel)
  }
  return kernel
}

/** Enters the vectors of a component at its variables. */
export function addKernel(
  kernel: Float64Array[],
  size: number,
  variables: Int32Array,
  vectors: readonly Float64Array[],
): void {
  vectors.forEach((vector, i) => {
    kernel[i] ??= new Float64Array(size)
    for (let column = 0; column < variables.length; column++) kernel[i][variables[column]!] = vector[column]!
  })
}
