import type { Highs } from 'highs'
import {
  deviationPolytope,
  indexRelations,
  type RelationIndex,
  relatedQuantities,
} from './deviation-polytope.ts'
import { hiddenComponents } from './hidden-components.ts'
import type { LinkedTables } from './linked-tables.ts'
import { RepairModel } from './repair-model.ts'
import { WidthModel } from './width-model.ts'

/** Columns of one repair region: about what the solver handles in milliseconds. */
const regionSize = 6000
/** Rows with more contributors are not tried first when something must be hidden. */
const largestCandidate = 200

/**
 * Widens a suppression pattern until the feasibility interval of every primary is wide enough.
 *
 * Rounds of: find the primaries whose interval is narrow, component by component; hide for each, narrowest
 * first, the cheapest rows that widen it; where no such rows are found, hide its neighbours, then theirs.
 * Patterns only grow, so that what is proven stays so.
 */
export class IntervalProtection {
  readonly #highs: Highs
  readonly #system: LinkedTables
  readonly #index: RelationIndex
  readonly #width: number
  /** For each unit: 1 if hidden. */
  readonly hidden: Uint8Array
  linearPrograms = 0

  constructor(highs: Highs, system: LinkedTables, hidden: Uint8Array, width: number) {
    this.#highs = highs
    this.#system = system
    this.#index = indexRelations(system)
    this.#width = width
    this.hidden = Uint8Array.from(hidden)
  }

  get index(): RelationIndex {
    return this.#index
  }

  /** Grows the pattern; afterwards no primary is narrow unless all its neighbourhood is hidden already. */
  protect(): void {
    const settled = new Uint8Array(this.#system.quantities.length)
    for (;;) {
      const { narrow } = this.examine(settled)
      const first = narrow[0]
      if (first === undefined) return
      this.#repair(narrow, this.#region(first.quantity), settled)
    }
  }

  /**
   * Measures the intervals of the primaries that are not settled, and settles those that are wide enough.
   *
   * @returns the narrow ones, narrowest first, and the least width proven, at most a little above the target
   */
  examine(settled: Uint8Array): {
    readonly narrow: readonly { readonly quantity: number; readonly width: number }[]
    readonly narrowest: number | null
  } {
    const narrow: { quantity: number; width: number }[] = []
    let narrowest: number | null = null
    for (const component of hiddenComponents(this.#system, this.hidden)) {
      const primaries = component.filter((q) => this.#system.quantities[q]!.primary && settled[q] === 0)
      if (primaries.length === 0) continue
      const polytope = deviationPolytope(this.#system, this.#index, component)
      const model = new WidthModel(this.#highs, polytope, () => true)
      for (const quantity of primaries) {
        const column = polytope.columnOf[quantity]!
        if (model.prove(column, this.#width)) settled[quantity] = 1
        const width = model.greatest[column]! - model.least[column]!
        if (settled[quantity] === 0) narrow.push({ quantity, width })
      }
      for (const quantity of primaries) {
        const column = polytope.columnOf[quantity]!
        const width = model.greatest[column]! - model.least[column]!
        narrowest = Math.min(narrowest ?? width, width)
      }
      this.linearPrograms += model.linearPrograms
      model.dispose()
    }
    narrow.sort((a, b) => a.width - b.width || a.quantity - b.quantity)
    return { narrow, narrowest }
  }

  /** Repairs, within a region, the narrow primaries whose neighbours are all in it, and in any case the first. */
  #repair(narrow: readonly { quantity: number }[], region: ReadonlySet<number>, settled: Uint8Array): void {
    const polytope = deviationPolytope(this.#system, this.#index, [...region])
    const widths = new WidthModel(this.#highs, polytope, (q) => this.#isHidden(q))
    const repairs = new RepairModel(this.#highs, polytope, (q) => this.#cost(q))
    const stuck: number[] = []
    narrow.forEach(({ quantity }, i) => {
      if (i > 0 && !this.#isInside(quantity, region)) return
      const column = polytope.columnOf[quantity]!
      if (!widths.prove(column, this.#width)) {
        const support = repairs.support(column, widths.least[column]! + this.#width)
        for (const q of support ?? []) this.#hide(this.#system.quantities[q]!.unit, widths, repairs)
      }
      if (widths.prove(column, this.#width)) settled[quantity] = 1
      else stuck.push(quantity)
    })
    this.linearPrograms += widths.linearPrograms + repairs.linearPrograms
    widths.dispose()
    repairs.dispose()
    for (const quantity of stuck) this.#hideNeighbours(quantity, settled)
  }

  #hide(unit: number, widths: WidthModel, repairs: RepairModel): void {
    if (this.hidden[unit] === 1) return
    this.hidden[unit] = 1
    for (const q of this.#system.units[unit]!.quantities) {
      const column = widths.polytope.columnOf[q]!
      if (column < 0) continue
      widths.setOpen(column, true)
      repairs.setCost(column, this.#cost(q))
    }
  }

  /** Hides ever more of what is related to a primary until its interval is wide, or nothing is left to hide. */
  #hideNeighbours(quantity: number, settled: Uint8Array): void {
    let reach = [...this.#system.units[this.#system.quantities[quantity]!.unit]!.quantities]
    for (;;) {
      const related = new Set(reach.flatMap((q) => relatedQuantities(this.#system, this.#index, q)))
      let grown = false
      for (const q of related) {
        if (this.#isHidden(q) || !this.#canBeHidden(q)) continue
        this.hidden[this.#system.quantities[q]!.unit] = 1
        grown = true
      }
      const component = hiddenComponents(this.#system, this.hidden).find((members) =>
        members.includes(quantity),
      )!
      const polytope = deviationPolytope(this.#system, this.#index, component)
      const model = new WidthModel(this.#highs, polytope, () => true)
      const wide = model.prove(polytope.columnOf[quantity]!, this.#width)
      this.linearPrograms += model.linearPrograms
      model.dispose()
      const more = component.length > reach.length
      reach = [...component]
      if (wide || !(grown || more)) {
        settled[quantity] = 1
        return
      }
    }
  }

  /** Hidden quantities and candidates around one, nearest first, up to the size of a region. */
  #region(start: number): ReadonlySet<number> {
    const region = new Set([start])
    for (const q of region) {
      for (const other of relatedQuantities(this.#system, this.#index, q)) {
        if (region.size >= regionSize) return region
        if (this.#isHidden(other) || this.#isCandidate(other)) region.add(other)
      }
    }
    return region
  }

  #isInside(quantity: number, region: ReadonlySet<number>): boolean {
    return (
      region.has(quantity) &&
      relatedQuantities(this.#system, this.#index, quantity).every(
        (q) => region.has(q) || !(this.#isHidden(q) || this.#isCandidate(q)),
      )
    )
  }

  #isHidden(quantity: number): boolean {
    return this.hidden[this.#system.quantities[quantity]!.unit] === 1
  }

  #canBeHidden(quantity: number): boolean {
    return !this.#system.units[this.#system.quantities[quantity]!.unit]!.required
  }

  #isCandidate(quantity: number): boolean {
    const unit = this.#system.units[this.#system.quantities[quantity]!.unit]!
    return this.#canBeHidden(quantity) && unit.contributors <= largestCandidate
  }

  #cost(quantity: number): number {
    const unit = this.#system.units[this.#system.quantities[quantity]!.unit]!
    if (!this.#isHidden(quantity)) return 1 + 0.02 * unit.contributors
    return unit.reasons.length > 0 ? 1e-4 : 2e-3
  }
}
