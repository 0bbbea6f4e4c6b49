/** Attacks by linear algebra reckon with whole numbers modulo this prime: products of two are exact. */
export const prime = 1_000_003

/** @returns the same number, from 0 up to the prime */
export function modulo(value: number): number {
  return ((value % prime) + prime) % prime
}

/** By Fermat's little theorem. */
export function inverseOf(value: number): number {
  let result = 1
  for (let [base, exponent] = [modulo(value), prime - 2]; exponent > 0; exponent >>= 1) {
    if (exponent & 1) result = (result * base) % prime
    base = (base * base) % prime
  }
  return result
}
