/** A dimension as far as its codes go. */
export interface CodeList {
  readonly name: string
  readonly codes: readonly { readonly code: string; readonly parent: string | null }[]
}

/**
 * What an earlier day knows of a code of today. `told`: it had the code. `empty`: nobody was in it, as everybody knows.
 * `untold`: it had no such code, but learners who would have been in it.
 */
export type CodeOfThen = 'told' | 'empty' | 'untold'

/**
 * How a code list became another one: each code is still there, under the one that it was under, so that a figure of it
 * is about the same learners. Codes may be new, be put between others, or part one that had no children.
 *
 * @returns by code of now; null where a code is gone, or elsewhere
 */
export function codeGrowth(
  before: CodeList['codes'],
  now: CodeList['codes'],
): ReadonlyMap<string, CodeOfThen> | null {
  const [old, parents] = [parentsOf(before), parentsOf(now)]
  const above = (code: string): string | null => {
    let at = parents.get(code) ?? null
    while (at !== null && !old.has(at)) at = parents.get(at) ?? null
    return at
  }
  if (before.some(({ code, parent }) => !parents.has(code) || above(code) !== parent)) return null
  const inner = new Set(before.map(({ parent }) => parent))
  const holdsOld = new Set<string>()
  for (const { code } of before)
    for (let at = parents.get(code) ?? null; at !== null; at = parents.get(at) ?? null) holdsOld.add(at)
  return new Map(
    now.map(({ code }): readonly [string, CodeOfThen] => {
      if (old.has(code)) return [code, 'told']
      return [code, holdsOld.has(code) || !inner.has(above(code)) ? 'untold' : 'empty']
    }),
  )
}

function parentsOf(codes: CodeList['codes']): ReadonlyMap<string, string | null> {
  return new Map(codes.map(({ code, parent }) => [code, parent]))
}
