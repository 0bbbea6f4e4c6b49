import { type Figure, matrixCoordinates, type PublishedRow, type TableShape } from '../../schemas/cell.ts'

/** A dimension as far as its codes go. */
export interface CodeList {
  readonly name: string
  readonly codes: readonly { readonly code: string; readonly parent: string | null }[]
}

/**
 * Whether a code list is another one with more codes: each code has the parent that it had, and none that had no
 * children has any now, or a figure of then would be about other learners than the same one of now.
 */
export function hasGrown(before: CodeList['codes'], now: CodeList['codes']): boolean {
  const parents = new Map(now.map(({ code, parent }) => [code, parent]))
  const inner = (codes: CodeList['codes']) => new Set(codes.map(({ parent }) => parent))
  const [innerBefore, innerNow] = [inner(before), inner(now)]
  return before.every(
    ({ code, parent }) => parents.get(code) === parent && innerBefore.has(code) === innerNow.has(code),
  )
}

/** A row of a stock's code lists of today, as it was published on an earlier day. */
export interface EarlierRow {
  readonly asOf: string | null
  readonly figures: readonly Figure[]
  /** Place among the rows of that day; null where its codes were not there yet: nobody was in it, as everybody knows. */
  readonly at: number | null
}

/**
 * What was published of a stock on a day, by the rows of today.
 *
 * @param rows of that day
 */
export function earlierRows(
  { dimensions }: TableShape,
  asOf: string,
  rows: readonly PublishedRow[],
): readonly EarlierRow[] {
  const keyOf = (codes: readonly string[]) => codes.join('\u001f')
  const at = new Map(rows.map(({ coordinates }, row) => [keyOf(coordinates), row]))
  return [...matrixCoordinates(dimensions)].map((coordinates): EarlierRow => {
    const row = at.get(keyOf(coordinates))
    if (row === undefined) return { asOf, figures: [{ value: 0, status: 'A' }], at: null }
    const { asOf: day, figures } = rows[row]!
    return { asOf: day ?? null, figures, at: row }
  })
}
