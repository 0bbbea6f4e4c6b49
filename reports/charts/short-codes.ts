const longest = 3

/**
 * Codes as short as a map can hold: without what all begin with, up to a hyphen or a point (`UZ-AN` is `AN`), or, where
 * that is still long, their numbers in the order of the code list.
 */
export function shortCodes(codes: readonly string[]): ReadonlyMap<string, string> {
  const [first = ''] = codes
  const common = /^.*[-._:]/.exec(first)?.[0] ?? ''
  const shared = codes.every((code) => code.startsWith(common)) ? common.length : 0
  const short = codes.map((code) => code.slice(shared))
  const fit = short.every((code) => code.length > 0 && code.length <= longest)
  return new Map(codes.map((code, i) => [code, fit ? short[i]! : String(i + 1)]))
}
