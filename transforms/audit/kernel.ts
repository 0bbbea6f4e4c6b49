import type { Echelon } from './elimination.ts'
import { add, inverse, multiply, prime, residue } from './prime-field.ts'

/**
 * A vector that every row of a matrix takes to 0, drawn from all of them by a seed; residues by column.
 *
 * Columns without a pivot are drawn one by one, the others follow from the last row up.
 *
 * @param variables by column: what it stands for in the whole, so that no two matrices draw alike
 */
export function kernelVector(echelon: Echelon, variables: Int32Array, seed: number): Float64Array {
  const { rows, order, pivots } = echelon
  const size = variables.length
  const kernel = new Float64Array(size)
  const isPivot = new Uint8Array(size)
  for (const r of order) isPivot[pivots[r]!] = 1
  for (let column = 0; column < size; column++) {
    if (isPivot[column] === 0) kernel[column] = 1 + (scrambled(variables[column]!, seed) % (prime - 1))
  }
  for (let at = order.length - 1; at >= 0; at--) {
    const r = order[at]!
    const pivot = pivots[r]!
    let sum = 0
    let own = 1
    for (let e = rows.starts[r]!; e < rows.starts[r]! + rows.lengths[r]!; e++) {
      if (rows.columns[e] === pivot) own = rows.values[e]!
      else sum = add(sum, multiply(rows.values[e]!, kernel[rows.columns[e]!]!))
    }
    kernel[pivot] = multiply(residue(-sum), inverse(own))
  }
  return kernel
}

/** A number below 2^32 without any linear relation between seeds (the finalizer of MurmurHash3; Appleby 2011). */
export function scrambled(value: number, seed: number): number {
  let mixed = value ^ Math.imul(seed + 1, 0x9e3779b9)
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}
