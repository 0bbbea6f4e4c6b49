/** Largest prime below 2^26: products of two residues are exact in doubles. */
export const prime = 67108859

const inverse = 1 / prime

/** a · b for residues 0 ≤ a, b < prime. */
export function multiply(a: number, b: number): number {
  if (a === 1) return b
  if (a === prime - 1) return b === 0 ? 0 : prime - b
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

/** The x with a · x = 1, by Euclid's algorithm; a must not be 0. */
export function reciprocal(a: number): number {
  if (a === 1 || a === prime - 1) return a
  let [rest, next] = [prime, a]
  let [x, y] = [0, 1]
  while (next > 1) {
    const quotient = (rest / next) | 0
    const remainder = rest - quotient * next
    rest = next
    next = remainder
    const z = x - quotient * y
    x = y
    y = z
  }
  return y < 0 ? y + prime : y
}
