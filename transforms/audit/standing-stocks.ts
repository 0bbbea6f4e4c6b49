import type { PublishedTable, TabulatedTable } from '../../schemas/cell.ts'
import { countsStock } from '../../schemas/nested-populations.ts'
import type { AuditFinding } from './audit-report.ts'
import { isSame } from './standing-rows.ts'
import type { KnownStock } from './wider-stock-findings.ts'

/** A stock of a revised period, which stands as it was first published. */
export interface StandingStock {
  readonly first: PublishedTable
  /** Who was counted in it on its day. */
  readonly counted: TabulatedTable
  /** Beside the flows as they are counted by now. */
  readonly known: KnownStock
}

/** Stocks of a later version that are not as they were first published, or not as contributions tell. */
export function standingStockFindings(
  proposed: readonly PublishedTable[],
  stocks: readonly StandingStock[],
): readonly AuditFinding[] {
  const own = proposed.filter(({ shape }) => countsStock(shape.fact, shape.baseMeasures))
  return own.flatMap(({ shape, rows }, s): readonly AuditFinding[] => {
    const stock = stocks[s]
    const finding = (clause: string, row?: number): AuditFinding => ({
      rule: 'stale-figure',
      table: shape.id,
      coordinates: row === undefined ? [] : rows[row]!.coordinates,
      measure: '',
      clause,
    })
    const isPaired =
      stock !== undefined &&
      JSON.stringify(stock.first.shape) === JSON.stringify(shape) &&
      stock.first.rows.length === rows.length &&
      stock.counted.cells.length === rows.length
    if (!isPaired) return [finding('a later version has the stocks of the first one')]
    return rows.flatMap((row, r): readonly AuditFinding[] => {
      if (!isSame(row, stock.first.rows[r]!)) return [finding('a stock stands as first published', r)]
      const isFresh = row.asOf === shape.asOf
      return isFresh && row.figures[0]!.value !== stock.counted.cells[r]!.contributors
        ? [finding('contributions tell who was counted in a stock', r)]
        : []
    })
  })
}
