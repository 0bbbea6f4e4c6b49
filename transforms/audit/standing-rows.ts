import type { Figure, PublishedRow, PublishedTable } from '../../schemas/cell.ts'
import type { TableHistory } from '../../schemas/change.ts'
import type { AuditFinding } from './audit-report.ts'

/** Rows that are neither of today nor as they were last published. */
export function standingFindings(
  { shape, rows }: PublishedTable,
  today: PublishedTable,
  history: TableHistory | undefined,
): readonly AuditFinding[] {
  return rows.flatMap((row, r): readonly AuditFinding[] => {
    const expected = expectedRow(row, r, shape.asOf, today.rows[r]!, history)
    if (expected !== null && isSame(row, expected)) return []
    return [
      {
        rule: 'stale-figure',
        table: shape.id,
        coordinates: row.coordinates,
        measure: '',
        clause: 'a row is as of its own day, or stands as it was last published',
      },
    ]
  })
}

/** What the row must be, by the day that it bears; null where it may not bear that day. */
function expectedRow(
  { asOf }: PublishedRow,
  r: number,
  day: string | undefined,
  today: PublishedRow,
  history: TableHistory | undefined,
): PublishedRow | null {
  if (day === undefined || history === undefined) return today
  if (asOf === day) return today.figures[0]!.status === 'A' ? { ...today, asOf } : null
  const last = history.lastFigures[r] ?? null
  if (last === null) {
    const figures = today.figures.map((): Figure => ({ value: null, status: 'c' }))
    return { coordinates: today.coordinates, asOf: null, figures }
  }
  const since = history.moments.findLast(({ fresh }) => fresh[r] === 1)?.asOf ?? null
  return { coordinates: today.coordinates, asOf: since, figures: last }
}

/** Whether two rows say the same, of the same day. */
export function isSame(row: PublishedRow, other: PublishedRow): boolean {
  return (
    (row.asOf ?? null) === (other.asOf ?? null) &&
    row.coordinates.every((code, d) => code === other.coordinates[d]) &&
    row.figures.length === other.figures.length &&
    row.figures.every(({ value, status }, m) => {
      const figure = other.figures[m]!
      return value === figure.value && status === figure.status
    })
  )
}
