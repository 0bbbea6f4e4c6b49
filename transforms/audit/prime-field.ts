/** The largest prime below 2^26: products of two residues are exact in doubles. */
export const prime = 67_108_859

/** @param value a whole number below 2^53 in size */
export function residue(value: number): number {
  const rest = value % prime
  return rest < 0 ? rest + prime : rest
}

export function add(a: number, b: number): number {
  const sum = a + b
  return sum >= prime ? sum - prime : sum
}

export function multiply(a: number, b: number): number {
  return (a * b) % prime
}

/** @param value a residue other than 0 */
export function inverse(value: number): number {
  let [a, b, x, y] = [value, prime, 1, 0]
  while (b !== 0) {
    const quotient = Math.floor(a / b)
    ;[a, b] = [b, a - quotient * b]
    ;[x, y] = [y, x - quotient * y]
  }
  return residue(x)
}
