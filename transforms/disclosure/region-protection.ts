import type { Highs } from 'highs'
import { independentBatches } from './independent-batches.ts'
import { type Deviations, deviationsOf } from './kept-witnesses.ts'
import type { RegionAnswer, RegionTask } from './region-task.ts'
import { RepairModel } from './repair-model.ts'
import { WidthModel } from './width-model.ts'
import { WorkBudget } from './work-budget.ts'

/**
 * Widens, within a region and with all else at the truth, the intervals of primaries: hides for each narrow
 * one, narrowest first, the cheapest units that widen it. Stops where the budget ends.
 */
export function protectRegion(highs: Highs, task: RegionTask): RegionAnswer {
  const models = new RegionModels(highs, task)
  try {
    models.proveTogether(task.targets)
    for (const column of models.narrowestFirst(task.targets)) {
      if (models.isSpent) break
      if (!models.prove(column) && task.repairable.has(column)) models.widen(column)
    }
    return models.answer()
  } finally {
    models.dispose()
  }
}

class RegionModels {
  readonly #highs: Highs
  readonly #task: RegionTask
  readonly #budget: WorkBudget
  readonly #widths: WidthModel
  /** Made when it is first needed: most regions of a repaired pattern need none. */
  #repairs: RepairModel | null = null
  readonly #points: Deviations[] = []
  readonly #isHidden: Uint8Array
  readonly #hidden: number[] = []
  #charged = { linearPrograms: 0, iterations: 0 }

  constructor(highs: Highs, task: RegionTask) {
    this.#highs = highs
    this.#task = task
    this.#budget = new WorkBudget(task.work)
    this.#isHidden = task.isHidden.slice()
    this.#widths = new WidthModel(
      highs,
      task.rows,
      (_, column) => task.isHidden[column] === 1,
      (deviations) => this.#note(deviations),
    )
    this.#widths.remember(task.least, task.greatest)
  }

  get isSpent(): boolean {
    return this.#budget.isSpent
  }

  proveTogether(columns: readonly number[]): void {
    for (const batch of independentBatches(this.#task.rows, columns)) {
      if (this.#budget.isSpent) return
      this.#widths.proveTogether(batch, (column) => this.#required(column))
      this.#charge()
    }
  }

  /** Those that are not known to be wide. */
  narrowestFirst(columns: readonly number[]): readonly number[] {
    const { least, greatest } = this.#widths
    const widthOf = (column: number) => greatest[column]! - least[column]!
    return columns
      .filter((column) => !this.#widths.isWide(column, this.#required(column)))
      .sort((a, b) => widthOf(a) - widthOf(b) || a - b)
  }

  prove(column: number): boolean {
    const isWide = this.#widths.prove(column, this.#required(column))
    this.#charge()
    return isWide
  }

  /** Hides what widens an interval that was just found to be narrow. */
  widen(column: number): void {
    const { rows, costs, unitOf } = this.#task
    this.#repairs ??= new RepairModel(this.#highs, rows, (_, at) => costs[at]!)
    const amount = this.#widths.least[column]! + this.#required(column)
    const point = this.#repairs.cheapest(column, amount)
    this.#charge()
    if (point === null) return
    point.forEach((deviation, at) => {
      if (deviation !== 0 && this.#isHidden[at] === 0) this.#hide(unitOf[at]!, this.#repairs!)
    })
    this.#widths.remember(point, point)
    this.#note(point)
  }

  answer(): RegionAnswer {
    return {
      hidden: this.#hidden,
      least: this.#widths.least,
      greatest: this.#widths.greatest,
      points: this.#points,
      linearPrograms: this.#budget.linearPrograms,
      work: this.#budget.spent,
    }
  }

  dispose(): void {
    this.#widths.dispose()
    this.#repairs?.dispose()
  }

  #note(deviations: Float64Array): void {
    this.#points.push(deviationsOf(this.#task.rows.columns, deviations))
  }

  #hide(unit: number, repairs: RepairModel): void {
    this.#hidden.push(unit)
    this.#task.unitOf.forEach((of, column) => {
      if (of !== unit) return
      this.#isHidden[column] = 1
      this.#widths.setOpen(column, true)
      repairs.setFree(column)
    })
  }

  #required(column: number): number {
    return this.#task.required[column]!
  }

  #charge(): void {
    const linearPrograms = this.#widths.linearPrograms + (this.#repairs?.linearPrograms ?? 0)
    const iterations = this.#widths.iterations + (this.#repairs?.iterations ?? 0)
    this.#budget.charge(
      linearPrograms - this.#charged.linearPrograms,
      iterations - this.#charged.iterations,
      this.#task.rows.rowLower.length,
    )
    this.#charged = { linearPrograms, iterations }
  }
}
