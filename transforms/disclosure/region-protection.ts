import { deviationPolytope } from './deviation-polytope.ts'
import type { GrowingPattern } from './growing-pattern.ts'
import { independentBatches } from './independent-batches.ts'
import { RepairModel } from './repair-model.ts'
import { WidthModel } from './width-model.ts'
import type { WorkBudget } from './work-budget.ts'

/**
 * Widens, within a region and with all else at the truth, the intervals of primaries: hides for each narrow
 * one, narrowest first, the cheapest units that widen it. Stops where the budget ends.
 *
 * @param region quantities that may deviate, hidden or not
 * @param targets primaries of the region
 * @param isRepairable whether a target that is narrow within the region is to be widened there
 */
export function protectRegion(
  pattern: GrowingPattern,
  region: readonly number[],
  targets: readonly number[],
  isRepairable: (quantity: number) => boolean,
  budget: WorkBudget,
): void {
  if (targets.length === 0 || budget.isSpent) return
  const models = new RegionModels(pattern, region, budget)
  models.proveTogether(targets)
  for (const quantity of models.narrowestFirst(targets)) {
    if (budget.isSpent) break
    if (!models.prove(quantity) && isRepairable(quantity)) models.widen(quantity)
  }
  models.dispose()
}

class RegionModels {
  readonly #pattern: GrowingPattern
  readonly #budget: WorkBudget
  readonly #widths: WidthModel
  /** Made when it is first needed: most regions of a repaired pattern need none. */
  #repairs: RepairModel | null = null
  #charged = { linearPrograms: 0, iterations: 0 }

  constructor(pattern: GrowingPattern, region: readonly number[], budget: WorkBudget) {
    this.#pattern = pattern
    this.#budget = budget
    const polytope = deviationPolytope(pattern.system, pattern.index, region)
    const isHidden = (q: number) => pattern.isHidden(q)
    const keep = (deviations: Float64Array) => pattern.witnesses.note(polytope.columns, deviations)
    this.#widths = new WidthModel(pattern.highs, polytope, isHidden, keep)
    pattern.proven.teach(this.#widths)
  }

  proveTogether(quantities: readonly number[]): void {
    const { polytope } = this.#widths
    const columns = quantities.map((q) => polytope.columnOf[q]!)
    for (const batch of independentBatches(polytope, columns)) {
      if (this.#budget.isSpent) return
      this.#widths.proveTogether(batch, (column) => this.#required(polytope.columns[column]!))
      this.#charge()
    }
  }

  /** Those that are not known to be wide. */
  narrowestFirst(quantities: readonly number[]): readonly number[] {
    const { columnOf } = this.#widths.polytope
    const widthOf = (q: number) => this.#widths.greatest[columnOf[q]!]! - this.#widths.least[columnOf[q]!]!
    return quantities
      .filter((q) => !this.#widths.isWide(columnOf[q]!, this.#required(q)))
      .sort((a, b) => widthOf(a) - widthOf(b) || a - b)
  }

  prove(quantity: number): boolean {
    const isWide = this.#widths.prove(this.#widths.polytope.columnOf[quantity]!, this.#required(quantity))
    this.#charge()
    return isWide
  }

  /** Hides what widens a quantity whose interval was just found to be narrow. */
  widen(quantity: number): void {
    const { highs, system } = this.#pattern
    const { polytope, least } = this.#widths
    this.#repairs ??= new RepairModel(highs, polytope, (q) => this.#pattern.costOf(q))
    const column = polytope.columnOf[quantity]!
    const point = this.#repairs.cheapest(column, least[column]! + this.#required(quantity))
    this.#charge()
    if (point === null) return
    point.forEach((deviation, i) => {
      if (deviation !== 0) this.#hide(system.quantities[polytope.columns[i]!]!.unit, this.#repairs!)
    })
    this.#widths.remember(point, point)
    this.#pattern.witnesses.note(polytope.columns, point)
  }

  dispose(): void {
    this.#pattern.proven.learn(this.#widths)
    this.#widths.dispose()
    this.#repairs?.dispose()
  }

  #hide(unit: number, repairs: RepairModel): void {
    const { hidden, system } = this.#pattern
    if (hidden[unit] === 1) return
    hidden[unit] = 1
    for (const q of system.units[unit]!.quantities) {
      const column = this.#widths.polytope.columnOf[q]!
      if (column < 0) continue
      this.#widths.setOpen(column, true)
      repairs.setFree(column)
    }
  }

  #required(quantity: number): number {
    return this.#pattern.proven.required[quantity]!
  }

  #charge(): void {
    const linearPrograms = this.#widths.linearPrograms + (this.#repairs?.linearPrograms ?? 0)
    const iterations = this.#widths.iterations + (this.#repairs?.iterations ?? 0)
    const rows = this.#widths.polytope.rowLower.length
    this.#budget.charge(
      linearPrograms - this.#charged.linearPrograms,
      iterations - this.#charged.iterations,
      rows,
    )
    this.#charged = { linearPrograms, iterations }
  }
}
