import type { PlannedDimension } from './table-plan.ts'

/** For each pinned code of an attribute, by index: the index of the code that the table shows for it. */
export function shownCodes({
  dimension,
  pinned,
}: Extract<PlannedDimension, { kind: 'attribute' }>): readonly number[] {
  const index = new Map(dimension.codes.map(({ code }, i) => [code, i]))
  const parents = new Map(pinned.map(({ code, parent }) => [code, parent]))
  return pinned.map(({ code }) => {
    let at = code
    while (!index.has(at)) at = parents.get(at) ?? dimension.codes[0]!.code
    return index.get(at)!
  })
}
