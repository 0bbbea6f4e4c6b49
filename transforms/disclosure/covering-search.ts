import type { CutPool } from './cut-pool.ts'

const tolerance = 1e-9

/**
 * Local search for units that fulfil all cuts of a pool and cost less than a limit. Cuts that stay unfulfilled gain
 * weight, so that the search leaves each local optimum.
 *
 * @see Gao, Weise and Li (2015), An efficient local search heuristic with row weighting for the unicost set
 *   covering problem
 */
export class CoveringSearch {
  readonly #pool: CutPool
  readonly #prices: Float64Array
  readonly #random: () => number
  /** For each unit 1 if hidden. */
  readonly hidden: Uint8Array
  /** For each unit 1 if the search may hide and publish it. */
  readonly #isFree: Uint8Array
  /** Free units that are hidden. */
  #chosen: number[] = []
  price = 0
  /** For each cut: the sum over hidden units, and how much it counts. */
  readonly #sums: number[] = []
  readonly #weights: number[] = []
  readonly #unfulfilled: number[] = []
  /** For each cut its place in the list, −1 where it is fulfilled. */
  readonly #placeOf: number[] = []
  /** For each unit: the step in which it was last changed. */
  readonly #changedAt: Int32Array
  /** For each unit: 1 if something near it changed since it was published. */
  readonly #mayReturn: Uint8Array
  steps = 0

  /**
   * @param isFree for each unit 1 if it may be hidden and published
   * @param prices for each unit: what hiding it costs
   */
  constructor(
    pool: CutPool,
    hidden: Uint8Array,
    isFree: Uint8Array,
    prices: Float64Array,
    random: () => number,
  ) {
    this.#pool = pool
    this.#prices = prices
    this.#random = random
    this.hidden = Uint8Array.from(hidden)
    this.#isFree = isFree
    this.#changedAt = new Int32Array(hidden.length)
    this.#mayReturn = new Uint8Array(hidden.length).fill(1)
    hidden.forEach((one, unit) => {
      if (one === 0 || isFree[unit] === 0) return
      this.#chosen.push(unit)
      this.price += prices[unit]!
    })
    this.learn()
  }

  /** Whether all cuts are fulfilled. */
  get isCover(): boolean {
    return this.#unfulfilled.length === 0
  }

  /** Takes the cuts that the pool has gained. */
  learn(): void {
    const { cuts } = this.#pool
    for (let id = this.#sums.length; id < cuts.length; id++) {
      const { units, coefficients } = cuts[id]!
      let sum = 0
      for (let i = 0; i < units.length; i++) if (this.hidden[units[i]!] === 1) sum += coefficients[i]!
      this.#sums.push(sum)
      this.#weights.push(1)
      this.#placeOf.push(-1)
      if (sum < 1 - tolerance) this.#enlist(id)
    }
  }

  /**
   * Goes on until all cuts are fulfilled for less than a limit.
   *
   * @returns false if that took too many steps
   */
  cover(limit: number, steps: number): boolean {
    while (this.price >= limit && this.#publishLeast());
    if (this.price >= limit) return false
    this.#complete(limit)
    for (let i = 0; this.#unfulfilled.length > 0; i++) {
      if (i === steps) return false
      this.steps++
      this.#publishLeast()
      this.#complete(limit)
    }
    return true
  }

  /** Publishes all that it has hidden. */
  restart(): void {
    while (this.#publishLeast(true));
    this.#mayReturn.fill(1)
  }

  /** Hides units for cuts that are unfulfilled, as far as the limit allows. */
  #complete(limit: number): void {
    while (this.#unfulfilled.length > 0) {
      const at = Math.floor(this.#random() * this.#unfulfilled.length)
      const unit = this.#bestOf(this.#unfulfilled[at]!)
      if (unit === -1 || this.price + this.#prices[unit]! >= limit) break
      this.#flip(unit)
      this.#chosen.push(unit)
      for (const cut of this.#unfulfilled) this.#weights[cut]!++
    }
  }

  /** Publishes the unit that is missed least for its price, the one unchanged for longest of equals. */
  #publishLeast(any = false): boolean {
    let best = -1
    let least = Number.POSITIVE_INFINITY
    for (let i = 0; i < this.#chosen.length; i++) {
      const unit = this.#chosen[i]!
      if (!any && this.#changedAt[unit]! >= this.steps - 1 && this.steps > 1) continue
      const loss = this.#lossOf(unit, least * this.#prices[unit]!) / this.#prices[unit]!
      if (loss > least + tolerance) continue
      const isOlder = best === -1 || this.#changedAt[unit]! < this.#changedAt[this.#chosen[best]!]!
      if (loss < least - tolerance || isOlder) [best, least] = [i, loss]
    }
    if (best === -1) return false
    const unit = this.#chosen[best]!
    this.#chosen[best] = this.#chosen.at(-1)!
    this.#chosen.pop()
    this.#flip(unit)
    this.#mayReturn[unit] = 0
    return true
  }

  /** The unit that helps unfulfilled cuts most for its price among those of one cut; −1 if none may be hidden. */
  #bestOf(cut: number): number {
    let best = -1
    let most = 0
    for (const unit of this.#pool.cuts[cut]!.units) {
      if (this.hidden[unit] === 1 || this.#isFree[unit] === 0 || this.#mayReturn[unit] === 0) continue
      const gain = this.#gainOf(unit) / this.#prices[unit]!
      if (gain < most - tolerance) continue
      const isOlder = best === -1 || this.#changedAt[unit]! < this.#changedAt[best]!
      if (gain > most + tolerance || isOlder) [best, most] = [unit, gain]
    }
    return best
  }

  #lossOf(unit: number, enough: number): number {
    const { ids, coefficients } = this.#pool.columnOf(unit)
    let loss = 0
    for (let i = 0; i < ids.length; i++) {
      const sum = this.#sums[ids[i]!]!
      const rest = sum - coefficients[i]!
      if (rest >= 1 - tolerance) continue
      loss += this.#weights[ids[i]!]! * (Math.min(1, sum) - rest)
      if (loss > enough + 1) break
    }
    return loss
  }

  #gainOf(unit: number): number {
    const { ids, coefficients } = this.#pool.columnOf(unit)
    let gain = 0
    for (let i = 0; i < ids.length; i++) {
      const sum = this.#sums[ids[i]!]!
      if (sum >= 1 - tolerance) continue
      gain += this.#weights[ids[i]!]! * Math.min(1 - sum, coefficients[i]!)
    }
    return gain
  }

  #flip(unit: number): void {
    const sign = this.hidden[unit] === 1 ? -1 : 1
    this.hidden[unit] = sign === 1 ? 1 : 0
    this.price += sign * this.#prices[unit]!
    this.#changedAt[unit] = this.steps
    const { ids, coefficients } = this.#pool.columnOf(unit)
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i]!
      const was = this.#sums[id]!
      const sum = was + sign * coefficients[i]!
      this.#sums[id] = sum
      const isNow = sum >= 1 - tolerance
      if (was >= 1 - tolerance === isNow) continue
      if (isNow) this.#delist(id)
      else this.#enlist(id)
      for (const other of this.#pool.cuts[id]!.units) this.#mayReturn[other] = 1
    }
  }

  #enlist(id: number): void {
    this.#placeOf[id] = this.#unfulfilled.length
    this.#unfulfilled.push(id)
  }

  #delist(id: number): void {
    const place = this.#placeOf[id]!
    const last = this.#unfulfilled.pop()!
    if (last !== id) {
      this.#unfulfilled[place] = last
      this.#placeOf[last] = place
    }
    this.#placeOf[id] = -1
  }
}
