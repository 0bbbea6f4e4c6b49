import { multiply, residue, subtract } from './modular.ts'

/** Coordinate → residue; zeros are absent. */
export type SparseVector = Map<number, number>

/** target − factor · vector, in place. */
export function subtractMultiple<K>(
  target: Map<K, number>,
  factor: number,
  vector: ReadonlyMap<K, number>,
): void {
  if (factor === 0) return
  for (const [i, value] of vector) {
    const rest = subtract(target.get(i) ?? 0, multiply(factor, value))
    if (rest === 0) target.delete(i)
    else target.set(i, rest)
  }
}

/** Σ coefficient · vector. */
export function combine<K>(
  vectors: readonly ReadonlyMap<K, number>[],
  coefficients: readonly number[],
): Map<K, number> {
  const sum = new Map<K, number>()
  vectors.forEach((vector, i) => {
    subtractMultiple(sum, residue(-coefficients[i]!), vector)
  })
  return sum
}
