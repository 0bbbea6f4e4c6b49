import { multiply, prime } from './modular.ts'
import { SparseArena } from './sparse-arena.ts'
import type { SparseVector } from './sparse-vector.ts'

/**
 * Vectors that must stay outside of a span, each kept reduced by what is in it.
 *
 * They lie in one arena; a vector that outgrows its room moves to the end, and the arena is compacted when
 * most of it is abandoned. For each coordinate a list tells which of them are not zero there; it may be
 * outdated, and is rebuilt when most of it is.
 */
export class GuardedVectors {
  #arena: SparseArena
  readonly #start: number[] = []
  readonly #length: number[] = []
  readonly #room: number[] = []
  #live = 0
  /** By coordinate: how many are not zero there. */
  readonly holders: Int32Array
  readonly #head: Int32Array
  #who: Int32Array
  #next: Int32Array
  #links = 0
  /** By coordinate: the vector that is being published, and the last guarded one that met it there. */
  readonly #work: Int32Array
  readonly #met: Int32Array
  #round = 0
  #steps = 0

  constructor(size: number) {
    this.#arena = new SparseArena(size + 64)
    this.holders = new Int32Array(size)
    this.#head = new Int32Array(size).fill(-1)
    this.#who = new Int32Array(size + 64)
    this.#next = new Int32Array(size + 64)
    this.#work = new Int32Array(size)
    this.#met = new Int32Array(size)
  }

  get count(): number {
    return this.#start.length
  }

  /** Entries stored, abandoned ones included. */
  get fill(): number {
    return this.#arena.end
  }

  get steps(): number {
    return this.#steps
  }

