import type { AuditParameters } from '../../schemas/release.ts'
import type { AuditFinding } from './audit-report.ts'
import type { PublishedSystem } from './published-system.ts'
import { codeOf } from './table-geometry.ts'

/**
 * Figures less figures far below them, where learners do not add up: of a track less one of its lessons, both
 * published, the cells in between may be hidden and empty, but together they hold what remains.
 *
 * @param values by variable; NaN where unknown
 */
export function visibleRemainders(
  { tables, geometries, figures }: PublishedSystem,
  values: Float64Array,
  { minimumContributors }: AuditParameters,
): readonly AuditFinding[] {
  return tables.flatMap(({ shape, rows }, t) => {
    const geometry = geometries[t]!
    const width = shape.baseMeasures.length
    const lines = shape.dimensions.map(({ codes }) => selfAndAbove(codes))
    const kinds = shape.dimensions.map(({ kind }) => kind)
    return shape.baseMeasures.flatMap(({ name, overEvents }, m): readonly AuditFinding[] => {
      if (overEvents !== 'distinct') return []
      const countIn = (row: number) => values[figures[t]![row * width + m]!]!
      return rows.flatMap(({ coordinates }, row) => {
        if (Number.isNaN(countIn(row))) return []
        const from = lines.map((_, d) => codeOf(geometry, row, d))
        return rowsAbove(lines, geometry.strides, from)
          .filter((above) => {
            const remain = countIn(above) - countIn(row)
            if (!(remain >= 1 && remain < minimumContributors)) return false
            const to = lines.map((_, d) => codeOf(geometry, above, d))
            const moved = to.flatMap((code, d) => (code === from[d] ? [] : [d]))
            const isNext = moved.length === 1 && moved.every((d) => to[d] === lines[d]![from[d]!]![1])
            const isSorted = to.some((code, d) => kinds[d] === 'outcome' && code !== 0)
            return moved.some((d) => kinds[d] === 'event') && !isNext && !isSorted
          })
          .map((above) => ({
            rule: 'few-contributors' as const,
            table: shape.id,
            coordinates: rows[above]!.coordinates,
            measure: `${name} outside ${coordinates.join(' ')}`,
            clause: 'learners who follow by subtraction number 0 or minimumContributors',
          }))
      })
    })
  })
}

/** For each code: its index and those of all codes above it. */
function selfAndAbove(
  codes: readonly { readonly code: string; readonly parent: string | null }[],
): readonly (readonly number[])[] {
  const index = new Map(codes.map(({ code }, i) => [code, i]))
  const lines: (readonly number[])[] = []
  for (const [i, { parent }] of codes.entries())
    lines.push(parent === null ? [i] : [i, ...lines[index.get(parent)!]!])
  return lines
}

/** All rows whose every code is that of the given one, or above it; the row itself included. */
function rowsAbove(
  lines: readonly (readonly (readonly number[])[])[],
  strides: readonly number[],
  from: readonly number[],
): readonly number[] {
  return lines.reduce<readonly number[]>(
    (starts, line, d) => starts.flatMap((start) => line[from[d]!]!.map((code) => start + code * strides[d]!)),
    [0],
  )
}
