import type { Policy } from '../../schemas/policy.ts'
import { type RelationIndex, relatedQuantities } from './deviation-polytope.ts'
import { GrowingPattern } from './growing-pattern.ts'
import { hiddenComponents } from './hidden-components.ts'
import type { Deviations } from './kept-witnesses.ts'
import type { LinkedTables } from './linked-tables.ts'
import { type RegionRunner, regionTask, takeAnswer, type Visit } from './region-task.ts'
import { partnersOf, splitIntoRegions } from './regions.ts'
import type { WidthLimits } from './required-width.ts'
import { SwapProtection } from './swap-protection.ts'
import { WorkBudget } from './work-budget.ts'

export interface IntervalLimits extends WidthLimits {
  readonly loss: Policy['loss']
  /** Steps that the solver may take; see WorkBudget. */
  readonly work: number
}

/** A system with as many relevant quantities is one region: the solver's steps take tens of microseconds. */
const wholeSize = 4000
/** A hidden component of at most as many quantities is looked at on its own first. */
const componentSize = 2000
/** Wanted quantities of a region of a larger system. */
const regionSize = 2200
/** Least share of an equation's terms for a region to be where its primaries are widened. */
const leastInside = 0.3
/** How many regions are taken together, in turn, for what a single one does not widen. */
const companies = [2, 4, 6]

/** Components and regions that are visited at once, whatever the number of threads. */
const componentsAtOnce = 8
const regionsAtOnce = 4

/**
 * Widens a suppression pattern until the feasibility interval of every primary is wide enough.
 *
 * Region by region: proves what it can, then hides for each narrow primary the cheapest rows that widen it.
 * What needs more than a region is looked at in several together. What is still narrow gets all cells of a
 * swap hidden, or its neighbourhood, then theirs. Patterns only grow, so that what is proven stays so.
 *
 * @see Fischetti and Salazar (2001) for the linear programs
 */
export class IntervalProtection {
  readonly #pattern: GrowingPattern
  readonly #budget: WorkBudget
  readonly #runner: RegionRunner

  constructor(runner: RegionRunner, system: LinkedTables, hidden: Uint8Array, limits: IntervalLimits) {
    this.#runner = runner
    this.#pattern = new GrowingPattern(system, hidden, limits)
    this.#budget = new WorkBudget(limits.work)
  }

  get index(): RelationIndex {
    return this.#pattern.index
  }

  /** For each unit: 1 if hidden. */
  get hidden(): Uint8Array {
    return this.#pattern.hidden
  }

  /** Points that prove the widths that `protect` found. */
  get witnesses(): readonly Deviations[] {
    return this.#pattern.witnesses.points()
  }

  get linearPrograms(): number {
    return this.#budget.linearPrograms
  }

  /** Least width proven of a primary's interval, at most a little above what it needs; null without primaries. */
  get narrowest(): number | null {
    const { system, proven } = this.#pattern
    const primaries = system.quantities.flatMap(({ primary }, q) => (primary ? [q] : []))
    return primaries.reduce<number | null>(
      (least, q) => Math.min(least ?? Number.POSITIVE_INFINITY, proven.widthOf(q)),
      null,
    )
  }

