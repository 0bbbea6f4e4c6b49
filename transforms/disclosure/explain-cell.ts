import type { Highs } from 'highs'
import type { RowJudgement, TabulatedTable } from '../../schemas/cell.ts'
import type { Held } from '../../schemas/custody.ts'
import { ConfigurationError } from '../../schemas/failure.ts'
import { brokenRules } from './broken-rules.ts'
import type { CellExplanation, ExplainedFigure, LostProtection, NamedRow } from './cell-explanation.ts'
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
import { type LinkedTables, type LinkLimits, linkTables, type Quantity } from './linked-tables.ts'
import { type FigureNames, nameFigures, nameOfRow } from './named-figures.ts'
import { relationOfRow } from './relation-of-row.ts'
import {
  type FeasibilityInterval,
  interval,
  type Revealed,
  revealedBy,
  revealedToContributors,
  widthOf,
} from './revealed-figures.ts'
import { loadSolver } from './solver.ts'
import type { Equation, Inequality } from './table-equations.ts'

/** Limits that a pattern was made under. */
export interface ExplainLimits extends LinkLimits {
  readonly intervalWidth: number
  /** In per cent of a large primary's value. */
  readonly relativeWidth: number
}

/** Bounds of the work: counts, so that an explanation does not depend on the machine. */
export const explanationBounds = { figures: 4000, primaries: 300, loneContributors: 12 }

const exactWidth = 1e-6

/**
 * Explains the status of one row: the rules that it breaks, the interval that a reader can find for its figures, and
 * what publishing it alone would reveal of others.
 *
 * @param statuses of every row of every table, as recorded when they were released
 * @param at the row: positions of its table and of its cell
 * @throws {ConfigurationError} if the statuses are not what this version's rules make of the tables
 */
export async function explainCell(
  tables: Held<'tabulated', readonly TabulatedTable[]>,
  statuses: readonly (readonly RowJudgement['status'][])[],
  at: { readonly table: number; readonly row: number },
  limits: ExplainLimits,
  bounds: typeof explanationBounds = explanationBounds,
): Promise<CellExplanation> {
  const system = linkTables(tables, limits)
  const hidden = hiddenUnits(system, statuses)
  const unit = system.unitOfRow[at.table]![at.row]!
  const nameRow = (t: number, row: number): NamedRow => nameOfRow(tables[t]!, tables[t]!.cells[row]!)
  const ofUnit = rowsOfUnit(system, unit)
  const names = nameFigures(tables, system, at.table)
  const { minimumContributors, outcomeDiversity, intervalWidth } = limits
  const status = statuses[at.table]![at.row]!
  const view: View = { highs: await loadSolver(), system, hidden, names, limits, bounds, unit }
  const own = names.quantitiesOf(at.table, at.row)
  return {
    ...nameRow(at.table, at.row),
    status,
    limits: { minimumContributors, outcomeDiversity, intervalWidth },
    rules: ofUnit.flatMap(([t, row]) =>
      brokenRules(tables[t]!, row, limits).map((rule) => ({ ...rule, ...nameRow(t, row) })),
    ),
    sharesStatusWith: ofUnit
      .filter(([t, row]) => t !== at.table || row !== at.row)
      .map(([t, row]) => nameRow(t, row)),
    ...(status === 'published' ? describePublished(view, own) : describeHidden(view, own)),
  }
}

interface View {
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
interface HiddenView extends View {
  readonly index: RelationIndex
  readonly polytope: DeviationPolytope
  /** Nearest first. */
  readonly members: readonly number[]
}

type Described = Pick<CellExplanation, 'figures' | 'hidesBehind' | 'ifPublished' | 'extent'>

function describePublished({ system, names }: View, own: readonly number[]): Described {
  return {
    figures: own.map((q) => explainedFigure(names, q, system.quantities[q]!, null)),
    hidesBehind: [],
    ifPublished: { primaries: [], loneContributors: [] },
    extent: { hiddenFigures: 0, examinedFigures: 0, primaries: 0, examinedPrimaries: 0, capped: false },
  }
}

function describeHidden(view: View, own: readonly number[]): Described {
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
  const examined = primaries.slice(0, bounds.primaries)
  const revealed = revealedBy(highs, system, polytope, unit, examined, (q) => neededWidth(q, limits))
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

function explainedFigure(
  { names }: FigureNames,
  q: number,
  { value, contributors, primary }: Quantity,
  found: FeasibilityInterval | null,
): ExplainedFigure {
  return { figure: names[q]!.figure, value, contributors, primary, interval: found }
}

/** Width that a primary's interval must have. */
function neededWidth({ value }: Quantity, { intervalWidth, relativeWidth }: ExplainLimits): number {
  return Math.max(intervalWidth, (relativeWidth * value) / 100)
}

function describe(
  { system, hidden, names }: View,
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
    needed: neededWidth(system.quantities[quantity]!, limits),
    before,
    after,
    because: [...relations.filter(holdsOwn), ...relations.filter((relation) => !holdsOwn(relation))].map(
      (relation) => describe(view, relation, [...own, quantity]),
    ),
  }
}

/** Looks at the nearest cells with one contributor, and for each at the primaries beside it or the explained row. */
function loneContributors(view: HiddenView): CellExplanation['ifPublished']['loneContributors'] {
  const { highs, system, index, polytope, members, names, bounds, unit } = view
  const lone = members
    .filter((q) => system.quantities[q]!.contributors === 1 && system.quantities[q]!.unit !== unit)
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

function rowsOfUnit(system: LinkedTables, unit: number): readonly (readonly [table: number, row: number])[] {
  return system.unitOfRow.flatMap((units, t) =>
    [...units.keys()].filter((row) => units[row] === unit).map((row): readonly [number, number] => [t, row]),
  )
}

/** @throws {ConfigurationError} if rows with one status have two, or other rows are primary than were */
function hiddenUnits(
  system: LinkedTables,
  statuses: readonly (readonly RowJudgement['status'][])[],
): Uint8Array {
  const hidden = new Uint8Array(system.units.length)
  const seen = new Map<number, RowJudgement['status']>()
  system.unitOfRow.forEach((units, t) => {
    units.forEach((unit, row) => {
      const status = statuses[t]?.[row]
      const isPrimary = system.units[unit]!.reasons.length > 0
      if (
        status === undefined ||
        (seen.get(unit) ?? status) !== status ||
        (status === 'primary') !== isPrimary
      )
        throw new ConfigurationError(
          "the run's record must be of a version that judges cells by the same rules",
        )
      seen.set(unit, status)
      hidden[unit] = status === 'published' ? 0 : 1
    })
  })
  return hidden
}
