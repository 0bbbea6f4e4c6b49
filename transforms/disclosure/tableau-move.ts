import type { DeviationTableau } from './deviation-tableau.ts'

/** Deviations of quantities from the truth; those not named do not deviate. */
export interface Deviations {
  readonly quantities: Int32Array
  readonly values: Float64Array
}

/** Slack within which a deviation keeps its bound. */
const tolerance = 1e-7
/** Entries below this do not carry a row. */
const smallestPivot = 1e-7
/** Exchanges of one move; far more than it takes as a rule. */
const exchanges = 120

/**
 * Moves a target away from the truth within a tableau: exchanges slots and rows, as the dual simplex method does,
 * until every deviation keeps its bound. From the truth, which breaks none, few exchanges lead to a point near by,
 * where the solver would start at a vertex far away. What enters a row is chosen by what the sum of absolute
 * deviations, weighted, gains by it.
 */
export class TableauMove {
  readonly #tableau: DeviationTableau
  readonly #weights: Float64Array
  readonly #rowVariables: Int32Array
  readonly #slotVariables: Int32Array
  /** For each row that was changed: its place in the pool, else −1. */
  readonly #placeOf: Int32Array
  readonly #pool: Float64Array[] = []
  readonly #changed: Int32Array
  #changes = 0
  readonly #rowValues: Float64Array
  readonly #slotValues: Float64Array
  /** For each active slot: the rows that it occurs in while nothing is exchanged. */
  #columns: Int32Array[] = []
  /** For each active slot: what its variable's deviation by 1 costs, with all rows that deviate with it. */
  #basePrices: Float64Array = new Float64Array(0)
  #prices: Float64Array = new Float64Array(0)
  /** 1 where a slot's variable may go both ways, 2 upwards only, 0 not at all. */
  readonly #freedom: Uint8Array
  moves = 0
  exchanged = 0

  /** @param weights for each variable: what its deviation costs */
  constructor(tableau: DeviationTableau, weights: Float64Array) {
    this.#tableau = tableau
    this.#weights = weights
    const [rows, slots] = [tableau.rowVariables.length, tableau.slotVariables.length]
    this.#rowVariables = new Int32Array(rows)
    this.#slotVariables = new Int32Array(slots)
    this.#placeOf = new Int32Array(rows)
    this.#changed = new Int32Array(rows)
    this.#rowValues = new Float64Array(rows)
    this.#slotValues = new Float64Array(slots)
    this.#freedom = new Uint8Array(slots)
  }

  /**
   * @param amount deviation that the target is to have: upwards where positive
   * @returns a point; 'impossible' if there is none; 'unknown' if it takes too many exchanges
   */
  find(target: number, amount: number): Deviations | 'impossible' | 'unknown' {
    const { active, lower, open } = this.#tableau
    const variable = this.#tableau.variableOf[target]!
    if (open[variable] === 0 || amount < lower[variable]! - tolerance) return 'impossible'
    this.#start()
    this.moves++
    let row = this.#rowVariables.indexOf(variable)
    let bound = amount
    if (row === -1) {
      const slot = this.#slotVariables.indexOf(variable)
      const at = active.indexOf(slot)
      this.#freedom[at] = 0
      this.#shift(at, amount)
      row = this.#mostBroken()
      bound = row === -1 ? 0 : lower[this.#rowVariables[row]!]!
    }
    for (let i = 0; row !== -1; i++) {
      if (i === exchanges) return 'unknown'
      const upwards = bound > this.#rowValues[row]!
      const at = this.#entering(row, upwards)
      if (at === -1) return 'impossible'
      const isTarget = this.#rowVariables[row] === variable
      this.#exchange(row, at, bound, isTarget ? 0 : 2)
      this.exchanged++
      row = this.#mostBroken()
      if (row !== -1) bound = lower[this.#rowVariables[row]!]!
    }
    return this.#point()
  }

  /** To be called when the tableau's pattern has changed. */
  prepare(): void {
    const { active, entries, rowVariables, slotVariables } = this.#tableau
    const size = slotVariables.length
    const columns: number[][] = Array.from(active, () => [])
    this.#basePrices = Float64Array.from(active, (slot) => this.#weights[slotVariables[slot]!]!)
    this.#prices = new Float64Array(active.length)
    for (let row = 0; row < rowVariables.length; row++) {
      const weight = this.#weights[rowVariables[row]!]!
      for (let at = 0; at < active.length; at++) {
        const entry = entries[row * size + active[at]!]!
        if (entry === 0) continue
        columns[at]!.push(row)
        this.#basePrices[at]! += weight * Math.abs(entry)
      }
    }
    this.#columns = columns.map((rows) => Int32Array.from(rows))
  }

  #start(): void {
    const { active, rowVariables, slotVariables } = this.#tableau
    this.#rowVariables.set(rowVariables)
    this.#slotVariables.set(slotVariables)
    for (let i = 0; i < this.#changes; i++) {
      this.#rowValues[this.#changed[i]!] = 0
    }
    this.#placeOf.fill(-1)
    this.#changes = 0
    this.#slotValues.fill(0, 0, active.length)
    this.#prices.set(this.#basePrices)
    this.#freedom.fill(1, 0, active.length)
  }

  /** Entry of the present tableau. */
  #entry(row: number, at: number): number {
    const place = this.#placeOf[row]!
    if (place >= 0) return this.#pool[place]![at]!
    const { active, entries, slotVariables } = this.#tableau
    return entries[row * slotVariables.length + active[at]!]!
  }