  vector(id: number): SparseVector {
    const { places, values } = this.#arena
    const start = this.#start[id]!
    return { places, values, start, end: start + this.#length[id]! }
  }

  add({ places, values, start, end }: SparseVector): void {
    const id = this.#start.length
    const length = end - start
    const from = this.#arena.take(length)
    this.#arena.places.set(places.subarray(start, end), from)
    this.#arena.values.set(values.subarray(start, end), from)
    this.#start.push(from)
    this.#length.push(length)
    this.#room.push(length)
    this.#live += length
    for (let i = start; i < end; i++) this.#link(places[i]!, id)
  }

  /** Whether a vector that is 1 at its pivot is proportional to a guarded one. */
  hasParallel({ places, values, start, end }: SparseVector, pivot: number): boolean {
    const work = this.#work
    let loaded = false
    let found = false
    for (let link = this.#head[pivot]!; link >= 0 && !found; link = this.#next[link]!) {
      const id = this.#who[link]!
      if (this.#length[id] !== end - start) continue
      if (!loaded) for (let i = start; i < end; i++) work[places[i]!] = values[i]!
      loaded = true
      const from = this.#start[id]!
      const to = from + this.#length[id]!
      const factor = this.valueAt(id, pivot)
      found = factor !== 0
      for (let i = from; i < to && found; i++) {
        this.#steps++
        found = multiply(factor, work[this.#arena.places[i]!]!) === this.#arena.values[i]!
      }
    }
    if (loaded) for (let i = start; i < end; i++) work[places[i]!] = 0
    return found
  }

  /** Those that are not zero at a coordinate, each once. */
  at(place: number): readonly number[] {
    const found = new Set<number>()
    for (let link = this.#head[place]!; link >= 0; link = this.#next[link]!) {
      if (this.valueAt(this.#who[link]!, place) !== 0) found.add(this.#who[link]!)
    }
    return [...found]
  }

  /** Subtracts from every guarded vector the multiple of a vector, 1 at its pivot, that makes it 0 there. */
  reduceBy({ places, values, start, end }: SparseVector, pivot: number): void {
    if (this.holders[pivot] === 0) return
    const work = this.#work
    for (let i = start; i < end; i++) work[places[i]!] = values[i]!
    for (let link = this.#head[pivot]!; link >= 0; link = this.#next[link]!) {
      const factor = this.valueAt(this.#who[link]!, pivot)
      if (factor !== 0) this.#subtract(this.#who[link]!, prime - factor, { places, values, start, end })
    }
    this.#head[pivot] = -1
    for (let i = start; i < end; i++) work[places[i]!] = 0
    if (this.#arena.end > 3 * this.#live + 4096) this.#compact()
    if (this.#links > 2 * this.#live + 4096) this.#relink()
  }

  /** Guards a vector no longer. */
  drop(id: number): void {
    const { places, start, end } = this.vector(id)
    for (let i = start; i < end; i++) this.holders[places[i]!]!--
    this.#live -= end - start
    this.#length[id] = 0
  }

  valueAt(id: number, place: number): number {
    const { places, values } = this.#arena
    const end = this.#start[id]! + this.#length[id]!
    for (let i = this.#start[id]!; i < end; i++) if (places[i] === place) return values[i]!
    return 0
  }

  #subtract(id: number, negative: number, { places, values, start, end }: SparseVector): void {
    const round = ++this.#round
    const work = this.#work
    const met = this.#met
    const arena = this.#arena
    const from = this.#start[id]!
    const before = from + this.#length[id]!
    this.#steps += before - from + end - start
    let to = from
    let hits = 0
    for (let i = from; i < before; i++) {
      const at = arena.places[i]!
      let value = arena.values[i]!
      if (work[at] !== 0) {
        met[at] = round
        hits++
        value += multiply(negative, work[at]!)
        if (value >= prime) value -= prime
        if (value === 0) {
          this.holders[at]!--
          continue
        }
      }
      arena.places[to] = at
      arena.values[to++] = value
    }
    const length = to - from + end - start - hits
    to = this.#makeRoom(id, to - from, length)
    if (hits < end - start) {
      for (let i = start; i < end; i++) {
        const at = places[i]!
        if (met[at] === round) continue
        this.#arena.places[to] = at
        this.#arena.values[to++] = multiply(negative, values[i]!)
        this.#link(at, id)
      }
    }
    this.#live += length - this.#length[id]!
    this.#length[id] = length
  }

  /** @returns where to append the entries that `kept` lacks to `length` */
  #makeRoom(id: number, kept: number, length: number): number {
    const from = this.#start[id]!
    if (length <= this.#room[id]!) return from + kept
    const room = length + (length >> 1)
    const moved = this.#arena.take(room)
    this.#arena.places.copyWithin(moved, from, from + kept)
    this.#arena.values.copyWithin(moved, from, from + kept)
    this.#start[id] = moved
    this.#room[id] = room
    return moved + kept
  }

  #compact(): void {
    const old = this.#arena
    this.#arena = new SparseArena(this.#live + (this.#live >> 1) + 4096)
    for (let id = 0; id < this.#start.length; id++) {
      const start = this.#start[id]!
      const length = this.#length[id]!
      const moved = this.#arena.take(length)
      this.#arena.places.set(old.places.subarray(start, start + length), moved)
      this.#arena.values.set(old.values.subarray(start, start + length), moved)
      this.#start[id] = moved
      this.#room[id] = length
    }
  }

  #link(place: number, id: number): void {
    this.holders[place]!++
    if (this.#links === this.#who.length) {
      const [who, next] = [this.#who, this.#next]
      this.#who = new Int32Array(Math.ceil(who.length * 1.5))
      this.#next = new Int32Array(this.#who.length)
      this.#who.set(who)
      this.#next.set(next)
    }
    this.#who[this.#links] = id
    this.#next[this.#links] = this.#head[place]!
    this.#head[place] = this.#links++
  }

  #relink(): void {
    this.#links = 0
    this.#head.fill(-1)
    this.holders.fill(0)
    for (let id = 0; id < this.#start.length; id++) {
      const end = this.#start[id]! + this.#length[id]!
      for (let i = this.#start[id]!; i < end; i++) this.#link(this.#arena.places[i]!, id)
    }
  }
}
