import { multiply, residue, subtract } from './modular.ts'

/** A vector without its zeros: residue `values[i]` at coordinate `places[i]` for start ≤ i < end. */
export interface SparseVector {
  readonly places: Int32Array
  readonly values: Int32Array
  readonly start: number
  readonly end: number
}

/** target − factor · vector, in place; both are coordinate → residue, zeros absent. */
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
export function combine(vectors: readonly SparseVector[], coefficients: readonly number[]): SparseVector {
  const sum = new Map<number, number>()
  vectors.forEach(({ places, values, start, end }, v) => {
    const factor = residue(coefficients[v]!)
    for (let i = start; i < end; i++) {
      const rest = (sum.get(places[i]!) ?? 0) + multiply(factor, values[i]!)
      sum.set(places[i]!, residue(rest))
    }
  })
  const entries = [...sum].filter(([, value]) => value !== 0)
  return {
    places: Int32Array.from(entries, ([place]) => place),
    values: Int32Array.from(entries, ([, value]) => value),
    start: 0,
    end: entries.length,
  }
}
