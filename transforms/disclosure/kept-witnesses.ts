import type { LinkedTables } from './linked-tables.ts'

/** Deviations of some quantities, all others 0. */
export interface Deviations {
  readonly quantities: Int32Array
  readonly changes: Float64Array
}

/** Deviations up to which nothing is said to move, and improvements that are none. */
const negligible = 1e-9

/** The points that prove widths: for each primary those that moved it furthest, until it is wide. */
export class KeptWitnesses {
  readonly #least: Float64Array
  readonly #greatest: Float64Array
  /** By quantity: the points that moved it furthest down and up; −1 for none. */
  readonly #down: Int32Array
  readonly #up: Int32Array
  readonly #points = new Map<number, { readonly point: Deviations; uses: number }>()
  readonly #isPrimary: (quantity: number) => boolean
  readonly #isEnough: (quantity: number, least: number, greatest: number) => boolean
  #next = 0

  /** @param isEnough whether a primary that moves so far down and up needs no further points */
  constructor(
    { quantities }: LinkedTables,
    isEnough: (quantity: number, least: number, greatest: number) => boolean,
  ) {
    this.#least = new Float64Array(quantities.length)
    this.#greatest = new Float64Array(quantities.length)
    this.#down = new Int32Array(quantities.length).fill(-1)
    this.#up = new Int32Array(quantities.length).fill(-1)
    this.#isPrimary = (q) => quantities[q]!.primary
    this.#isEnough = isEnough
  }

  note(point: Deviations): void {
    const { quantities, changes } = point
    const id = this.#next++
    let uses = 0
    for (let i = 0; i < quantities.length; i++) {
      const q = quantities[i]!
      const by = changes[i]!
      if (!this.#isPrimary(q) || this.#isEnough(q, this.#least[q]!, this.#greatest[q]!)) continue
      const isDown = by < this.#least[q]! - negligible
      if (!isDown && by <= this.#greatest[q]! + negligible) continue
      const [furthest, holder] = isDown ? [this.#least, this.#down] : [this.#greatest, this.#up]
      furthest[q] = by
      this.#release(holder[q]!)
      holder[q] = id
      uses++
    }
    if (uses > 0) this.#points.set(id, { point, uses })
  }

  forget(): void {
    this.#least.fill(0)
    this.#greatest.fill(0)
    this.#down.fill(-1)
    this.#up.fill(-1)
    this.#points.clear()
  }

  /** What is kept, in the order in which it was found. */
  points(): readonly Deviations[] {
    return [...this.#points.values()].map(({ point }) => point)
  }

  #release(id: number): void {
    const kept = this.#points.get(id)
    if (kept !== undefined && --kept.uses === 0) this.#points.delete(id)
  }
}

/** @param deviations by column, which is one of the quantities */
export function deviationsOf(quantities: ArrayLike<number>, deviations: Float64Array): Deviations {
  const at: number[] = []
  for (let i = 0; i < quantities.length; i++) if (Math.abs(deviations[i]!) >= negligible) at.push(i)
  return {
    quantities: Int32Array.from(at, (i) => quantities[i]!),
    changes: Float64Array.from(at, (i) => deviations[i]!),
  }
}
