import type { Code, SuppressionPattern, TabulatedTable } from '../../schemas/cell.ts'

/**
 * Rows whose mean or median would tell about a hidden outcome: the row's learners all belong to a group of which
 * some outcome category is hidden, in whatever table of that period or one that it lies in, and a mean or median bounds
 * the categories of its learners.
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
  // A table of its own period does not say in which longer one that lies; others do.
  const periods = parentsOf(
    tables.flatMap(
      ({ shape }) => shape.dimensions.find(({ name }) => name === shape.periodDimension)?.codes ?? [],
    ),
  )
  return (t, row) => {
    const { shape, cells } = tables[t]!
    return distinct.some(
      ({ fact, place }) =>
        fact === shape.fact &&
        place.every(([name, code]) => {
          const d = shape.dimensions.findIndex((dimension) => dimension.name === name)
          if (d < 0) return false
          const own = cells[row]!.coordinates[d]!
          const parents = name === shape.periodDimension ? periods : parentsOf(shape.dimensions[d]!.codes)
          return liesWithin(parents, own, code)
        }),
    )
  }
}

type Parents = ReadonlyMap<string, ReadonlySet<string>>

function parentsOf(codes: readonly Code[]): Parents {
  const parents = new Map<string, Set<string>>()
  for (const { code, parent } of codes)
    if (parent !== null) parents.set(code, (parents.get(code) ?? new Set<string>()).add(parent))
  return parents
}

function liesWithin(parents: Parents, code: string, ancestor: string): boolean {
  return code === ancestor || [...(parents.get(code) ?? [])].some((one) => liesWithin(parents, one, ancestor))
}
