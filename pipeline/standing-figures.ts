import type { PublishedRow, PublishedTable } from '../schemas/cell.ts'
import { countsStock } from '../schemas/nested-populations.ts'
import type { DatedRelease } from '../transforms/audit/first-figures.ts'
import type { Finding } from './verify.ts'

/** Rows of a release that stand as of an earlier day, and are not what another release of its project showed as of that day. */
export function standingFindings(own: DatedRelease, others: readonly DatedRelease[]): readonly Finding[] {
  return own.tables.flatMap((table) => findingsOf(table, own, others))
}

function findingsOf(
  { shape, rows }: PublishedTable,
  own: DatedRelease,
  others: readonly DatedRelease[],
): readonly Finding[] {
  if (shape.asOf === undefined) return []
  const before = others.flatMap(({ id, tables, project, period, asOf }) => {
    // Versions of a flow stand as of a day of their own period; rows of a stock as of that of any.
    const isOfSeries = countsStock(shape.fact, shape.baseMeasures) || period.id === shape.period
    const isLike = project === own.project && isOfSeries
    const like = isLike ? tables.find((table) => table.shape.id === shape.id) : undefined
    if (like === undefined) return []
    const at = new Map(like.rows.map((row) => [row.coordinates.join('\u001f'), row]))
    return [{ id, day: like.shape.asOf ?? asOf, hasDays: like.shape.asOf !== undefined, at }]
  })
  const valuesOf = ({ figures }: PublishedRow) =>
    JSON.stringify(figures.map(({ value, status }) => [value, status]))
  return rows.flatMap((row) => {
    const stands = row.asOf ?? null
    if (stands === null || stands === shape.asOf) return []
    return before.flatMap(({ id, day, hasDays, at }) => {
      const shown = at.get(row.coordinates.join('\u001f'))
      if (shown === undefined || (hasDays ? shown.asOf : day) !== stands) return []
      if (valuesOf(shown) === valuesOf(row)) return []
      const where = [shape.id, ...row.coordinates].join(' ')
      return [{ rule: 'standing', where, clause: `a figure that stands is the one that ${id} showed` }]
    })
  })
}
