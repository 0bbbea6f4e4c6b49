/** The largest prime below 2^26: products of two residues are exact in doubles. */
export const prime = 67_108_859
const perPrime = 1 / prime

/** @param value a whole number below 2^53 in size */
export function residue(value: number): number {
  const rest = value % prime
  return rest < 0 ? rest + prime : rest
}

export function add(a: number, b: number): number {
  const sum = a + b
  return sum >= prime ? sum - prime : sum
}

export function subtract(a: number, b: number): number {
  const difference = a - b
  return difference < 0 ? difference + prime : difference
}

/** The quotient is estimated, which is off by one at most: several times faster than `%` on doubles. */
export function multiply(a: number, b: number): number {
  const product = a * b
  const rest = product - Math.floor(product * perPrime) * prime
  return rest < 0 ? rest + prime : rest >= prime ? rest - prime : rest
}

/** @param value a residue other than 0 */
export function inverse(value: number): number {
  if (value === 1 || value === prime - 1) return value
  let [a, b, x, y] = [value, prime, 1, 0]
  while (b !== 0) {
    const quotient = Math.floor(a / b)
    ;[a, b] = [b, a - quotient * b]
    ;[x, y] = [y, x - quotient * y]
  }
  return residue(x)
}
