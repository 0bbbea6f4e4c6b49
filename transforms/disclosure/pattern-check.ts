import type { Highs } from 'highs'
import { AttackerProblem } from './attacker-problem.ts'
import { unitVectors } from './complementary-suppression.ts'
import { coveringCut, equationCuts } from './covering-cut.ts'
import { CutPool, isFulfilled } from './cut-pool.ts'
import type { RelationIndex } from './deviation-polytope.ts'
import { DeviationTableau } from './deviation-tableau.ts'
import type { HierarchicalBasis } from './hierarchical-basis.ts'
import type { LinkedTables } from './linked-tables.ts'
import { hasTarget, type ProtectionTarget } from './protection-targets.ts'
import { PublishedSpan } from './published-span.ts'
import type { SingletonLeak } from './singletons.ts'
import type { SparseVector } from './sparse-vector.ts'
import { type Deviations, TableauMove } from './tableau-move.ts'
import { Witnesses, type WitnessPoint } from './witnesses.ts'

/** Deviations below this are the solver's. */
const stillness = 1e-7
const leeway = 1e-4
/** Width that a target of the first pattern may lose to rounding. */
const rounding = 1e-3
const tolerance = 1e-6
/** Columns of a linear program that take as long as one move within the tableau. */
const columnsPerMove = 16
/** What a primary's deviation costs beside a complementary one's: every pattern hides it in any case. */
const primaryWeight = 0.05

/** What must stay unknown by linear algebra. */
export interface Secrets {
  readonly basis: HierarchicalBasis
  /** Vectors that must stay outside of the span of what is published. */
  readonly guarded: readonly SparseVector[]
  /** Those among them that lone contributors must not learn. */
  readonly leaks: readonly SingletonLeak[]
}

/**
 * Tells whether patterns protect all targets, and learns from each answer: a point that proves one target
 * proves others, and what makes a pattern fail is a cut that spares later patterns their linear programs.
 * Dispose of it after use.
 */
export class PatternCheck {
  readonly system: LinkedTables
  readonly targets: readonly ProtectionTarget[]
  readonly pool: CutPool
  readonly #secrets: Secrets
  readonly #widths: AttackerProblem
  readonly #tableau: DeviationTableau
  readonly #moves: TableauMove
  readonly #cuts: AttackerProblem
  readonly #witnesses: Witnesses
  /** For each quantity: the targets that it is part of, and its coefficient there. */
  readonly #targetsOf: (readonly (readonly [target: number, coefficient: number])[])[]
  readonly #failures: Int32Array
  readonly #isMember: Uint8Array
  #hidden: Uint8Array = new Uint8Array(0)
  #isSet = false
  #isPrepared = false

  /**
   * @param members quantities that may deviate: a component of what is hidden, and what it may be joined by
   * @param targets those within the region
   * @param secrets of the whole system
   * @param hidden for each unit 1 if the first pattern hides it
   */
  constructor(
    highs: Highs,
    system: LinkedTables,
    index: RelationIndex,
    members: readonly number[],
    targets: readonly ProtectionTarget[],
    secrets: Secrets,
    hidden: Uint8Array,
  ) {
    this.#secrets = secrets
    this.system = system
    this.targets = targets
    this.pool = new CutPool(system.units.length)
    this.#isMember = new Uint8Array(system.units.length)
    for (const q of members) this.#isMember[system.quantities[q]!.unit] = 1
    this.#widths = new AttackerProblem(highs, system, index, members, targets, 0)
    this.#tableau = new DeviationTableau(system, index, members, targets, hidden)
    this.#moves = new TableauMove(this.#tableau, deviationWeights(system, this.#tableau))
    this.#cuts = new AttackerProblem(highs, system, index, members, targets, leeway)
    this.#witnesses = new Witnesses(targets)
    const targetsOf: [number, number][][] = system.quantities.map(() => [])
    targets.forEach(({ quantities, coefficients }, t) => {
      quantities.forEach((q, i) => {
        targetsOf[q]!.push([t, coefficients[i]!])
      })
    })
    this.#targetsOf = targetsOf
    this.#failures = new Int32Array(targets.length)
  }

  /** Complementary units of a pattern that are in the region. */
  complementary(hidden: Uint8Array): readonly number[] {
    return this.system.units.flatMap(({ reasons }, unit) =>
      hidden[unit] === 1 && reasons.length === 0 && this.isMember(unit) ? [unit] : [],
    )
  }

  isMember(unit: number): boolean {
    return this.#isMember[unit] === 1
  }

  get linearPrograms(): number {
    return this.#widths.linearPrograms + this.#cuts.linearPrograms
  }

