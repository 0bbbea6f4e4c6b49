import type { Limits } from './release.ts'

/** Whole numbers that a shown figure may stand for: rounding is public. */
export function rangeOf(
  value: number,
  isCount: boolean,
  { rounding, minimumContributors }: Limits,
): { readonly least: number; readonly most: number } {
  if (rounding === null || (value === 0 && isCount)) return { least: value, most: value }
  const { base, method, within } = rounding
  const [below, above] =
    method === 'conventional'
      ? [Math.floor(base / 2), Math.ceil(base / 2) - 1]
      : [within * base - 1, within * base - 1]
  return { least: Math.max(isCount ? minimumContributors : 0, value - below), most: value + above }
}
