import type { AuditBudget } from './audit-report.ts'
import type { HiddenComponent } from './components.ts'
import { eliminate } from './elimination.ts'
import { kernelVector } from './kernel.ts'

/** What the equations of a component alone give away. */
export interface ExactRecovery {
  /** By column: 1 where the equations determine it. */
  readonly determined: Uint8Array
  /** Rows of the component's equations that are independent and span all of them, ascending. */
  readonly independent: readonly number[]
  /** Vectors drawn from the kernel of the equations; residues by column. */
  readonly kernel: readonly Float64Array[]
  /** False where the equations contradict each other. */
  readonly consistent: boolean
}

/**
 * Fixed vectors in place of random ones. A free column misses detection with probability 1/prime for each; two
 * columns are taken for proportional with probability 1/prime for each but the first.
 */
const kernelVectors = 3

/**
 * Finds the columns that the equations determine: those at which every vector of the kernel is 0.
 *
 * Elimination is modulo a prime, which is exact in doubles; a few vectors drawn from the kernel stand for all of
 * it. A column that the equations determine is never missed, unless the prime divides a minor of the matrix,
 * and one that they leave open is taken for determined with probability 2^-75.
 *
 * @returns null where the time ran out
 */
export function exactRecovery(component: HiddenComponent, budget: AuditBudget): ExactRecovery | null {
  const size = component.variables.length
  const echelon = eliminate(component.equations, size, budget)
  if (echelon === null) return null
  const kernel = Array.from({ length: kernelVectors }, (_, seed) =>
    kernelVector(echelon, component.variables, seed),
  )
  const determined = new Uint8Array(size).fill(1)
  for (const vector of kernel) {
    for (let column = 0; column < size; column++) if (vector[column] !== 0) determined[column] = 0
  }
  const independent = [...echelon.order].sort((a, b) => a - b)
  return { determined, independent, kernel, consistent: echelon.consistent }
}
