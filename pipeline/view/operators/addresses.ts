import type { CellCodes } from '../../../transforms/disclosure/named-figures.ts'

/** Pages of the restricted layer, each by its address. `base` holds the token. */
export interface Addresses {
  readonly start: string
  readonly comparison: string
  compareWith(name: string): string
  /** @param codes only rows with these; @param page from 1 */
  table(id: string, codes?: CellCodes, hiddenOnly?: boolean, page?: number): string
  /** @param cell codes by dimension, totals left out */
  cell(table: string, cell: CellCodes): string
}

/** Names of parameters: dimensions have a prefix, so that none is taken for another parameter. */
export const codeParameter = (dimension: string) => `d.${dimension}`

export function addressesUnder(base: string): Addresses {
  const withQuery = (path: string, pairs: readonly (readonly [string, string])[]) => {
    const query = new URLSearchParams(
      pairs.map(([name, value]): [string, string] => [name, value]),
    ).toString()
    return `${base}${path}${query === '' ? '' : `?${query}`}`
  }
  const codePairs = (codes: CellCodes) =>
    Object.entries(codes).map(([name, code]): readonly [string, string] => [codeParameter(name), code])
  return {
    start: `${base}/`,
    comparison: `${base}/compare`,
    compareWith: (name) => withQuery('/compare', [['with', name]]),
    table: (id, codes = {}, hiddenOnly = false, page = 1) =>
      withQuery(`/tables/${id}`, [
        ...codePairs(codes),
        ...(hiddenOnly ? [['hidden', '1'] as const] : []),
        ...(page === 1 ? [] : [['page', String(page)] as const]),
      ]),
    cell: (table, cell) => withQuery(`/tables/${table}/cell`, codePairs(cell)),
  }
}

/** Codes that a query names, by dimension; an empty one is none. */
export function queriedCodes(query: URLSearchParams): ReadonlyMap<string, string> {
  const prefix = codeParameter('')
  return new Map(
    [...query]
      .filter(([name, code]) => name.startsWith(prefix) && code !== '')
      .map(([name, code]) => [name.slice(prefix.length), code]),
  )
}
