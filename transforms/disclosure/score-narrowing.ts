import type { Dimension, SuppressionPattern, TabulatedTable } from '../../schemas/cell.ts'

/**
 * Rows whose mean or median would tell about a hidden outcome: the row's learners all belong to a group of which
 * some outcome category is hidden, in whatever table of that period, and a mean or median bounds the categories of its
 * learners.
 *
 * @returns for each table a predicate of its rows
 */
export function narrowsHiddenOutcome(
  tables: readonly TabulatedTable[],
  patterns: readonly SuppressionPattern[],
): (table: number, row: number) => boolean {
  const groups = tables.flatMap(({ shape, cells }, t) => {
    if (!shape.dimensions.some(({ kind }) => kind === 'outcome')) return []
    const hidden = cells.filter((_, row) => patterns[t]!.rows[row]!.status !== 'published')
    return hidden.map(({ coordinates }) => ({
      fact: shape.fact,
      place: shape.dimensions.flatMap(({ name, kind, codes }, d): (readonly [string, string])[] =>
        kind === 'outcome' || (name !== shape.periodDimension && coordinates[d] === codes[0]!.code)
          ? []
          : [[name, coordinates[d]!]],
      ),
    }))
  })
  const distinct = [...new Map(groups.map((group) => [JSON.stringify(group), group])).values()]
  return (t, row) => {
    const { shape, cells } = tables[t]!
    return distinct.some(
      ({ fact, place }) =>
        fact === shape.fact &&
        place.every(([name, code]) => {
          const d = shape.dimensions.findIndex((dimension) => dimension.name === name)
          if (d < 0) return false
          const own = cells[row]!.coordinates[d]!
          return name === shape.periodDimension ? own === code : liesWithin(shape.dimensions[d]!, own, code)
        }),
    )
  }
}

function liesWithin({ codes }: Dimension, code: string, ancestor: string): boolean {
  const parents = new Map(codes.map((entry) => [entry.code, entry.parent]))
  for (let at: string | null = code; at !== null; at = parents.get(at) ?? null)
    if (at === ancestor) return true
  return false
}
