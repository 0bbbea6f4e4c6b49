import { type Figure, matrixCoordinates, type PublishedRow, type TableShape } from '../../schemas/cell.ts'
import { type CodeList, codeGrowth } from './code-growth.ts'

/** A row of a stock's code lists of today, as it was published on an earlier day. */
export interface EarlierRow {
  readonly asOf: string | null
  readonly figures: readonly Figure[]
  /** What counted who was in it: this stock, another one, nothing; `empty` where its codes were not there yet. */
  readonly by: 'own' | 'other' | 'empty' | 'nothing'
}

/** What a release showed of a stock. */
export interface EarlierStock {
  /** In the order of `matrixCoordinates` of its own code lists. */
  readonly rows: readonly PublishedRow[]
  readonly codes: readonly CodeList[]
}

const notShown: EarlierRow = {
  asOf: null,
  figures: [{ value: null, status: 'c' }],
  by: 'nothing',
}

/**
 * What was published of stocks on a day, by the rows of today. Rows of codes that were not there yet are known to have been
 * empty; a figure that one stock lacks and another has was known as well.
 *
 * @param asOf the day
 * @param earlier by table id; stocks that were not out yet are missing
 * @returns by table and row
 */
export function earlierRows(
  shapes: readonly TableShape[],
  asOf: string,
  earlier: ReadonlyMap<string, EarlierStock>,
): readonly (readonly EarlierRow[])[] {
  const own = shapes.map((shape) => {
    const stock = earlier.get(shape.id)
    return stock === undefined ? null : rowsOf(shape, asOf, stock)
  })
  const told = new Map<string, EarlierRow>()
  shapes.forEach((shape, t) => {
    const keyOf = figureKey(shape)
    const coordinates = [...matrixCoordinates(shape.dimensions)]
    own[t]?.forEach((row, r) => {
      const key = keyOf(coordinates[r]!)
      const isShown = row.asOf === asOf
      if (row.by === 'nothing' || (!isShown && told.has(key))) return
      told.set(key, { ...(isShown ? row : notShown), by: row.by === 'empty' ? 'empty' : 'other' })
    })
  })
  return shapes.map((shape, t) => {
    const keyOf = figureKey(shape)
    return [...matrixCoordinates(shape.dimensions)].map((coordinates, row) => {
      const known = own[t]?.[row]
      return known?.by === 'own' ? known : (told.get(keyOf(coordinates)) ?? notShown)
    })
  })
}

function rowsOf(
  { dimensions }: TableShape,
  asOf: string,
  { rows, codes }: EarlierStock,
): readonly EarlierRow[] {
  const textOf = (coordinates: readonly string[]) => coordinates.join('\u001f')
  const at = new Map(rows.map((row) => [textOf(row.coordinates), row]))
  const growths = dimensions.map((dimension, d) => codeGrowth(codes[d]!.codes, dimension.codes))
  return [...matrixCoordinates(dimensions)].map((coordinates): EarlierRow => {
    const row = at.get(textOf(coordinates))
    if (row !== undefined) return { asOf: row.asOf ?? null, figures: row.figures, by: 'own' }
    const isEmpty = coordinates.some((code, d) => growths[d]?.get(code) === 'empty')
    if (!isEmpty) return notShown
    return { asOf, figures: [{ value: 0, status: 'A' }], by: 'empty' }
  })
}

/** Names a figure by its codes that are not totals, whatever the order of the dimensions. */
function figureKey({ dimensions }: TableShape): (coordinates: readonly string[]) => string {
  return (coordinates) =>
    JSON.stringify(
      dimensions
        .flatMap(({ name, codes }, d) => (coordinates[d] === codes[0]!.code ? [] : [[name, coordinates[d]!]]))
        .toSorted(([a], [b]) => (a! < b! ? -1 : 1)),
    )
}
