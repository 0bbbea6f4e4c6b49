import { matrixCoordinates, type PublishedRow } from '../../schemas/cell.ts'

/** What matters here of a table, be it one of a release or as the ledger recorded it. */
export interface CountedTable {
  /** Of flows only. */
  readonly dimensions: Dimensions
  readonly baseMeasures: readonly { readonly type: 'learners' | 'events' | 'sum' }[]
  readonly rows: readonly PublishedRow[]
}

type Dimensions = readonly { readonly name: string; readonly codes: readonly { readonly code: string }[] }[]

/**
 * How many learners of each row of a stock are published, in flows of the same release, as having done anything: they
 * are in the stock, so a reader knows that it has no fewer.
 *
 * @param dimensions of the stock
 * @param flows of the release
 * @returns by row of the stock
 */
export function activeInRows(dimensions: Dimensions, flows: readonly CountedTable[]): Float64Array {
  const most = new Map<string, number>()
  for (const { rows, baseMeasures, ...flow } of flows) {
    const keyOf = rowKey(flow.dimensions)
    for (const { coordinates, figures } of rows) {
      const learners = baseMeasures.map(({ type }, m) => (type === 'learners' ? (figures[m]!.value ?? 0) : 0))
      const key = keyOf(coordinates)
      most.set(key, Math.max(most.get(key) ?? 0, ...learners))
    }
  }
  const keyOf = rowKey(dimensions)
  return Float64Array.from(matrixCoordinates(dimensions), (coordinates) => most.get(keyOf(coordinates)) ?? 0)
}

/** Names a row by its coordinates that are not totals, whatever the order of the dimensions. */
function rowKey(dimensions: Dimensions): (coordinates: readonly string[]) => string {
  return (coordinates) =>
    JSON.stringify(
      dimensions
        .flatMap(({ name, codes }, d) =>
          coordinates[d] === codes[0]!.code ? [] : [`${name}=${coordinates[d]!}`],
        )
        .toSorted(),
    )
}
