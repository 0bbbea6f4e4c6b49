import type { PublishedTable, TableShape } from '../../schemas/cell.ts'

/** Groups by fact, then by their code in each dimension of the release, in order; null is a total, which no period is. */
type Groups = Map<string | null, Groups>

/**
 * Where a mean or median may not be published: every learner of the row is in a group one of whose outcome
 * categories is hidden somewhere in the release. Such a figure bounds the categories, and the linear system does
 * not carry that bound. What is hidden of a longer period bounds those of its parts, too: who did something in one month only has
 * one outcome in both; what is hidden of another month does not.
 *
 * @returns one entry a row of each table: 1 where it may not
 */
export function scoresToWithhold(tables: readonly PublishedTable[]): readonly Uint8Array[] {
  const names = [...new Set(tables.flatMap(({ shape }) => shape.dimensions.map(({ name }) => name)))]
  const groups: Groups = new Map()
  for (const { shape, rows } of tables) {
    if (!shape.dimensions.some(({ kind }) => kind === 'outcome')) continue
    const dimensions = dimensionsByName(shape, names)
    for (const { coordinates, figures } of rows) {
      if (figures[0]!.status === 'A') continue
      let at = branch(groups, shape.fact)
      for (const d of dimensions) {
        const isTotal =
          d < 0 ||
          shape.dimensions[d]!.kind === 'outcome' ||
          (shape.dimensions[d]!.name !== shape.periodDimension &&
            coordinates[d] === shape.dimensions[d]!.codes[0]!.code)
        at = branch(at, isTotal ? null : coordinates[d]!)
      }
    }
  }
  const periods = periodsAround(tables.map(({ shape }) => shape))
  return tables.map(({ shape, rows }) => {
    const ofFact = groups.get(shape.fact)
    const withheld = new Uint8Array(rows.length)
    if (ofFact === undefined) return withheld
    const dimensions = dimensionsByName(shape, names)
    const above = shape.dimensions.map(({ name, codes }) =>
      name === shape.periodDimension ? periods : selfAndAbove(codes),
    )
    const isInside = (coordinates: readonly string[], at: Groups, depth: number): boolean => {
      if (depth === names.length) return true
      const d = dimensions[depth]!
      const codes = d < 0 ? [] : above[d]!.get(coordinates[d]!)!
      return [null, ...codes].some((code) => {
        const next = at.get(code)
        return next !== undefined && isInside(coordinates, next, depth + 1)
      })
    }
    rows.forEach(({ coordinates }, r) => {
      if (isInside(coordinates, ofFact, 0)) withheld[r] = 1
    })
    return withheld
  })
}

function branch(groups: Groups, code: string | null): Groups {
  const found = groups.get(code)
  if (found !== undefined) return found
  const made: Groups = new Map()
  groups.set(code, made)
  return made
}

/** For each name: the index of the table's dimension, −1 where it has none. */
function dimensionsByName(shape: TableShape, names: readonly string[]): readonly number[] {
  return names.map((name) => shape.dimensions.findIndex((dimension) => dimension.name === name))
}

/** Each period with all that it lies in: some tables have it by itself, others within a longer one. */
function periodsAround(shapes: readonly TableShape[]): ReadonlyMap<string, readonly string[]> {
  const parents = new Map<string, Set<string>>()
  for (const { dimensions, periodDimension } of shapes)
    for (const { code, parent } of dimensions.find(({ name }) => name === periodDimension)?.codes ?? []) {
      const known = parents.get(code) ?? new Set<string>()
      parents.set(code, known)
      if (parent !== null) known.add(parent)
    }
  const around = (code: string): readonly string[] => [
    code,
    ...[...(parents.get(code) ?? [])].flatMap(around),
  ]
  return new Map([...parents.keys()].map((code) => [code, [...new Set(around(code))]]))
}

function selfAndAbove(
  codes: readonly { readonly code: string; readonly parent: string | null }[],
): ReadonlyMap<string, readonly string[]> {
  const lists = new Map<string, readonly string[]>()
  for (const { code, parent } of codes)
    lists.set(code, [code, ...(parent === null ? [] : (lists.get(parent) ?? []))])
  return lists
}