  /** The row as it is now, to be changed. */
  #own(row: number): Float64Array {
    let place = this.#placeOf[row]!
    if (place >= 0) return this.#pool[place]!
    const { active, entries, slotVariables } = this.#tableau
    place = this.#changes++
    this.#changed[place] = row
    this.#placeOf[row] = place
    let own = this.#pool[place]
    if (own === undefined || own.length < active.length) {
      own = new Float64Array(slotVariables.length)
      this.#pool[place] = own
    }
    const start = row * slotVariables.length
    for (let i = 0; i < active.length; i++) own[i] = entries[start + active[i]!]!
    return own
  }

  /** Moves a slot's variable, and all rows with it. */
  #shift(at: number, by: number): void {
    this.#slotValues[at]! += by
    for (const row of this.#columns[at]!) {
      this.#own(row)
      this.#rowValues[row]! += this.#entry(row, at) * by
    }
  }

  /** The changed row whose variable lies furthest below its bound; −1 if all keep theirs. */
  #mostBroken(): number {
    const { lower } = this.#tableau
    let worst = -1
    let least = -tolerance
    for (let i = 0; i < this.#changes; i++) {
      const row = this.#changed[i]!
      const room = this.#rowValues[row]! - lower[this.#rowVariables[row]!]!
      if (room < least) [worst, least] = [row, room]
    }
    return worst
  }

  /** Which slot to move so that a row goes up or down: the one that costs least for it; −1 if none does. */
  #entering(row: number, upwards: boolean): number {
    const { length } = this.#tableau.active
    let best = -1
    let least = Number.POSITIVE_INFINITY
    for (let at = 0; at < length; at++) {
      const freedom = this.#freedom[at]!
      if (freedom === 0) continue
      const entry = this.#entry(row, at)
      if (Math.abs(entry) < smallestPivot) continue
      const direction = entry > 0 === upwards ? 1 : -1
      if (freedom === 2 && direction === -1) continue
      const cost = this.#prices[at]! / Math.abs(entry)
      if (cost < least) [best, least] = [at, cost]
    }
    return best
  }

  /** Solves a row for a slot's variable and puts the row's own at a value, from where it has some freedom left. */
  #exchange(row: number, at: number, bound: number, freedom: 0 | 2): void {
    const { active } = this.#tableau
    const { length } = active
    const pivotRow = this.#own(row)
    const pivot = pivotRow[at]!
    const by = (bound - this.#rowValues[row]!) / pivot
    for (let i = 0; i < length; i++) if (pivotRow[i] !== 0) pivotRow[i] = -pivotRow[i]! / pivot
    pivotRow[at] = 1 / pivot
    for (const other of this.#columns[at]!) if (other !== row) this.#own(other)
    for (let change = 0; change < this.#changes; change++) {
      const other = this.#changed[change]!
      if (other === row) continue
      const own = this.#pool[change]!
      const factor = own[at]!
      if (factor === 0) continue
      this.#rowValues[other]! += factor * by
      own[at] = 0
      for (let i = 0; i < length; i++) {
        if (pivotRow[i] === 0) continue
        const sum = own[i]! + factor * pivotRow[i]!
        own[i] = Math.abs(sum) < 1e-11 ? 0 : sum
      }
    }
    this.#rowValues[row] = this.#slotValues[at]! + by
    this.#slotValues[at] = bound
    this.#freedom[at] = freedom
    const slot = active[at]!
    const leaving = this.#rowVariables[row]!
    this.#rowVariables[row] = this.#slotVariables[slot]!
    this.#slotVariables[slot] = leaving
    this.#prices[at] = this.#weights[leaving]!
  }

  #point(): Deviations {
    const { active, quantities } = this.#tableau
    const found: number[] = []
    const values: number[] = []
    const note = (variable: number, value: number): void => {
      if (variable >= quantities.length || Math.abs(value) <= tolerance) return
      found.push(quantities[variable]!)
      values.push(value)
    }
    for (let at = 0; at < active.length; at++) {
      note(this.#slotVariables[active[at]!]!, this.#slotValues[at]!)
    }
    for (let i = 0; i < this.#changes; i++) {
      const row = this.#changed[i]!
      note(this.#rowVariables[row]!, this.#rowValues[row]!)
    }
    return { quantities: Int32Array.from(found), values: Float64Array.from(values) }
  }
}
