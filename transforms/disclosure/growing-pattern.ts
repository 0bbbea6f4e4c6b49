import type { Policy } from '../../schemas/policy.ts'
import { indexRelations, type RelationIndex } from './deviation-polytope.ts'
import { deviationPrice } from './hiding-cost.ts'
import { KeptWitnesses } from './kept-witnesses.ts'
import type { LinkedTables } from './linked-tables.ts'
import { ProvenWidths } from './proven-widths.ts'
import type { WidthLimits } from './required-width.ts'

/** Units with more contributors are not tried first when something must be hidden. */
const largestCandidate = 200

/** A suppression pattern that only grows, and what is proven about it. */
export class GrowingPattern {
  readonly system: LinkedTables
  readonly index: RelationIndex
  /** For each unit: 1 if hidden. */
  readonly hidden: Uint8Array
  readonly proven: ProvenWidths
  /** The points that prove it. */
  readonly witnesses: KeptWitnesses
  readonly #loss: Policy['loss']
  #largestCandidate = largestCandidate

  constructor(
    system: LinkedTables,
    hidden: Uint8Array,
    limits: WidthLimits & { readonly loss: Policy['loss'] },
  ) {
    this.system = system
    this.index = indexRelations(system)
    this.hidden = Uint8Array.from(hidden)
    this.proven = new ProvenWidths(system, limits)
    this.witnesses = new KeptWitnesses(system, (q, least, most) => this.proven.wouldBeWide(q, least, most))
    this.#loss = limits.loss
  }

  isHidden(quantity: number): boolean {
    return this.hidden[this.system.quantities[quantity]!.unit] === 1
  }

  /** Hidden already, or cheap to hide. */
  isRelevant(quantity: number): boolean {
    const { unit } = this.system.quantities[quantity]!
    const { required, contributors } = this.system.units[unit]!
    return this.hidden[unit] === 1 || (!required && contributors <= this.#largestCandidate)
  }

  /** From now on rows of any size may be hidden: what small ones do not widen, large ones may. */
  considerAll(): void {
    this.#largestCandidate = Number.POSITIVE_INFINITY
  }

  /** Price of a unit of deviation: hidden quantities cost next to nothing. */
  costOf(quantity: number): number {
    const { unit: at } = this.system.quantities[quantity]!
    const unit = this.system.units[at]!
    return this.hidden[at] === 1 ? 0 : deviationPrice(unit, this.#loss)
  }

  /** Primaries whose interval is not proven wide, narrowest first. */
  open(): readonly number[] {
    const { proven, system } = this
    return system.quantities
      .flatMap(({ primary }, q) => (primary && !proven.isWide(q) ? [q] : []))
      .sort((a, b) => proven.widthOf(a) - proven.widthOf(b) || a - b)
  }
}
