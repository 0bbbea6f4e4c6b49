import { multiply, prime, reciprocal } from './modular.ts'
import { type SparseVector, subtractMultiple } from './sparse-vector.ts'

/**
 * What a reader can compute from the published quantities: the span of their vectors modulo a prime.
 *
 * Guarded vectors must stay outside of it. They are kept reduced, so that publishing a vector discloses a
 * guarded one exactly if the two are proportional once both are reduced.
 */
export class PublishedSpan {
  /** For each coordinate: the reduced vector that has its pivot there. */
  readonly #basis: (SparseVector | null)[]
  /** For each coordinate: when its vector came; later ones may occur in earlier ones. */
  readonly #time: Int32Array
  #published = 0
  readonly #guarded: SparseVector[] = []
  /** For each coordinate: the guarded vectors that are not zero there. */
  readonly #holders: Set<number>[]

  constructor(size: number) {
    this.#basis = Array.from({ length: size }, () => null)
    this.#time = new Int32Array(size)
    this.#holders = Array.from({ length: size }, () => new Set())
  }

  /** The guarded vectors in the order in which they came, each less its part in the span. */
  get guarded(): readonly ReadonlyMap<number, number>[] {
    return this.#guarded
  }

  has(vector: ReadonlyMap<number, number>): boolean {
    return this.#reduce(vector).size === 0
  }

  /** Guards a vector from now on; it must not be in the span already. */
  guard(vector: ReadonlyMap<number, number>): void {
    const rest = this.#reduce(vector)
    for (const i of rest.keys()) this.#holders[i]!.add(this.#guarded.length)
    this.#guarded.push(rest)
  }

  /** Whether publishing vectors that go together would put a guarded one in the span. */
  wouldDisclose(vectors: readonly ReadonlyMap<number, number>[]): boolean {
    return this.#discloses(this.#echelon(vectors.map((vector) => this.#reduce(vector))))
  }

  /** Publishes vectors that go together, unless that would put a guarded one in the span. */
  publish(vectors: readonly ReadonlyMap<number, number>[]): boolean {
    const fresh = this.#echelon(vectors.map((vector) => this.#reduce(vector)))
    if (this.#discloses(fresh)) return false
    for (const { pivot, vector } of fresh) {
      this.#basis[pivot] = vector
      this.#time[pivot] = this.#published++
      for (const id of [...this.#holders[pivot]!]) this.#reduceGuarded(id, pivot, vector)
    }
    return true
  }

  #reduce(vector: ReadonlyMap<number, number>): SparseVector {
    const rest: SparseVector = new Map(vector)
    const pending = new PivotQueue(this.#time)
    for (const i of rest.keys()) if (this.#basis[i]! !== null) pending.push(i)
    for (let pivot = pending.pop(); pivot !== undefined; pivot = pending.pop()) {
      const factor = rest.get(pivot)
      if (factor === undefined) continue
      const basis = this.#basis[pivot]!
      subtractMultiple(rest, factor, basis)
      for (const i of basis.keys()) if (i !== pivot && this.#basis[i]! !== null) pending.push(i)
    }
    return rest
  }

  /** Reduces the vectors by one another; pivots where the fewest guarded vectors have to follow. */
  #echelon(vectors: readonly SparseVector[]): { pivot: number; vector: SparseVector }[] {
    const rows: { pivot: number; vector: SparseVector }[] = []
    for (const vector of vectors) {
      for (const row of rows) subtractMultiple(vector, vector.get(row.pivot) ?? 0, row.vector)
      let pivot = -1
      for (const i of vector.keys()) {
        if (pivot === -1 || this.#holders[i]!.size < this.#holders[pivot]!.size) pivot = i
      }
      if (pivot === -1) continue
      const scale = reciprocal(vector.get(pivot)!)
      if (scale !== 1) for (const [i, value] of vector) vector.set(i, multiply(value, scale))
      for (const row of rows) subtractMultiple(row.vector, row.vector.get(pivot) ?? 0, vector)
      rows.push({ pivot, vector })
    }
    return rows
  }

  #discloses(fresh: readonly { pivot: number; vector: SparseVector }[]): boolean {
    const widest = fresh.reduce((sum, { vector }) => sum + vector.size, 0)
    const seen = new Set<number>()
    for (const { pivot } of fresh) {
      for (const id of this.#holders[pivot]!) {
        if (seen.has(id)) continue
        seen.add(id)
        if (this.#guarded[id]!.size <= widest && isCombination(this.#guarded[id]!, fresh)) return true
      }
    }
    return false
  }

  #reduceGuarded(id: number, pivot: number, vector: SparseVector): void {
    const guarded = this.#guarded[id]!
    const factor = guarded.get(pivot)!
    for (const [i, value] of vector) {
      const before = guarded.get(i) ?? 0
      const product = multiply(factor, value)
      const after = before < product ? before - product + prime : before - product
      if (after === 0) {
        guarded.delete(i)
        this.#holders[i]!.delete(id)
      } else {
        guarded.set(i, after)
        if (before === 0) this.#holders[i]!.add(id)
      }
    }
  }
}

function isCombination(
  guarded: ReadonlyMap<number, number>,
  fresh: readonly { pivot: number; vector: SparseVector }[],
): boolean {
  const [only, ...others] = fresh
  if (only !== undefined && others.length === 0) {
    const factor = guarded.get(only.pivot)!
    if (only.vector.size !== guarded.size) return false
    for (const [i, value] of guarded) {
      const own = only.vector.get(i)
      if (own === undefined || multiply(factor, own) !== value) return false
    }
    return true
  }
  const rest: SparseVector = new Map(guarded)
  for (const { pivot, vector } of fresh) subtractMultiple(rest, guarded.get(pivot) ?? 0, vector)
  return rest.size === 0
}

/** Pivots to reduce by, earliest published first, as a binary heap. */
class PivotQueue {
  readonly #heap: number[] = []
  readonly #queued = new Set<number>()
  readonly #time: Int32Array

  constructor(time: Int32Array) {
    this.#time = time
  }

  push(pivot: number): void {
    if (this.#queued.has(pivot)) return
    this.#queued.add(pivot)
    const heap = this.#heap
    let at = heap.length
    heap.push(pivot)
    while (at > 0) {
      const above = (at - 1) >> 1
      if (this.#time[heap[above]!]! <= this.#time[pivot]!) break
      heap[at] = heap[above]!
      at = above
    }
    heap[at] = pivot
  }

  pop(): number | undefined {
    const heap = this.#heap
    const first = heap[0]
    const last = heap.pop()
    if (first === undefined || last === undefined || heap.length === 0) return first
    let at = 0
    for (;;) {
      let below = 2 * at + 1
      if (below >= heap.length) break
      const right = below + 1
      if (right < heap.length && this.#time[heap[right]!]! < this.#time[heap[below]!]!) below = right
      if (this.#time[heap[below]!]! >= this.#time[last]!) break
      heap[at] = heap[below]!
      at = below
    }
    heap[at] = last
    return first
  }
}
