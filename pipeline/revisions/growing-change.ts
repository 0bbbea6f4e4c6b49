import type { ContributionChange, GoneContributions, LeafChange } from '../../schemas/change.ts'
import type { DepartedFigure } from './departed-figures.ts'

/** Adds up what learners of one leaf changed, each way. */
export class GrowingChange {
  readonly #largest: number
  #rose: ContributionChange = noChange
  #fell: ContributionChange = noChange
  #gone: GoneContributions = { surplus: 0, value: 0, most: 1 }

  /** @param largest how many single changes are told */
  constructor(largest: number) {
    this.#largest = largest
  }

  /** Learners who all changed by so much. */
  add(change: number, learners: number): void {
    const size = Math.abs(change)
    const alike = Array.from({ length: Math.min(learners, this.#largest) }, () => size)
    const added = { learners, value: size * learners, largest: alike }
    if (change > 0) this.#rose = this.#merge(this.#rose, added)
    else this.#fell = this.#merge(this.#fell, added)
  }

  addGone({ fell, gone }: DepartedFigure): void {
    this.#fell = this.#merge(this.#fell, fell)
    this.#gone = gone
  }

  total(): Omit<LeafChange, 'leaf'> {
    return { rose: this.#rose, fell: this.#fell, gone: this.#gone }
  }

  #merge(one: ContributionChange, other: ContributionChange): ContributionChange {
    return {
      learners: one.learners + other.learners,
      value: one.value + other.value,
      largest: [...one.largest, ...other.largest].toSorted((a, b) => b - a).slice(0, this.#largest),
    }
  }
}

const noChange: ContributionChange = { learners: 0, value: 0, largest: [] }
