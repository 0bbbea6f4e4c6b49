import type { Figure, PublishedRow, PublishedTable, TabulatedTable } from '../../schemas/cell.ts'
import type { TableHistory } from '../../schemas/change.ts'
import type { AuditParameters } from '../../schemas/release.ts'
import type { AuditBudget, AuditFinding } from './audit-report.ts'
import { ChangeCounts, changeGeometry } from './change-counts.ts'
import { tableGeometry } from './table-geometry.ts'
import { widerStockFindings } from './wider-stock-findings.ts'

/**
 * Holds today's flows against stocks that stand: whoever has the last figure of a row that fewer than k entered or left
 * since nearly has today's, and today's less the active is who is not. So figures of today of all such rows are granted, beside
 * all that is published, and no difference of nested populations that is few may follow from them by equations.
 *
 * Only by equations: bounds are judged where rows of stocks are granted in `auditRelease`.
 *
 * @param proposed all tables as they are to be published
 * @param truth the same tables as counted
 * @param histories by table id, one for each stock
 */
export function idleFindings(
  proposed: readonly PublishedTable[],
  truth: readonly TabulatedTable[],
  histories: ReadonlyMap<string, TableHistory>,
  parameters: AuditParameters,
  budget: AuditBudget,
): readonly AuditFinding[] {
  const known = proposed.map((table, t) => {
    const history = histories.get(table.shape.id)
    return history === undefined ? table : nearlyKnown(table, truth[t]!, history, parameters)
  })
  return widerStockFindings(known, null, truth, [], parameters, budget)
}

/** A stock as a reader who remembers it nearly knows it today. */
function nearlyKnown(
  { shape, rows }: PublishedTable,
  { cells }: TabulatedTable,
  { moments }: TableHistory,
  { minimumContributors }: AuditParameters,
): PublishedTable {
  const geometry = changeGeometry(tableGeometry(shape.dimensions))
  const changes = new Map<string, ChangeCounts>()
  const changesSince = (day: string): ChangeCounts | undefined => {
    const moment = moments.find(({ asOf }) => asOf === day)
    if (moment !== undefined && !changes.has(day))
      changes.set(day, new ChangeCounts(geometry, moment.moves, moment.returns))
    return changes.get(day)
  }
  const isKnown = (asOf: string | null, row: number): boolean => {
    if (asOf === null) return false
    if (asOf === shape.asOf) return true
    const counts = changesSince(asOf)
    if (counts === undefined) return true
    return Math.max(counts.entered(row), counts.left(row)) - counts.stayed([row]) < minimumContributors
  }
  return {
    shape,
    rows: rows.map(({ coordinates, asOf = null, figures }, row): PublishedRow => {
      const { measures } = cells[row]!
      return {
        coordinates,
        figures: figures.map((_, m): Figure => {
          const value = isKnown(asOf, row) ? measures[m]?.value : undefined
          return value === undefined ? { value: null, status: 'c' } : { value, status: 'A' }
        }),
      }
    }),
  }
}
