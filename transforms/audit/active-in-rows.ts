import { matrixCoordinates, type PublishedRow } from '../../schemas/cell.ts'

/** What matters here of a table, be it one of a release or as the ledger recorded it. */
export interface CountedTable {
  /** Of flows only. */
  readonly dimensions: Dimensions
  readonly baseMeasures: readonly { readonly type: 'learners' | 'events' | 'sum' }[]
  /** In the order of `matrixCoordinates`. */
  readonly rows: readonly PublishedRow[]
}

type Dimensions = readonly {
  readonly name: string
  readonly kind: 'attribute' | 'outcome' | 'event'
  readonly codes: readonly { readonly code: string }[]
}[]

/** By row, whatever table of a day has it: learners whom flows of that day show to have done anything. */
export type ActiveLearners = ReadonlyMap<string, number>

/** @param flows of one release */
export function activeLearners(flows: readonly CountedTable[]): ActiveLearners {
  const most = new Map<string, number>()
  for (const { rows, baseMeasures, ...flow } of flows) {
    const keys = keysOfLearners(flow.dimensions)
    for (const [row, { figures }] of rows.entries()) {
      const key = keys[row]
      if (key == null) continue
      const learners = baseMeasures.map(({ type }, m) => (type === 'learners' ? (figures[m]!.value ?? 0) : 0))
      most.set(key, Math.max(most.get(key) ?? 0, ...learners))
    }
  }
  return most
}

/**
 * How many learners of each row of a stock are published, in flows of the same release, as having done anything: they
 * are in the stock, so a reader knows that it has no fewer.
 *
 * @param dimensions of the stock
 * @returns by row of the stock
 */
export function activeInRows(dimensions: Dimensions, active: ActiveLearners): Float64Array {
  return Float64Array.from(keysOfLearners(dimensions), (key) => (key === null ? 0 : (active.get(key) ?? 0)))
}

/** Tables of many days share their dimensions, and so these. */
const known = new WeakMap<Dimensions, readonly (string | null)[]>()

/** Name of each row of a table's matrix; null for rows that say more than attributes of learners. */
function keysOfLearners(dimensions: Dimensions): readonly (string | null)[] {
  const found = known.get(dimensions)
  if (found !== undefined) return found
  const keyOf = rowKey(dimensions)
  const isOfLearners = attributesOnly(dimensions)
  const keys = [...matrixCoordinates(dimensions)].map((coordinates) =>
    isOfLearners(coordinates) ? keyOf(coordinates) : null,
  )
  known.set(dimensions, keys)
  return keys
}

/** Whether a row says nothing but attributes of learners: a stock has no others. */
function attributesOnly(dimensions: Dimensions): (coordinates: readonly string[]) => boolean {
  const others = dimensions.flatMap(({ kind, codes }, d) =>
    kind === 'attribute' ? [] : [{ d, total: codes[0]!.code }],
  )
  return (coordinates) => others.every(({ d, total }) => coordinates[d] === total)
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
