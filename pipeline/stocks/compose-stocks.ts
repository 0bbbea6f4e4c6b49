import type { Figure, PublishedRow, PublishedTable } from '../../schemas/cell.ts'
import type { TableHistory, UpdateStatus } from '../../schemas/change.ts'

/**
 * A stock as a release shows it: rows as they stand now, others as they were last published.
 *
 * @param today the table with the figures of its own day
 * @param fresh by row: 1 where it is shown as it stands now
 */
export function composeStock(
  { shape, rows }: PublishedTable,
  history: TableHistory,
  fresh: Uint8Array,
): PublishedTable {
  const hidden = [...shape.baseMeasures, ...shape.derivedMeasures].map(
    (): Figure => ({ value: null, status: 'c' }),
  )
  return {
    shape,
    rows: rows.map(({ coordinates, figures }, row): PublishedRow => {
      const status = statusOf(history, fresh, row)
      if (status === 'fresh') return { coordinates, asOf: shape.asOf ?? null, figures }
      if (status === 'hidden') return { coordinates, asOf: null, figures: hidden }
      return { coordinates, asOf: lastDay(history, row), figures: history.lastFigures[row] ?? hidden }
    }),
  }
}

export function statusOf({ lastFigures }: TableHistory, fresh: Uint8Array, row: number): UpdateStatus {
  if (fresh[row] === 1) return 'fresh'
  return lastFigures[row] == null ? 'hidden' : 'standing'
}

/** The day that a row was last shown as it stood then; null where it never was. */
export function lastDay({ moments }: TableHistory, row: number): string | null {
  return moments.findLast(({ fresh }) => fresh[row] === 1)?.asOf ?? null
}
