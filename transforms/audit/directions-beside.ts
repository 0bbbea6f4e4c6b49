import type { Kernel } from './own-value.ts'
import { inverse, multiply, prime, subtract } from './prime-field.ts'

/**
 * Directions of variables in a kernel once that of `one` is projected away, as numbers: equal where two are parallel,
 * NaN where a variable has none, or lies along `one`, or where `one` has none.
 *
 * Inverses are taken of all denominators at once (Montgomery 1987, section 10.3.1), for there are as many as variables.
 *
 * @param kernel three vectors of residues, or none
 * @returns by position in `variables`
 */
export function directionsBeside(kernel: Kernel, one: number, variables: ArrayLike<number>): Float64Array {
  const directions = new Float64Array(variables.length).fill(Number.NaN)
  const at = kernel.findIndex((vector) => vector[one] !== 0)
  if (at < 0) return directions
  const [first, second] = kernel.filter((_, i) => i !== at)
  if (kernel.length !== 3 || first === undefined || second === undefined)
    throw new Error('the kernel must have three vectors')
  const pivot = kernel[at]!
  const [own, ownFirst, ownSecond] = [pivot[one]!, first[one]!, second[one]!]
  const denominators = new Float64Array(variables.length)
  /** By position: the product of all denominators before. */
  const products = new Float64Array(variables.length)
  let product = 1
  for (let i = 0; i < variables.length; i++) {
    const v = variables[i]!
    const along = pivot[v]!
    const denominator = subtract(multiply(own, first[v]!), multiply(along, ownFirst))
    const numerator = subtract(multiply(own, second[v]!), multiply(along, ownSecond))
    denominators[i] = denominator
    products[i] = product
    if (denominator !== 0) {
      directions[i] = numerator
      product = multiply(product, denominator)
    } else if (numerator !== 0) directions[i] = prime
  }
  let rest = inverse(product)
  for (let i = variables.length - 1; i >= 0; i--) {
    if (denominators[i] === 0) continue
    directions[i] = multiply(directions[i]!, multiply(rest, products[i]!))
    rest = multiply(rest, denominators[i]!)
  }
  return directions
}
