import type { PublishedTable } from '../../schemas/cell.ts'

/**
 * Where a mean or median may not be published: every learner of the row is in a group one of whose outcome
 * categories is hidden somewhere in the release. Such a figure bounds the categories, and the linear system does
 * not carry that bound.
 *
 * @returns one entry a row of each table: 1 where it may not
 */
export function scoresToWithhold(tables: readonly PublishedTable[]): readonly Uint8Array[] {
  const groups = new Map<string, ReadonlyMap<string, string>>()
  for (const { shape, rows } of tables) {
    const sorted = shape.dimensions.map(({ kind }) => kind === 'outcome')
    if (!sorted.includes(true)) continue
    for (const { coordinates, figures } of rows) {
      if (figures[0]!.status === 'A') continue
      const place = new Map<string, string>([['', shape.fact]])
      shape.dimensions.forEach(({ name, codes }, d) => {
        if (!sorted[d] && coordinates[d] !== codes[0]!.code) place.set(name, coordinates[d]!)
      })
      groups.set([...place].flat().join('\n'), place)
    }
  }
  return tables.map(({ shape, rows }) => {
    const above = shape.dimensions.map(({ codes }) => selfAndAbove(codes))
    return Uint8Array.from(rows, ({ coordinates }) => {
      const own = new Map<string, ReadonlySet<string>>([['', new Set([shape.fact])]])
      shape.dimensions.forEach(({ name }, d) => {
        own.set(name, above[d]!.get(coordinates[d]!)!)
      })
      const isInside = (group: ReadonlyMap<string, string>) =>
        [...group].every(([name, code]) => own.get(name)?.has(code) === true)
      return [...groups.values()].some(isInside) ? 1 : 0
    })
  })
}

function selfAndAbove(
  codes: readonly { readonly code: string; readonly parent: string | null }[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const sets = new Map<string, ReadonlySet<string>>()
  for (const { code, parent } of codes)
    sets.set(code, new Set([code, ...(parent === null ? [] : (sets.get(parent) ?? []))]))
  return sets
}
