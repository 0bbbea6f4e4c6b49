import { multiply, prime } from './modular.ts'
import { SparseArena } from './sparse-arena.ts'
import type { SparseVector } from './sparse-vector.ts'
import { TimeQueue } from './time-queue.ts'

/**
 * A basis of a span, each vector with a pivot coordinate where it is 1 and later vectors are 0.
 *
 * Left-looking: a vector is reduced when it is asked for, never again once it is in the basis.
 */
export class EchelonBasis {
  readonly #arena: SparseArena
  /** By time: where each vector starts in the arena; one more than vectors. */
  readonly #start: Int32Array
  /** By coordinate: the time of the vector that has its pivot there; −1 for none. */
  readonly #time: Int32Array
  readonly #pivot: Int32Array
  readonly #queue: TimeQueue
  /** By coordinate: the vector under reduction, all zeros between two reductions. */
  readonly #work: Int32Array
  readonly #touched: Int32Array
  readonly #isTouched: Uint8Array
  #length = 0
  #steps = 0

  constructor(size: number) {
    this.#arena = new SparseArena(4 * size + 64)
    this.#start = new Int32Array(size + 1)
    this.#time = new Int32Array(size).fill(-1)
    this.#pivot = new Int32Array(size)
    this.#queue = new TimeQueue(size)
    this.#work = new Int32Array(size)
    this.#touched = new Int32Array(size)
    this.#isTouched = new Uint8Array(size)
  }

  /** Entries stored. */
  get fill(): number {
    return this.#arena.end
  }

  /** Entries multiplied so far. */
  get steps(): number {
    return this.#steps
  }

  /** Appends the rest of a vector to `into`, less its part in the span. @returns the number of entries */
  reduce({ places, values, start, end }: SparseVector, into: SparseArena): number {
    const work = this.#work
    const touched = this.#touched
    const isTouched = this.#isTouched
    const time = this.#time
    const queue = this.#queue
    let count = 0
    queue.clear()
    for (let i = start; i < end; i++) {
      const at = places[i]!
      work[at] = values[i]!
      touched[count++] = at
      isTouched[at] = 1
      if (time[at]! >= 0) queue.push(time[at]!)
    }
    const { places: basisPlaces, values: basisValues } = this.#arena
    for (let next = queue.pop(); next >= 0; next = queue.pop()) {
      const factor = work[this.#pivot[next]!]!
      if (factor === 0) continue
      const negative = prime - factor
      const to = this.#start[next + 1]!
      this.#steps += to - this.#start[next]!
      for (let i = this.#start[next]!; i < to; i++) {
        const at = basisPlaces[i]!
        if (isTouched[at] === 0) {
          isTouched[at] = 1
          touched[count++] = at
          if (time[at]! >= 0) queue.push(time[at]!)
        }
        const sum = work[at]! + multiply(negative, basisValues[i]!)
        work[at] = sum >= prime ? sum - prime : sum
      }
    }
    let from = into.take(count)
    for (let i = 0; i < count; i++) {
      const at = touched[i]!
      isTouched[at] = 0
      if (work[at] === 0) continue
      into.places[from] = at
      into.values[from++] = work[at]!
      work[at] = 0
    }
    const kept = from - (into.end - count)
    into.end = from
    return kept
  }

  /** Adds a reduced vector that is 1 at its pivot. */
  add({ places, values, start, end }: SparseVector, pivot: number): void {
    const from = this.#arena.take(end - start)
    this.#arena.places.set(places.subarray(start, end), from)
    this.#arena.values.set(values.subarray(start, end), from)
    this.#time[pivot] = this.#length
    this.#pivot[this.#length++] = pivot
    this.#start[this.#length] = this.#arena.end
  }
}
