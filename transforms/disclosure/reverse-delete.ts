import type { Highs } from 'highs'
import { unitVectors } from './complementary-suppression.ts'
import { deviationPolytope, type RelationIndex, relatedQuantities } from './deviation-polytope.ts'
import { hiddenComponents } from './hidden-components.ts'
import type { HierarchicalBasis } from './hierarchical-basis.ts'
import type { LinkedTables } from './linked-tables.ts'
import { PublishedSpan } from './published-span.ts'
import type { SparseVector } from './sparse-vector.ts'
import { WidthModel } from './width-model.ts'

export interface ReverseDeleteLimits {
  readonly basis: HierarchicalBasis
  /** Vectors that must stay outside of what is published. */
  readonly guarded: readonly SparseVector[]
  readonly width: number
  /** Bound on the linear programs; a count, so that the outcome does not depend on the machine. */
  readonly linearPrograms: number
}

const stillness = 1e-7

/**
 * Publishes complementary rows again, largest first, where every primary keeps its width and nothing guarded
 * follows: what was hidden for one primary may have become needless by what was hidden for another.
 *
 * @param hidden for each unit 1 if hidden; changed in place
 * @returns linear programs solved
 */
export function deleteInReverse(
  highs: Highs,
  system: LinkedTables,
  index: RelationIndex,
  hidden: Uint8Array,
  limits: ReverseDeleteLimits,
): number {
  if (limits.linearPrograms === 0) return 0
  const span = new PublishedSpan(limits.basis.size)
  for (const vector of limits.guarded) span.guard(vector)
  hidden.forEach((isHidden, unit) => {
    if (isHidden === 0) span.publish(unitVectors(system, limits.basis, unit))
  })
  let spent = 0
  const components = hiddenComponents(system, hidden, true)
  for (const component of components) {
    if (spent >= limits.linearPrograms) break
    const search = new ComponentSearch(highs, system, index, component, limits.width)
    const budget = limits.linearPrograms - spent
    for (const unit of search.candidates(hidden)) {
      if (search.linearPrograms >= budget) break
      const vectors = unitVectors(system, limits.basis, unit)
      if (span.wouldDisclose(vectors) || !search.tryPublish(unit, budget)) continue
      span.publish(vectors)
      hidden[unit] = 0
    }
    spent += search.linearPrograms
    search.dispose()
  }
  return spent
}

/** One component with the points that prove its primaries wide. */
class ComponentSearch {
  readonly #system: LinkedTables
  readonly #index: RelationIndex
  readonly #width: number
  readonly #model: WidthModel
  /** Primaries with proven width, as columns. */
  readonly #columns: readonly number[]
  #points: Float64Array[] = []

  constructor(
    highs: Highs,
    system: LinkedTables,
    index: RelationIndex,
    component: readonly number[],
    width: number,
  ) {
    this.#system = system
    this.#index = index
    this.#width = width
    const polytope = deviationPolytope(system, index, component)
    this.#model = new WidthModel(
      highs,
      polytope,
      () => true,
      (point) => this.#points.push(point),
    )
    this.#columns = component
      .filter((q) => system.quantities[q]!.primary)
      .map((q) => polytope.columnOf[q]!)
      .filter((column) => this.#model.prove(column, width))
  }

  get linearPrograms(): number {
    return this.#model.linearPrograms
  }

  candidates(hidden: Uint8Array): readonly number[] {
    const { columns } = this.#model.polytope
    const units = new Set([...columns].map((q) => this.#system.quantities[q]!.unit))
    return [...units]
      .filter((unit) => hidden[unit] === 1 && this.#system.units[unit]!.reasons.length === 0)
      .sort((a, b) => this.#system.units[b]!.contributors - this.#system.units[a]!.contributors || a - b)
  }

  /** Fixes a unit at the truth if every primary stays wide. */
  tryPublish(unit: number, budget: number): boolean {
    const model = this.#model
    const fixed = this.#system.units[unit]!.quantities.map((q) => model.polytope.columnOf[q]!)
    const all = this.#points
    const kept = all.filter((point) => fixed.every((column) => Math.abs(point[column]!) < stillness))
    this.#points = [...kept]
    const bounds = [Float64Array.from(model.least), Float64Array.from(model.greatest)] as const
    model.recall(kept)
    for (const column of fixed) model.setOpen(column, false)
    const near = new Set(
      this.#system.units[unit]!.quantities.flatMap((q) => relatedQuantities(this.#system, this.#index, q)),
    )
    const unproven = this.#columns.filter((column) => !model.isWide(column, this.#width))
    const isNear = (column: number) => Number(near.has(model.polytope.columns[column]!))
    unproven.sort((a, b) => isNear(b) - isNear(a) || a - b)
    if (unproven.every((column) => model.linearPrograms < budget && model.prove(column, this.#width))) {
      return true
    }
    for (const column of fixed) model.setOpen(column, true)
    this.#points = [...all, ...this.#points.slice(kept.length)]
    model.remember(bounds[0], bounds[1])
    return false
  }

  dispose(): void {
    this.#model.dispose()
  }
}
