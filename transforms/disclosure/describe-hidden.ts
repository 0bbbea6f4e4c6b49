import type { Highs } from 'highs'
import type { CellExplanation, ExplainedFigure, LostProtection } from './cell-explanation.ts'
import { type DescribedRelation, describeRelation, relationsOf } from './describe-relation.ts'
import {
  type DeviationPolytope,
  deviationPolytope,
  indexRelations,
  type RelationIndex,
  relatedQuantities,
} from './deviation-polytope.ts'
import { RangeModel } from './feasible-range.ts'
import { hiddenRegion } from './hidden-region.ts'
import type { LinkedTables, LinkLimits, Quantity } from './linked-tables.ts'
import type { FigureNames } from './named-figures.ts'
import { relationOfRow } from './relation-of-row.ts'
import { requiredWidth } from './required-width.ts'
import {
  type FeasibilityInterval,
  interval,
  type Revealed,
  revealedBy,
  revealedToContributors,
  widthOf,
} from './revealed-figures.ts'
import type { Equation, Inequality } from './table-equations.ts'

/** Limits that a pattern was made under. */
export interface ExplainLimits extends LinkLimits {
  readonly intervalWidth: number
  /** In per cent of a large primary's value. */
  readonly relativeWidth: number
  /** Contributors of one cell who may pool what they know; 1 where absent. */
  readonly coalition?: number
}

/** Bounds of the work: counts, so that an explanation does not depend on the machine. */
export const explanationBounds = {
  /** Hidden figures that are linked with the row; beyond it the others are taken as known. */
  figures: 20_000,
  /** Primaries that are looked at, times figures. */
  work: 2_000_000,
  /** Cells that are looked at whose contributors know them. */
  loneContributors: 12,
}

const exactWidth = 1e-6

/** What an explanation is read off. */
export interface ExplainedView {
  readonly highs: Highs
  readonly system: LinkedTables
  /** For each unit: 1 if hidden. */
  readonly hidden: Uint8Array
  readonly names: FigureNames
  readonly limits: ExplainLimits
  readonly bounds: typeof explanationBounds
  /** The one that is explained. */
  readonly unit: number
}

/** A view of the hidden figures around the unit that is explained. */
interface HiddenView extends ExplainedView {
  readonly index: RelationIndex
  readonly polytope: DeviationPolytope
  /** Nearest first. */
  readonly members: readonly number[]
}

export type DescribedRow = Pick<CellExplanation, 'figures' | 'hidesBehind' | 'ifPublished' | 'extent'>

/**
 * Intervals of a hidden row, what it hides behind, and what it would reveal if it were published.
 *
 * @param own quantities of the row
 */
export function describeHidden(view: ExplainedView, own: readonly number[]): DescribedRow {
  const { highs, system, hidden, names, limits, bounds, unit } = view
  const index = indexRelations(system)
  const isHidden = (q: number) => hidden[system.quantities[q]!.unit] === 1
  const { quantities } = system.units[unit]!
  const { members, reachable } = hiddenRegion(system, index, isHidden, quantities, bounds.figures)
  const polytope = deviationPolytope(system, index, members)
  const around: HiddenView = { ...view, index, polytope, members }
  const primaries = members.filter(
    (q) => system.quantities[q]!.primary && system.quantities[q]!.unit !== unit,
  )
  const examined = primaries.slice(0, Math.ceil(bounds.work / members.length))
  const revealed = revealedBy(highs, system, polytope, unit, examined, (primary) =>
    requiredWidth(primary, limits),
  )
  const ranges = new RangeModel(highs, polytope, () => true)
  const figures = own.map((q) => {
    const quantity = system.quantities[q]!
    return explainedFigure(names, q, quantity, interval(quantity.value, ranges.range(q)))
  })
  ranges.dispose()
  return {
    figures,
    hidesBehind: relationsOf(system, own)
      .map((relation) => describe(around, relation, quantities))
      .filter(({ hidden: others }) => others.length > 0),
    ifPublished: {
      primaries: revealed.map((one) => lostProtection(around, one)),
      loneContributors: revealed.length === 0 ? loneContributors(around) : [],
    },
    extent: {
      hiddenFigures: reachable,
      examinedFigures: members.length,
      primaries: primaries.length,
      examinedPrimaries: examined.length,
      capped: members.length < reachable || examined.length < primaries.length,
    },
  }
}

export function explainedFigure(
  { names }: FigureNames,
  q: number,
  { value, contributors, primary }: Quantity,
  found: FeasibilityInterval | null,
): ExplainedFigure {
  return { figure: names[q]!.figure, value, contributors, primary, interval: found }
}

function describe(
  { system, hidden, names }: ExplainedView,
  relation: Equation | Inequality,
  about: readonly number[],
): DescribedRelation {
  const isNamed = (q: number) => hidden[system.quantities[q]!.unit] === 1 && !about.includes(q)
  return describeRelation(relation, isNamed, names)
}

function lostProtection(view: HiddenView, { quantity, before, after, rows }: Revealed): LostProtection {
  const { system, index, polytope, names, limits, unit } = view
  const own = system.units[unit]!.quantities
  const relations = rows.flatMap((row) => relationOfRow(system, index, polytope, row) ?? [])
  const holdsOwn = ({ quantities }: Equation | Inequality) => quantities.some((q) => own.includes(q))
  return {
    ...names.names[quantity]!,
    how: widthOf(after) < exactWidth ? 'exact' : 'narrow',
    needed: requiredWidth(system.quantities[quantity]!, limits),
    before,
    after,
    because: [...relations.filter(holdsOwn), ...relations.filter((relation) => !holdsOwn(relation))].map(
      (relation) => describe(view, relation, [...own, quantity]),
    ),
  }
}

/** Looks at the nearest cells that their contributors know, alone or together, and for each at the primaries beside it or the explained row. */
function loneContributors(view: HiddenView): CellExplanation['ifPublished']['loneContributors'] {
  const { highs, system, index, polytope, members, names, limits, bounds, unit } = view
  const lone = members
    .filter((q) => {
      const { contributors, unit: other } = system.quantities[q]!
      return contributors >= 1 && contributors <= (limits.coalition ?? 1) && other !== unit
    })
    .slice(0, bounds.loneContributors)
  const beside = (contributor: number): readonly number[] => {
    const near = [contributor, ...system.units[unit]!.quantities]
    const related = new Set(near.flatMap((q) => relatedQuantities(system, index, q)))
    return members.filter((q) => related.has(q) && system.quantities[q]!.primary)
  }
  return revealedToContributors(highs, system, polytope, unit, lone, beside).map(
    ({ contributor, quantity }) => ({
      contributor: names.names[contributor]!,
      primary: names.names[quantity]!,
    }),
  )
}
