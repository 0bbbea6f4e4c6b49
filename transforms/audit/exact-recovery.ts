import type { AuditBudget } from './audit-report.ts'
import type { HiddenComponent } from './components.ts'
import { eliminate } from './elimination.ts'
import { add, inverse, multiply, prime, residue } from './prime-field.ts'

/** What the equations of a component alone give away. */
export interface ExactRecovery {
  /** By column: 1 where the equations determine it. */
  readonly determined: Uint8Array
  /** Rows of the component's equations that are independent and span all of them, ascending. */
  readonly independent: readonly number[]
  /** False where the equations contradict each other. */
  readonly consistent: boolean
}

/** Fixed vectors in place of random ones: a free column misses detection with probability 1/prime for each. */
const kernelVectors = 2

/**
 * Finds the columns that the equations determine: those at which every vector of the kernel is 0.
 *
 * Elimination is modulo a prime, which is exact in doubles; two vectors drawn from the kernel stand for all of
 * it. A column that the equations determine is never missed, unless the prime divides a minor of the matrix,
 * and one that they leave open is taken for determined with probability 2^-50.
 *
 * @returns null where the time ran out
 */
export function exactRecovery(component: HiddenComponent, budget: AuditBudget): ExactRecovery | null {
  const size = component.variables.length
  const echelon = eliminate(component.equations, size, budget)
  if (echelon === null) return null
  const determined = new Uint8Array(size).fill(1)
  for (let vector = 0; vector < kernelVectors; vector++) {
    const kernel = new Float64Array(size)
    const isPivot = new Uint8Array(size)
    for (const { pivot } of echelon.pivots) isPivot[pivot] = 1
    let state = 7_919 + vector
    for (let column = 0; column < size; column++) {
      if (isPivot[column] === 1) continue
      state = residue(state * 48_271 + 11)
      kernel[column] = 1 + (state % (prime - 1))
    }
    for (const { pivot, columns, values } of echelon.pivots.toReversed()) {
      let sum = 0
      let own = 1
      columns.forEach((column, e) => {
        if (column === pivot) own = values[e]!
        else sum = add(sum, multiply(values[e]!, kernel[column]!))
      })
      kernel[pivot] = multiply(residue(-sum), inverse(own))
    }
    kernel.forEach((value, column) => {
      if (value !== 0) determined[column] = 0
    })
  }
  const independent = echelon.pivots.map(({ row }) => row).sort((a, b) => a - b)
  return { determined, independent, consistent: echelon.consistent }
}
