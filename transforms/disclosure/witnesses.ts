import type { ProtectionTarget } from './protection-targets.ts'

/** Slack within which an interval counts as wide enough. */
const tolerance = 1e-6
/** Points kept; far more than prove a pattern. */
const capacity = 1500
const kept = 600

/** What a reader could believe instead of the truth: a point of the attacker's polytope. */
export interface WitnessPoint {
  /** Units with a quantity that deviates. Feasible for every pattern that hides them all. */
  readonly units: Int32Array
  /** Targets that move, and how far. */
  readonly targets: Int32Array
  readonly values: Float64Array
}

/**
 * Remembers the points that prove targets wide, whatever the pattern they were found for: most patterns that a
 * search tries differ little, so that most of their proofs are known.
 */
export class Witnesses {
  readonly #targets: readonly ProtectionTarget[]
  #points: WitnessPoint[] = []
  /** For each target: the points that move it. */
  #ofTarget: number[][]
  /** For each target: the points that last proved it, −1 for the truth. */
  readonly #upper: Int32Array
  readonly #lower: Int32Array
  #hidden: Uint8Array = new Uint8Array(0)
  /** For each point: 1 feasible, −1 not, 0 not known yet. */
  #feasible = new Int8Array(2 * capacity)
  /** Ends found when a target was last looked at. */
  readonly least: Float64Array
  readonly greatest: Float64Array

  constructor(targets: readonly ProtectionTarget[]) {
    this.#targets = targets
    this.#ofTarget = targets.map(() => [])
    this.#upper = new Int32Array(targets.length).fill(-1)
    this.#lower = new Int32Array(targets.length).fill(-1)
    this.least = new Float64Array(targets.length)
    this.greatest = new Float64Array(targets.length)
  }

  /** Chooses the pattern that is asked about from now on. */
  consider(hidden: Uint8Array): void {
    if (this.#points.length > capacity) this.#prune()
    this.#hidden = hidden
    this.#feasible.fill(0)
  }

  /** Adds a point that is feasible for the pattern under consideration. */
  add(point: WitnessPoint): void {
    const id = this.#points.length
    if (id >= this.#feasible.length) {
      const longer = new Int8Array(2 * this.#feasible.length)
      longer.set(this.#feasible)
      this.#feasible = longer
    }
    this.#feasible[id] = 1
    this.#points.push(point)
    for (const target of point.targets) this.#ofTarget[target]!.push(id)
  }

  /** Whether known points prove a target wide under the pattern. If not, least and greatest are the ends seen. */
  isWide(target: number): boolean {
    const { width, isUpwards } = this.#targets[target]!
    const [upper, lower] = [this.#upper[target]!, this.#lower[target]!]
    if (this.#isFeasible(upper) && this.#isFeasible(lower)) {
      this.greatest[target] = upper < 0 ? 0 : this.#valueOf(upper, target)
      this.least[target] = lower < 0 ? 0 : this.#valueOf(lower, target)
      if (this.greatest[target]! - this.least[target]! >= width - tolerance) return true
    }
    let [least, greatest] = [0, 0]
    let [atLeast, atGreatest] = [-1, -1]
    const points = this.#ofTarget[target]!
    for (let i = points.length - 1; i >= 0; i--) {
      const id = points[i]!
      const value = this.#valueOf(id, target)
      if ((value <= greatest && (isUpwards || value >= least)) || !this.#isFeasible(id)) continue
      if (value > greatest) [greatest, atGreatest] = [value, id]
      else [least, atLeast] = [value, id]
      if (greatest - least >= width - tolerance) break
    }
    this.#upper[target] = atGreatest
    this.#lower[target] = atLeast
    this.least[target] = least
    this.greatest[target] = greatest
    return greatest - least >= width - tolerance
  }

  #valueOf(id: number, target: number): number {
    const { targets, values } = this.#points[id]!
    let [low, high] = [0, targets.length - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if (targets[middle]! < target) low = middle + 1
      else high = middle
    }
    return values[low]!
  }

  #isFeasible(id: number): boolean {
    if (id < 0) return true
    if (this.#feasible[id] === 0) {
      const { units } = this.#points[id]!
      this.#feasible[id] = units.every((unit) => this.#hidden[unit] === 1) ? 1 : -1
    }
    return this.#feasible[id] === 1
  }

  /** Keeps the latest points and those that proved a target. */
  #prune(): void {
    const needed = new Set([...this.#upper, ...this.#lower])
    const first = this.#points.length - kept
    const newId = new Int32Array(this.#points.length).fill(-1)
    const points = this.#points.filter((_, id) => {
      const stays = id >= first || needed.has(id)
      if (stays) newId[id] = 1
      return stays
    })
    let next = 0
    newId.forEach((stays, id) => {
      if (stays === 1) newId[id] = next++
    })
    this.#points = points
    this.#ofTarget = this.#ofTarget.map((ids) => ids.map((id) => newId[id]!).filter((id) => id >= 0))
    for (const proof of [this.#upper, this.#lower]) {
      proof.forEach((id, target) => {
        if (id >= 0) proof[target] = newId[id]!
      })
    }
  }
}
