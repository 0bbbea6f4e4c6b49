import { matrixCoordinates, type TableShape, type TabulatedTable } from '../../schemas/cell.ts'

/**
 * How many learners of each row of a stock are counted in tables of the same release as having done anything: they are in
 * the stock, so a reader knows that it has no fewer. All of them count as known, hidden ones too, which is more than a
 * reader has.
 *
 * @param tables all tables of the release as counted
 * @returns by row of the stock
 */
export function activeInRows(stock: TableShape, tables: readonly TabulatedTable[]): Float64Array {
  const most = new Map<string, number>()
  for (const { shape, cells } of tables) {
    if (shape.asOf !== undefined) continue
    const keyOf = rowKey(shape)
    for (const { coordinates, measures } of cells) {
      const learners = measures.filter((_, m) => shape.baseMeasures[m]!.type === 'learners')
      const key = keyOf(coordinates)
      for (const { value } of learners) most.set(key, Math.max(most.get(key) ?? 0, value))
    }
  }
  const keyOf = rowKey(stock)
  return Float64Array.from(
    matrixCoordinates(stock.dimensions),
    (coordinates) => most.get(keyOf(coordinates)) ?? 0,
  )
}

/** Names a row by its coordinates that are not totals, whatever the order of the dimensions. */
function rowKey({ dimensions }: TableShape): (coordinates: readonly string[]) => string {
  return (coordinates) =>
    JSON.stringify(
      dimensions
        .flatMap(({ name, codes }, d) =>
          coordinates[d] === codes[0]!.code ? [] : [`${name}=${coordinates[d]!}`],
        )
        .toSorted(),
    )
}
