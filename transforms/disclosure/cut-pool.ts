import { type CoveringCut, cardinalityCut } from './covering-cut.ts'

const tolerance = 1e-9

/** Conditions that protecting patterns fulfil; a pattern that breaks one needs no linear program. */
export class CutPool {
  readonly #cuts: CoveringCut[] = []
  readonly #names = new Set<string>()
  /** For each unit: the cuts that it helps to fulfil. */
  readonly #ofUnit: number[][]

  constructor(units: number) {
    this.#ofUnit = Array.from({ length: units }, () => [])
  }

  get cuts(): readonly CoveringCut[] {
    return this.#cuts
  }

  /** Adds a cut and, where it differs, what it says about the number of units. */
  add(cut: CoveringCut): void {
    const count = cardinalityCut(cut)
    for (const one of count === null ? [cut] : [cut, count]) {
      const name = one.units.map((unit, i) => `${unit}:${one.coefficients[i]!.toFixed(9)}`).join(' ')
      if (this.#names.has(name)) continue
      this.#names.add(name)
      for (const unit of one.units) this.#ofUnit[unit]!.push(this.#cuts.length)
      this.#cuts.push(one)
    }
  }

  /** Cuts that the unit helps to fulfil. */
  cutsOf(unit: number): readonly number[] {
    return this.#ofUnit[unit]!
  }

  /** Whether a cut forbids publishing one more unit of a pattern. */
  forbids(hidden: Uint8Array, unit: number): boolean {
    return this.#ofUnit[unit]!.some((cut) => !isFulfilled(this.#cuts[cut]!, hidden, unit))
  }
}

/** Whether a pattern fulfils a cut, with one unit published if given. */
export function isFulfilled(
  { units, coefficients }: CoveringCut,
  hidden: Uint8Array,
  published = -1,
): boolean {
  let sum = 0
  for (let i = 0; i < units.length; i++) {
    if (hidden[units[i]!] === 1 && units[i] !== published) sum += coefficients[i]!
  }
  return sum >= 1 - tolerance
}
