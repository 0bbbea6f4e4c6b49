import type { ToldDimension } from '../../transforms/contributions/told-places.ts'
import type { PlannedDimension, TablePlan } from '../../transforms/tabulate/table-plan.ts'
import type { CodeList } from './code-growth.ts'

/** A dimension of a stock, and what other series tell of it. */
export interface ToldTree {
  readonly name: string
  /** Parent of each code of the attribute, down to its pinned level. */
  readonly parents: ReadonlyMap<string, string | null>
  readonly total: string
  readonly told: ToldDimension
  /** The stock's own code that is the same as one of the attribute, or holds it. */
  codeOf(code: string): string
  /** The stock's own codes that code lists tell apart. */
  apart(lists: readonly CodeList[]): ReadonlySet<string>
  /** The first of the finest codes that one of the stock is made of. */
  firstLeaf(code: string): string
}

/**
 * What series tell of each dimension of a stock; where several do, the finest.
 *
 * @param sources code lists, by series
 */
export function toldDimensions(
  { dimensions }: TablePlan,
  sources: ReadonlyMap<string, readonly CodeList[]>,
): readonly ToldTree[] {
  return dimensions.flatMap((planned) => (planned.kind === 'attribute' ? [toldTree(planned, sources)] : []))
}

function toldTree(
  { dimension, pinned }: Extract<PlannedDimension, { kind: 'attribute' }>,
  sources: ReadonlyMap<string, readonly CodeList[]>,
): ToldTree {
  const { name, codes } = dimension
  const parents = new Map(pinned.map(({ code, parent }) => [code, parent]))
  const total = codes[0]!.code
  const children = new Map<string, string[]>(codes.map(({ code }) => [code, []]))
  for (const { code, parent } of codes) if (parent !== null) children.get(parent)!.push(code)
  const codeOf = (code: string): string => {
    let at = code
    while (!children.has(at)) at = parents.get(at) ?? total
    return at
  }
  const leavesOf = (code: string): readonly string[] => {
    const below = children.get(code)!
    return below.length === 0 ? [code] : below.flatMap(leavesOf)
  }
  const finest = (list: CodeList): readonly string[] => {
    const inner = new Set(list.codes.map(({ parent }) => parent))
    return list.codes.flatMap(({ code }) => (inner.has(code) ? [] : [code]))
  }
  const apart = (lists: readonly CodeList[]) => {
    const list = lists.find((one) => one.name === name)
    return new Set(list === undefined ? [total] : finest(list).map(codeOf))
  }
  const by = [...sources]
    .flatMap(([series, lists]) => {
      const at = lists.findIndex((list) => list.name === name)
      return at < 0 ? [] : [{ series, at, codes: finest(lists[at]!) }]
    })
    .toSorted((a, b) => b.codes.length - a.codes.length)[0]
  const firstLeaf = (code: string) => leavesOf(code)[0]!
  return {
    ...{ name, parents, total, codeOf, apart, firstLeaf },
    told: {
      by: by === undefined ? null : { series: by.series, at: by.at },
      first: new Map(by?.codes.map((code) => [code, firstLeaf(codeOf(code))])),
      parts: (by?.codes ?? []).flatMap((code) =>
        children.get(codeOf(code))!.length === 0
          ? []
          : leavesOf(codeOf(code)).map((leaf): readonly [string, string] => [code, leaf]),
      ),
      otherwise: firstLeaf(total),
    },
  }
}
