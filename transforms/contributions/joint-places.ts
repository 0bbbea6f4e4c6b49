/** How many learners a table counted in each of its places, as far as it tells of another table's dimensions. */
export interface ToldCounts {
  /** By dimension: all codes that it tells apart; the total alone where it does not have the dimension. */
  readonly apart: readonly ReadonlySet<string>[]
  readonly counts: readonly PlaceCount[]
}

export interface PlaceCount {
  /** By dimension. */
  readonly codes: readonly string[]
  readonly learners: number
}

/**
 * Places learners of whom nothing but numbers is known so that several tables, which counted all of them, are right. Which
 * learner of one table is which of another nobody knows any more; they were somewhere, so there is such a placement, and any
 * one is as good.
 *
 * Tables are taken one after the other: whoever is alike so far, as far as the next one tells, is shared out among its places
 * in their order (the north-west corner rule of transport problems).
 *
 * @param parents by dimension: parent of each code of its tree, which all tables cut at levels of their own
 * @param told at least one
 * @returns null where that does not get all tables right: three that have two dimensions each in common may need others
 */
export function placeJointly(
  parents: readonly ReadonlyMap<string, string | null>[],
  [first, ...others]: readonly ToldCounts[],
): readonly PlaceCount[] | null {
  if (first === undefined) return []
  let { apart, counts } = first
  for (const next of others) {
    const common = (codes: readonly string[], other: ToldCounts['apart']) =>
      codes.map((code, d) => climb(parents[d]!, code, other[d]!))
    const wanted = new Map<string, { readonly codes: readonly string[]; learners: number }[]>()
    for (const count of sorted(next.counts)) {
      const key = common(count.codes, apart).join(separator)
      wanted.set(key, [...(wanted.get(key) ?? []), { ...count }])
    }
    const placed: PlaceCount[] = []
    for (const { codes, learners } of sorted(counts)) {
      const shared = common(codes, next.apart)
      const places = wanted.get(shared.join(separator)) ?? []
      let left = learners
      for (const place of places) {
        const here = Math.min(left, place.learners)
        if (here === 0) continue
        const finer = codes.map((code, d) => (code === shared[d] ? place.codes[d]! : code))
        placed.push({ codes: finer, learners: here })
        place.learners -= here
        left -= here
      }
      if (left > 0) return null
    }
    if ([...wanted.values()].flat().some(({ learners }) => learners > 0)) return null
    counts = placed
    apart = apart.map((codes, d) => finest(parents[d]!, new Set([...codes, ...next.apart[d]!])))
  }
  return counts
}

const separator = '\u001f'

function sorted(counts: readonly PlaceCount[]): readonly PlaceCount[] {
  const keyed = counts.map((count) => ({ count, key: count.codes.join(separator) }))
  return keyed.toSorted((a, b) => (a.key < b.key ? -1 : 1)).map(({ count }) => count)
}

/** The code above, or itself, that others tell apart; itself where they do not. */
function climb(
  parents: ReadonlyMap<string, string | null>,
  code: string,
  apart: ReadonlySet<string>,
): string {
  let at: string | null = code
  while (at !== null && !apart.has(at)) at = parents.get(at) ?? null
  return at ?? code
}

function finest(
  parents: ReadonlyMap<string, string | null>,
  codes: ReadonlySet<string>,
): ReadonlySet<string> {
  const above = new Set<string>()
  for (const code of codes)
    for (let at = parents.get(code) ?? null; at !== null; at = parents.get(at) ?? null) above.add(at)
  return new Set([...codes].filter((code) => !above.has(code)))
}
