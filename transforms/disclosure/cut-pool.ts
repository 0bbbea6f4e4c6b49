import type { CoveringCut } from './covering-cut.ts'

const tolerance = 1e-9

/** Cuts that a unit helps to fulfil, and by how much. */
export interface CutColumn {
  readonly ids: readonly number[]
  readonly coefficients: readonly number[]
}

/** Conditions that protecting patterns fulfil; a pattern that breaks one needs no further look. */
export class CutPool {
  readonly #cuts: CoveringCut[] = []
  readonly #names = new Set<string>()
  readonly #columns: { readonly ids: number[]; readonly coefficients: number[] }[]

  constructor(units: number) {
    this.#columns = Array.from({ length: units }, () => ({ ids: [], coefficients: [] }))
  }

  get cuts(): readonly CoveringCut[] {
    return this.#cuts
  }

  add(cut: CoveringCut): void {
    const name = cut.units.map((unit, i) => `${unit}:${cut.coefficients[i]!.toFixed(9)}`).join(' ')
    if (this.#names.has(name)) return
    this.#names.add(name)
    cut.units.forEach((unit, i) => {
      this.#columns[unit]!.ids.push(this.#cuts.length)
      this.#columns[unit]!.coefficients.push(cut.coefficients[i]!)
    })
    this.#cuts.push(cut)
  }

  columnOf(unit: number): CutColumn {
    return this.#columns[unit]!
  }

  /** Whether a cut forbids publishing one more unit of a pattern. */
  forbids(hidden: Uint8Array, unit: number): boolean {
    return this.#columns[unit]!.ids.some((cut) => !isFulfilled(this.#cuts[cut]!, hidden, unit))
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