  /** Work so far, whatever the machine: moves within the tableau, and programs by the number of their columns. */
  get work(): number {
    return (
      Math.round((this.linearPrograms * this.#cuts.polytope.columns.length) / columnsPerMove) +
      this.#moves.moves
    )
  }

  /** Takes a first pattern as it is: where it leaves a target narrower than it should be, no later one may do worse. */
  startFrom(hidden: Uint8Array): void {
    this.consider(hidden)
    this.targets.forEach((target, t) => {
      if (this.#approach(t) || this.#measure(t)) return
      const reached = this.#witnesses.greatest[t]! - this.#witnesses.least[t]! - rounding
      target.width = Math.max(0, reached)
    })
    for (const cut of equationCuts(this.system, this.targets)) this.pool.add(cut)
  }

  /** Chooses the pattern that is asked about from now on. It must not change meanwhile. */
  consider(hidden: Uint8Array): void {
    this.#hidden = hidden
    this.#isSet = false
    this.#isPrepared = false
    this.#witnesses.consider(hidden)
  }

  /** Targets that no known point proves wide, those first that have made the most patterns fail. */
  unproven(): readonly number[] {
    const unproven = this.targets.flatMap((_, t) => (this.#witnesses.isWide(t) ? [] : [t]))
    return unproven.sort((a, b) => this.#failures[b]! - this.#failures[a]! || a - b)
  }

  /** Whether a target is wide enough. A failure is learnt from: what makes it narrow becomes a cut. */
  isWide(target: number): boolean {
    if (this.#approach(target) || (!this.#isNarrow && this.#measure(target))) return true
    this.#learn(target)
    return false
  }

  /** The last target that was approached is narrow, without any need to measure it. */
  #isNarrow = false

  /** Looks for near points that prove a target wide: as far down as it may be, then up by the rest. */
  #approach(target: number): boolean {
    const witnesses = this.#witnesses
    this.#isNarrow = false
    if (witnesses.isWide(target)) return true
    this.#preparePattern()
    const { width, quantities, isUpwards } = this.targets[target]!
    const { value, lower } = this.system.quantities[quantities[0]!]!
    const furthest = quantities.length > 1 ? width / 2 : Math.min(width, value - lower)
    let isLowest = isUpwards
    if (!isUpwards && witnesses.least[target]! > -furthest + tolerance) {
      const found = this.#take(this.#moves.find(target, -furthest))
      if (witnesses.isWide(target)) return true
      if (!found) return false
    }
    isLowest ||= quantities.length === 1
    const least = isUpwards ? 0 : -furthest
    const point = this.#moves.find(target, least + width)
    this.#take(point)
    this.#isNarrow = isLowest && point === 'impossible'
    return witnesses.isWide(target)
  }

  #take(point: Deviations | 'impossible' | 'unknown'): boolean {
    if (point === 'impossible' || point === 'unknown') return false
    this.#witnesses.add(this.#witnessOf(point))
    return true
  }

  #preparePattern(): void {
    if (this.#isPrepared) return
    this.#isPrepared = true
    this.#tableau.setPattern(this.#hidden)
    this.#moves.prepare()
  }

  /** Moves a target as far as it goes, up and down. */
  #measure(target: number): boolean {
    const witnesses = this.#witnesses
    if (!this.#isSet) this.#widths.setPattern(this.#hidden)
    this.#isSet = true
    const { width, isUpwards } = this.targets[target]!
    this.#move(target, 1, witnesses.least[target]! + width)
    if (witnesses.isWide(target)) return true
    if (isUpwards) return false
    this.#move(target, -1, witnesses.greatest[target]! - width)
    return witnesses.isWide(target)
  }

  /** Looks for a cut that forbids the pattern since it leaves a target narrow. */
  #learn(target: number): void {
    this.#failures[target]!++
    const problem = this.#cuts
    problem.setPattern(this.#hidden)
    const { width, isUpwards } = this.targets[target]!
    if (problem.move(target, 1, width) === null) return
    const upper = problem.multipliers()
    const trivial = coveringCut(this.system, this.targets[target]!, upper, [])
    if (trivial !== null && !isFulfilled(trivial, this.#hidden)) {
      this.pool.add(trivial)
      return
    }
    if (isUpwards || problem.move(target, -1, -width) === null) return
    const cut = coveringCut(this.system, this.targets[target]!, upper, problem.multipliers())
    if (cut !== null && !isFulfilled(cut, this.#hidden)) this.pool.add(cut)
  }

  /** Learns that a pattern, and whatever hides less, does not do: one more unit has to be hidden. */
  forbid(hidden: Uint8Array): void {
    const { units } = this.system
    const missing = units.flatMap(({ required }, unit) =>
      hidden[unit] === 0 && !required && this.isMember(unit) ? [unit] : [],
    )
    this.pool.add({ units: missing, coefficients: missing.map(() => 1) })
  }

  /**
   * Whether all that is guarded stays outside of the published span. Movement implies it, so that only what no
   * target covers has to be computed.
   */
  leavesSecret(hidden: Uint8Array): boolean {
    const { basis, guarded, leaks } = this.#secrets
    if (this.targets.every(({ width }) => width > 0) && leaks.every(hasTarget)) return true
    const span = new PublishedSpan(basis.size)
    for (const vector of guarded) span.guard(vector)
    return this.system.units.every(
      (_, unit) => hidden[unit] === 1 || span.publish(unitVectors(this.system, basis, unit)),
    )
  }

  dispose(): void {
    this.#widths.dispose()
    this.#cuts.dispose()
  }

  #move(target: number, direction: 1 | -1, limit: number): void {
    const moved = this.#widths.move(target, direction, limit)
    if (moved !== null)
      this.#witnesses.add(
        this.#witnessOf({ quantities: this.#widths.polytope.columns, values: moved.deviations }),
      )
  }

  #witnessOf({ quantities, values }: Deviations): WitnessPoint {
    const units = new Set<number>()
    const forms = new Map<number, number>()
    quantities.forEach((q, i) => {
      const deviation = values[i]!
      if (Math.abs(deviation) < stillness) return
      units.add(this.system.quantities[q]!.unit)
      for (const [t, coefficient] of this.#targetsOf[q]!) {
        forms.set(t, (forms.get(t) ?? 0) + coefficient * deviation)
      }
    })
    const targets = Int32Array.from(forms.keys()).sort()
    return {
      units: Int32Array.from(units),
      targets,
      values: Float64Array.from(targets, (t) => forms.get(t)!),
    }
  }
}

function deviationWeights({ quantities, units }: LinkedTables, tableau: DeviationTableau): Float64Array {
  const weights = new Float64Array(tableau.lower.length)
  tableau.quantities.forEach((q, variable) => {
    weights[variable] = units[quantities[q]!.unit]!.reasons.length > 0 ? primaryWeight : 1
  })
  return weights
}
