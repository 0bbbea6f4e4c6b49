import type { RowJudgement, TabulatedTable } from '../../schemas/cell.ts'
import type { Held } from '../../schemas/custody.ts'
import { ConfigurationError } from '../../schemas/failure.ts'
import { brokenRules } from './broken-rules.ts'
import type { CellExplanation } from './cell-explanation.ts'
import {
  type DescribedRow,
  describeHidden,
  type ExplainedView,
  type ExplainLimits,
  explainedFigure,
  explanationBounds,
} from './describe-hidden.ts'
import { type LinkedTables, linkTables } from './linked-tables.ts'
import { type NamedRow, nameFigures, nameOfRow } from './named-figures.ts'
import { loadSolver } from './solver.ts'

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
  const view: ExplainedView = { highs: await loadSolver(), system, hidden, names, limits, bounds, unit }
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

function describePublished({ system, names }: ExplainedView, own: readonly number[]): DescribedRow {
  return {
    figures: own.map((q) => explainedFigure(names, q, system.quantities[q]!, null)),
    hidesBehind: [],
    ifPublished: { primaries: [], loneContributors: [] },
    extent: { hiddenFigures: 0, examinedFigures: 0, primaries: 0, examinedPrimaries: 0, capped: false },
  }
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
  const hidden = new Uint8Array(system.units.length).fill(1)
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
      if (status === 'published') hidden[unit] = 0
    })
  })
  return hidden
}
