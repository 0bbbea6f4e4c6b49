import type { LinkedTables } from './linked-tables.ts'

/**
 * What follows from published quantities by single equations alone: the last unknown of an equation is known.
 * Most of what linear algebra finds is found here, at the cost of counting.
 */
export class Deduction {
  readonly #known: Uint8Array
  readonly #isPrimary: Uint8Array
  /** By equation: how many of its quantities are unknown, and their exclusive or, which names the last one. */
  readonly #unknown: Int32Array
  readonly #blend: Int32Array
  /** By quantity: where its equations start in `#equations`; one more than quantities. */
  readonly #start: Int32Array
  readonly #equations: Int32Array

  constructor({ quantities, equations }: LinkedTables) {
    this.#known = new Uint8Array(quantities.length)
    this.#isPrimary = new Uint8Array(quantities.length)
    for (let q = 0; q < quantities.length; q++) if (quantities[q]!.primary) this.#isPrimary[q] = 1
    this.#unknown = new Int32Array(equations.length)
    this.#blend = new Int32Array(equations.length)
    this.#start = new Int32Array(quantities.length + 2)
    const start = this.#start
    for (let e = 0; e < equations.length; e++) {
      const terms = equations[e]!.quantities
      for (let i = 0; i < terms.length; i++) start[terms[i]! + 2]!++
    }
    for (let q = 2; q < start.length; q++) start[q]! += start[q - 1]!
    const ofQuantities = new Int32Array(start.at(-1)!)
    for (let e = 0; e < equations.length; e++) {
      const terms = equations[e]!.quantities
      this.#unknown[e] = terms.length
      let blend = 0
      for (let i = 0; i < terms.length; i++) {
        const q = terms[i]!
        blend ^= q
        ofQuantities[start[q + 1]!++] = e
      }
      this.#blend[e] = blend
    }
    this.#equations = ofQuantities
  }

  knows(quantities: readonly number[]): boolean {
    for (const q of quantities) if (this.#known[q] === 0) return false
    return true
  }

  /** Whether some equation would have a primary as its only unknown. */
  wouldReveal(quantities: readonly number[]): boolean {
    for (const q of quantities) {
      if (this.#known[q] === 1) continue
      for (let i = this.#start[q]!; i < this.#start[q + 1]!; i++) {
        const e = this.#equations[i]!
        if (this.#unknown[e] === 2 && this.#isPrimary[this.#blend[e]! ^ q] === 1) return true
      }
    }
    return false
  }

  learn(quantities: readonly number[]): void {
    const pending = [...quantities]
    for (let q = pending.pop(); q !== undefined; q = pending.pop()) {
      if (this.#known[q] === 1) continue
      this.#known[q] = 1
      for (let i = this.#start[q]!; i < this.#start[q + 1]!; i++) {
        const e = this.#equations[i]!
        this.#blend[e]! ^= q
        if (--this.#unknown[e]! === 1) pending.push(this.#blend[e]!)
      }
    }
  }
}
