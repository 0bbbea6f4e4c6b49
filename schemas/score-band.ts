import { totalCode } from './hierarchy.ts'

/** Whole per cents from the first to the last. */
export type ScoreRange = readonly [from: number, to: number]

/** Every score that there is. */
export const anyScore: ScoreRange = [0, 100]

/** Code of a band of scores within a verdict, such as `passed_50-69`. */
export function scoreBandCode(verdict: string, [from, to]: ScoreRange): string {
  return `${verdict}_${from}-${to}`
}

/**
 * The scores that each code of an outcome stands for, as far as the codes tell: a band by its name, others by the
 * bands below them in any of the lists; all scores where there are none.
 *
 * @param lists code lists of the same outcome, at whatever levels
 */
export function scoreRanges(
  lists: readonly (readonly { readonly code: string; readonly parent: string | null }[])[],
): ReadonlyMap<string, ScoreRange> {
  const ranges = new Map<string, ScoreRange>([[totalCode, anyScore]])
  const codes = lists.flat()
  for (const { code } of codes) {
    const [, from, to] = /_(\d{1,3})-(\d{1,3})$/.exec(code) ?? []
    if (from !== undefined && to !== undefined) ranges.set(code, [Number(from), Number(to)])
  }
  for (const { code } of codes) {
    if (ranges.has(code)) continue
    const below = codes.flatMap((other) =>
      other.parent === code ? [ranges.get(other.code) ?? anyScore] : [],
    )
    const known = below.length === 0 ? [anyScore] : below
    ranges.set(code, [Math.min(...known.map(([from]) => from)), Math.max(...known.map(([, to]) => to))])
  }
  return ranges
}
