import { isWithin, type Period } from '../../schemas/period.ts'

/** A period and the periods that it is made of, earliest first; none where it is not made of others. */
export interface PeriodTree<T> {
  readonly period: Period
  readonly of: T
  readonly parts: readonly PeriodTree<T>[]
}

/**
 * Puts periods into those that contain them.
 *
 * @param items any two disjoint, or one within the other
 * @throws {Error} if the parts of a period leave out a day of it
 */
export function periodForest<T extends { readonly period: Period }>(
  items: readonly T[],
): readonly PeriodTree<T>[] {
  const sorted = items.toSorted((a, b) =>
    a.period.start === b.period.start
      ? a.period.end < b.period.end
        ? 1
        : -1
      : a.period.start < b.period.start
        ? -1
        : 1,
  )
  let at = 0
  const grow = (outer: Period | null): readonly PeriodTree<T>[] => {
    const trees: PeriodTree<T>[] = []
    for (let of = sorted[at]; of !== undefined; of = sorted[at]) {
      const { period } = of
      if (outer !== null && !isWithin(period, outer)) break
      at++
      trees.push({ period, of, parts: grow(period) })
    }
    if (outer !== null && trees.length > 0) refuseGaps(outer, trees)
    return trees
  }
  return grow(null)
}

/** All periods of a tree, each before its parts. */
export function* periodsOf<T>(
  tree: PeriodTree<T>,
  parent: Period | null = null,
  level = 0,
): Generator<{
  readonly period: Period
  readonly of: T
  readonly parent: Period | null
  readonly level: number
}> {
  yield { period: tree.period, of: tree.of, parent, level }
  for (const part of tree.parts) yield* periodsOf(part, tree.period, level + 1)
}

function refuseGaps<T>({ start, end, id }: Period, parts: readonly PeriodTree<T>[]): void {
  let day = start
  for (const { period } of parts) {
    if (period.start !== day) throw new Error(`a period must be made of all its parts: ${id}`)
    day = period.end
  }
  if (day !== end) throw new Error(`a period must be made of all its parts: ${id}`)
}
