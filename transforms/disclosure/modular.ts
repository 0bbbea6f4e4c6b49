/** Largest prime below 2^26: products of two residues are exact in doubles. */
export const prime = 67108859

const inverse = 1 / prime

/** a · b for residues 0 ≤ a, b < prime. */
export function multiply(a: number, b: number): number {
  const product = a * b
  const rest = product - ((product * inverse) | 0) * prime
  return rest < 0 ? rest + prime : rest >= prime ? rest - prime : rest
}

export function subtract(a: number, b: number): number {
  return a < b ? a - b + prime : a - b
}

export function residue(a: number): number {
  const rest = a % prime
  return rest < 0 ? rest + prime : rest
}

/** The x with a · x = 1, by Fermat's little theorem; a must not be 0. */
export function reciprocal(a: number): number {
  let result = 1
  let base = a
  for (let exponent = prime - 2; exponent > 0; exponent = Math.floor(exponent / 2)) {
    if (exponent % 2 === 1) result = multiply(result, base)
    base = multiply(base, base)
  }
  return result
}
