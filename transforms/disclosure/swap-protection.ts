import { codeParents } from './code-parents.ts'
import { isFeasibleMove } from './feasible-move.ts'
import type { GrowingPattern } from './growing-pattern.ts'
import { findSwap, type Swap } from './swap.ts'
import { type SwapSpace, swapSpaces } from './swap-space.ts'

/**
 * Widens primaries without linear programs, by hiding all cells between which learners could change places. Hides
 * more than need be, but takes next to no time; a swap is a witness for all its cells.
 */
export class SwapProtection {
  readonly #pattern: GrowingPattern
  readonly #spaces: readonly SwapSpace[]

  constructor(pattern: GrowingPattern) {
    this.#pattern = pattern
    this.#spaces = swapSpaces(pattern.system, codeParents(pattern.system))
  }

  /** Hides the cells of a cheap swap that makes a quantity wide; says whether there is one. */
  widen(quantity: number): boolean {
    const { system, hidden } = this.#pattern
    const swap = this.#find(quantity, (q) => {
      const unit = system.quantities[q]!.unit
      if (hidden[unit] === 0 && system.units[unit]!.required) return Number.POSITIVE_INFINITY
      return this.#pattern.costOf(q)
    })
    if (swap === null || !this.#isFeasible(swap)) return false
    for (const q of swap.quantities) hidden[system.quantities[q]!.unit] = 1
    this.#note(swap)
    return true
  }

  #find(quantity: number, price: (quantity: number) => number): Swap | null {
    const { system, proven } = this.#pattern
    const room = (q: number) => system.quantities[q]!.value - system.quantities[q]!.lower
    for (const space of this.#spaces) {
      const swap = findSwap(space, quantity, proven.required[quantity]!, { price, room })
      if (swap !== null) return swap
    }
    return null
  }

  #isFeasible(swap: Swap): boolean {
    const { system, index } = this.#pattern
    return [swap.up, -swap.down].every((times) =>
      isFeasibleMove(system, index, new Map(swap.quantities.map((q, i) => [q, times * swap.signs[i]!]))),
    )
  }

  #note(swap: Swap): void {
    for (const times of [swap.up, -swap.down]) {
      const changes = Float64Array.from(swap.signs, (sign) => times * sign)
      swap.quantities.forEach((q, i) => {
        this.#pattern.proven.see(q, changes[i]!)
      })
      this.#pattern.witnesses.note({ quantities: Int32Array.from(swap.quantities), changes })
    }
  }
}