  /**
   * Grows the pattern.
   *
   * @returns primaries that are not proven wide: nothing widens them, or the budget did not suffice
   */
  async protect(): Promise<readonly number[]> {
    await this.#visitSmallComponents()
    await this.#visitRegions()
    if (this.#pattern.open().length > 0) {
      this.#pattern.considerAll()
      await this.#visitRegions()
    }
    this.#hideSwaps()
    for (const quantity of this.#pattern.open()) {
      if (!this.#pattern.proven.isWide(quantity)) await this.#hideNeighbours(quantity)
    }
    return this.#pattern.open()
  }

  /** Proves what is wide without further rows: small models, which most primaries of sparse tables need not leave. */
  async #visitSmallComponents(): Promise<void> {
    const { system, hidden } = this.#pattern
    const components = hiddenComponents(system, hidden)
    if (components.length === 1) return
    const small = components.filter(({ length }) => length <= componentSize)
    for (const together of inTurn(small, componentsAtOnce))
      await this.#visit(
        together.map((region) => ({ region, targets: this.#openIn(region), isRepairable: () => false })),
      )
  }

  /** Visits regions at once, each as if none of the others were visited; the budget is shared by what is open. */
  async #visit(visits: readonly Visit[]): Promise<void> {
    if (this.#budget.isSpent) return
    const worthwhile = visits.filter(({ targets }) => targets.length > 0)
    const open = worthwhile.reduce((sum, { targets }) => sum + targets.length, 0)
    const { left } = this.#budget
    const tasks = worthwhile.map((visit) =>
      regionTask(this.#pattern, visit, (left * visit.targets.length) / open),
    )
    const answers = await this.#runner.answer(tasks)
    answers.forEach((answer, at) => {
      takeAnswer(this.#pattern, tasks[at]!, answer)
      this.#budget.add(answer.linearPrograms, answer.work)
    })
  }

  async #visitRegions(): Promise<void> {
    const pattern = this.#pattern
    const { system } = pattern
    const relevant = system.quantities.flatMap((_, q) =>
      pattern.isHidden(q) || pattern.isRelevant(q) ? [q] : [],
    )
    const regions = relevant.length <= wholeSize ? [relevant] : splitIntoRegions(system, relevant, regionSize)
    const visitOf = (region: readonly number[]): Visit => {
      const members = new Set(region)
      const isRepairable = (quantity: number) => isMostlyInside(pattern, members, quantity)
      return { region, targets: this.#openIn(region), isRepairable }
    }
    for (const together of inTurn(regions, regionsAtOnce)) await this.#visit(together.map(visitOf))
    for (const company of companies) {
      for (const region of regions) {
        const open = this.#openIn(region)
        if (open.length === 0 || regions.length === 1) continue
        const partners = partnersOf(pattern, regions, region, open).slice(0, company - 1)
        const members = [...new Set([region, ...partners].flat())]
        await this.#visit([{ region: members, targets: open, isRepairable: () => true }])
      }
    }
  }

  #openIn(region: readonly number[]): readonly number[] {
    const { proven } = this.#pattern
    return region.filter((q) => !proven.isWide(q))
  }

  #hideSwaps(): void {
    const open = this.#pattern.open()
    if (open.length === 0) return
    const swaps = new SwapProtection(this.#pattern)
    for (const quantity of open) if (!this.#pattern.proven.isWide(quantity)) swaps.widen(quantity)
  }

  /** Hides ever more of what is related to a primary until its interval is wide, or nothing is left to hide. */
  async #hideNeighbours(quantity: number): Promise<void> {
    const pattern = this.#pattern
    const { system, index, hidden, proven } = pattern
    let reach: readonly number[] = system.units[system.quantities[quantity]!.unit]!.quantities
    while (!this.#budget.isSpent) {
      const related = new Set(reach.flatMap((q) => relatedQuantities(system, index, q)))
      let hasGrown = false
      for (const q of related) {
        const { unit } = system.quantities[q]!
        if (hidden[unit] === 1 || system.units[unit]!.required) continue
        hidden[unit] = 1
        hasGrown = true
      }
      const component = hiddenComponents(system, hidden).find((members) => members.includes(quantity))!
      await this.#visit([{ region: component, targets: [quantity], isRepairable: () => false }])
      const isExhausted = !hasGrown && component.length <= reach.length
      if (proven.isWide(quantity) || isExhausted) return
      reach = component
    }
  }
}

/** Splits regions, in their order, into some that are visited at once. */
function inTurn<T>(regions: readonly T[], atOnce: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(regions.length / atOnce) }, (_, at) =>
    regions.slice(at * atOnce, (at + 1) * atOnce),
  )
}

/**
 * Whether a region holds enough of every equation through a quantity, for what widens it there to be near the
 * cheapest.
 */
function isMostlyInside(pattern: GrowingPattern, region: ReadonlySet<number>, quantity: number): boolean {
  const { system, index } = pattern
  return index.families[quantity]!.every((family) =>
    system.families[family]!.every((equation) => {
      const { quantities } = system.equations[equation]!
      if (!quantities.includes(quantity)) return true
      const relevant = quantities.filter((q) => pattern.isRelevant(q))
      return relevant.filter((q) => region.has(q)).length >= leastInside * relevant.length
    }),
  )
}
