import { EchelonBasis } from './echelon-basis.ts'
import { GuardedVectors } from './guarded-vectors.ts'
import { multiply, prime, reciprocal } from './modular.ts'
import { ParallelClasses, type ParallelPair } from './parallel-classes.ts'
import { SparseArena } from './sparse-arena.ts'
import type { SparseVector } from './sparse-vector.ts'

/** A reduced vector, 1 at its pivot, where the others that came with it are 0. */
interface FreshVector extends SparseVector {
  readonly pivot: number
}

/**
 * What a reader can compute from the published quantities: the span of their vectors modulo a prime.
 *
 * Guarded vectors must stay outside of it. They are kept reduced, so that publishing a vector discloses a
 * guarded one exactly if the two are proportional once both are reduced.
 */
export class PublishedSpan {
  readonly #basis: EchelonBasis
  readonly #guarded: GuardedVectors
  readonly #scratch = new SparseArena(256)
  #classes: ParallelClasses | null = null
  readonly #conflicts: ParallelPair[] = []

  constructor(size: number) {
    this.#basis = new EchelonBasis(size)
    this.#guarded = new GuardedVectors(size)
  }

  /** Multiplications so far: what a bound on work counts, so that the outcome does not depend on the machine. */
  get steps(): number {
    return this.#basis.steps + this.#guarded.steps
  }

  /** Entries stored, 8 bytes each. */
  get fill(): number {
    return this.#basis.fill + this.#guarded.fill
  }

  has(vector: SparseVector): boolean {
    this.#scratch.end = 0
    return this.#basis.reduce(vector, this.#scratch) === 0
  }

  /** Guards a vector from now on; it must not be in the span already. */
  guard(vector: SparseVector): void {
    if (this.#basis.fill === 0) {
      this.#guarded.add(vector)
      return
    }
    this.#scratch.end = 0
    this.#basis.reduce(vector, this.#scratch)
    const { places, values, end } = this.#scratch
    this.#guarded.add({ places, values, start: 0, end })
  }

  /**
   * From now on lone contributors must not compute guarded vectors either; what they can compute already is
   * accepted.
   *
   * @param persons for each guarded vector: the number of the only learners behind it, or `nobody`
   * @returns for each guarded vector: one that it is parallel to already, the same for all that are
   */
  keepApart(persons: Int32Array): Int32Array {
    const classes = new ParallelClasses(this.#guarded, persons)
    this.#classes = classes
    return Int32Array.from(persons, (_, id) => classes.representative(id))
  }

  /** Pairs for whose sake vectors were not published. */
  get conflicts(): readonly ParallelPair[] {
    return this.#conflicts
  }

  /** Whether publishing vectors that go together would put a guarded one in the span. */
  wouldDisclose(vectors: readonly SparseVector[]): boolean {
    return this.#discloses(this.#reduced(vectors))
  }

  /** Publishes vectors that go together, unless that would put a guarded one in the span. */
  publish(vectors: readonly SparseVector[]): boolean {
    const fresh = this.#reduced(vectors)
    if (this.#discloses(fresh)) return false
    for (const vector of fresh) {
      this.#basis.add(vector, vector.pivot)
      this.#guarded.reduceBy(vector, vector.pivot)
    }
    this.#classes?.settle()
    return true
  }

  /** Reduces the vectors by the span and by one another; pivots where the fewest guarded ones have to follow. */
  #reduced(vectors: readonly SparseVector[]): readonly FreshVector[] {
    const scratch = this.#scratch
    scratch.end = 0
    const [only] = vectors
    if (vectors.length === 1 && only !== undefined) {
      const end = this.#basis.reduce(only, scratch)
      return end === 0
        ? []
        : [this.#normalized({ places: scratch.places, values: scratch.values, start: 0, end })]
    }
    const own: FreshVector[] = []
    for (const vector of vectors) {
      const start = scratch.end
      const length = this.#basis.reduce(vector, scratch)
      const { places, values } = scratch
      const rest = less({ places, values, start, end: start + length }, own)
      if (rest.end === 0) continue
      const fresh = this.#normalized(rest)
      own.forEach((before, i) => {
        own[i] = { ...less(before, [fresh]), pivot: before.pivot }
      })
      own.push(fresh)
    }
    return own
  }

  #normalized({ places, values, start, end }: SparseVector): FreshVector {
    const { holders } = this.#guarded
    let best = start
    for (let i = start + 1; i < end; i++) if (holders[places[i]!]! < holders[places[best]!]!) best = i
    if (values[best] !== 1) {
      const scale = reciprocal(values[best]!)
      for (let i = start; i < end; i++) values[i] = multiply(values[i]!, scale)
    }
    return { places, values, start, end, pivot: places[best]! }
  }

  #discloses(fresh: readonly FreshVector[]): boolean {
    const [only] = fresh
    const exposed =
      only !== undefined && fresh.length === 1
        ? this.#guarded.hasParallel(only, only.pivot)
        : fresh.some(({ pivot }) =>
            this.#guarded.at(pivot).some((id) => less(this.#guarded.vector(id), fresh).end === 0),
          )
    if (exposed) return true
    const conflict = this.#classes?.conflict(fresh) ?? null
    if (conflict !== null) this.#conflicts.push(conflict)
    return conflict !== null
  }
}

/** A vector less the multiples of others that make it 0 at their pivots, in arrays of its own. */
function less(vector: SparseVector, others: readonly FreshVector[]): SparseVector {
  const rest = new Map<number, number>()
  for (let i = vector.start; i < vector.end; i++) rest.set(vector.places[i]!, vector.values[i]!)
  for (const { pivot, places, values, start, end } of others) {
    const factor = rest.get(pivot)
    if (factor === undefined) continue
    for (let i = start; i < end; i++) {
      const sum = (rest.get(places[i]!) ?? 0) + multiply(prime - factor, values[i]!)
      const value = sum >= prime ? sum - prime : sum
      if (value === 0) rest.delete(places[i]!)
      else rest.set(places[i]!, value)
    }
  }
  return {
    places: Int32Array.from(rest.keys()),
    values: Int32Array.from(rest.values()),
    start: 0,
    end: rest.size,
  }
}
