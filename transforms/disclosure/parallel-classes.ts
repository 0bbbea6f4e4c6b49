import type { GuardedVectors } from './guarded-vectors.ts'
import { multiply, prime, reciprocal } from './modular.ts'
import type { SparseVector } from './sparse-vector.ts'

/** A lone contributor knows their own cell, and with it all whose reduced vectors are parallel to it. */
export interface ParallelPair {
  /** Guarded vectors, by number. */
  readonly singleton: number
  readonly primary: number
  /** primary + coefficient · singleton would be in the span; a residue. */
  readonly coefficient: number
}

interface PendingMove {
  readonly id: number
  readonly print: readonly [number, number, number]
  readonly direction: number
}

/** No learner is alone behind a vector. */
export const nobody = -1
const several = -2

/**
 * Which guarded vectors are parallel once reduced: classes that grow together as more is published, but never
 * come apart. Two may not grow together where a lone contributor is behind either.
 *
 * A class is known by three pseudo-random linear functionals of its vector, two ratios of which name its
 * direction. Different directions agree with a chance of 2⁻⁵² a pair: then a row is hidden needlessly.
 */
export class ParallelClasses {
  readonly #guarded: GuardedVectors
  /** By guarded vector: the one that stands for its class. */
  readonly #standsFor: Int32Array
  /** By representative: the learner alone behind all of the class, `nobody`, or `several`. */
  readonly #person: Int32Array
  readonly #prints: (readonly [number, number, number])[]
  readonly #classOf = new Map<number, number>()
  #moves: PendingMove[] = []

  /**
   * @param persons by guarded vector: the number of the only learners behind it, or `nobody`
   */
  constructor(guarded: GuardedVectors, persons: Int32Array) {
    this.#guarded = guarded
    this.#standsFor = Int32Array.from(persons, (_, id) => id)
    this.#person = Int32Array.from(persons)
    this.#prints = Array.from(persons, (_, id) => printOf(guarded.vector(id)))
    for (let id = 0; id < persons.length; id++) {
      const direction = directionOf(this.#prints[id]!)
      const other = this.#classOf.get(direction)
      if (other === undefined) this.#classOf.set(direction, id)
      else this.#join(id, other, direction)
    }
  }

  /** The guarded vector that stands for the class of one. */
  representative(id: number): number {
    let root = id
    while (this.#standsFor[root] !== root) root = this.#standsFor[root]!
    return root
  }

  /** The pair that publishing vectors would make parallel though it must not be; null for none. */
  conflict(fresh: readonly (SparseVector & { readonly pivot: number })[]): ParallelPair | null {
    const ids = new Set(fresh.flatMap(({ pivot }) => this.#guarded.at(pivot)))
    const prints = fresh.map(printOf)
    const arrived = new Map<number, PendingMove>()
    this.#moves = []
    for (const id of ids) {
      let [a, b, c] = this.#prints[id]!
      fresh.forEach(({ pivot }, f) => {
        const negative = prime - this.#guarded.valueAt(id, pivot)
        const [x, y, z] = prints[f]!
        a = plus(a, multiply(negative, x))
        b = plus(b, multiply(negative, y))
        c = plus(c, multiply(negative, z))
      })
      const print = [a, b, c] as const
      const move = { id, print, direction: directionOf(print) }
      const standing = this.#classOf.get(move.direction)
      const other =
        arrived.get(move.direction) ??
        (standing === undefined || ids.has(standing)
          ? undefined
          : { id: standing, print: this.#prints[standing]! })
      if (other !== undefined && !this.#mayJoin(id, other.id)) return this.#pair(move, other)
      arrived.set(move.direction, move)
      this.#moves.push(move)
    }
    return null
  }

  /** Follows the publication of the vectors that were last asked about. */
  settle(): void {
    for (const { id } of this.#moves) this.#classOf.delete(directionOf(this.#prints[id]!))
    for (const { id, print, direction } of this.#moves) {
      this.#prints[id] = print
      const other = this.#classOf.get(direction)
      if (other === undefined) this.#classOf.set(direction, id)
      else this.#join(id, other, direction)
    }
    this.#moves = []
  }

  #mayJoin(one: number, other: number): boolean {
    const [a, b] = [this.#person[one]!, this.#person[other]!]
    return a === b && a !== several
  }

  /** Makes one class of two; a lone contributor's vector stands for it, if there is one. */
  #join(one: number, other: number, direction: number): void {
    const stays = this.#person[other] === nobody && this.#person[one] !== nobody ? one : other
    const goes = stays === one ? other : one
    if (this.#person[stays] !== this.#person[goes]) this.#person[stays] = several
    this.#standsFor[goes] = stays
    this.#guarded.drop(goes)
    this.#classOf.set(direction, stays)
  }

  #pair(one: Pick<PendingMove, 'id' | 'print'>, other: Pick<PendingMove, 'id' | 'print'>): ParallelPair {
    const [singleton, primary] = this.#person[one.id] === nobody ? [other, one] : [one, other]
    const at = singleton.print.findIndex((value) => value !== 0)
    const ratio = multiply(primary.print[at]!, reciprocal(singleton.print[at]!))
    return { singleton: singleton.id, primary: primary.id, coefficient: prime - ratio }
  }
}

function printOf({ places, values, start, end }: SparseVector): readonly [number, number, number] {
  let a = 0
  let b = 0
  let c = 0
  for (let i = start; i < end; i++) {
    const at = 3 * places[i]!
    a = plus(a, multiply(values[i]!, scatter(at)))
    b = plus(b, multiply(values[i]!, scatter(at + 1)))
    c = plus(c, multiply(values[i]!, scatter(at + 2)))
  }
  return [a, b, c]
}

/** One number for both ratios. */
function directionOf([a, b, c]: readonly [number, number, number]): number {
  const scale = c === 0 ? 0 : reciprocal(c)
  return multiply(a, scale) * prime + multiply(b, scale)
}

function plus(a: number, b: number): number {
  return a + b >= prime ? a + b - prime : a + b
}

/** A residue for each number, by the finalizer of MurmurHash3. */
function scatter(n: number): number {
  let x = n + 0x5bd1e995
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
  return ((x ^ (x >>> 16)) >>> 0) % prime
}
