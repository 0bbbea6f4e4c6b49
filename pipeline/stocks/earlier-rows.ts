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
 */
export class EarlierRows {
  readonly #shapes: readonly TableShape[]
  /** By table and row. */
  readonly #coordinates: readonly (readonly (readonly string[])[])[]
  readonly #keys: readonly (readonly string[])[]

  constructor(shapes: readonly TableShape[]) {
    this.#shapes = shapes
    this.#coordinates = shapes.map(({ dimensions }) => [...matrixCoordinates(dimensions)])
    this.#keys = shapes.map((shape, t) => this.#coordinates[t]!.map(figureKey(shape)))
  }

  /**
   * @param asOf the day
   * @param earlier by table id; stocks that were not out yet are missing
   * @returns by table and row
   */
  of(asOf: string, earlier: ReadonlyMap<string, EarlierStock>): readonly (readonly EarlierRow[])[] {
    const own = this.#shapes.map(({ id, dimensions }, t) => {
      const stock = earlier.get(id)
      return stock === undefined ? null : rowsOf(dimensions, this.#coordinates[t]!, asOf, stock)
    })
    const told = new Map<string, EarlierRow>()
    own.forEach((rows, t) => {
      rows?.forEach((row, r) => {
        const key = this.#keys[t]![r]!
        const isShown = row.asOf === asOf
        if (row.by === 'nothing' || (!isShown && told.has(key))) return
        told.set(key, { ...(isShown ? row : notShown), by: row.by === 'empty' ? 'empty' : 'other' })
      })
    })
    return this.#keys.map((keys, t) =>
      keys.map((key, row) => {
        const known = own[t]?.[row]
        return known?.by === 'own' ? known : (told.get(key) ?? notShown)
      }),
    )
  }
}

function rowsOf(
  dimensions: TableShape['dimensions'],
  coordinates: readonly (readonly string[])[],
  asOf: string,
  { rows, codes }: EarlierStock,
): readonly EarlierRow[] {
  const textOf = (one: readonly string[]) => one.join('\u001f')
  const at = new Map(rows.map((row) => [textOf(row.coordinates), row]))
  const growths = dimensions.map((dimension, d) => codeGrowth(codes[d]!.codes, dimension.codes))
  return coordinates.map((one): EarlierRow => {
    const row = at.get(textOf(one))
    if (row !== undefined) return { asOf: row.asOf ?? null, figures: row.figures, by: 'own' }
    const isEmpty = one.some((code, d) => growths[d]?.get(code) === 'empty')
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
