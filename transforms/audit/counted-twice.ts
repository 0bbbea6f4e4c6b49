import type { PublishedTable, TableShape, TabulatedTable } from '../../schemas/cell.ts'
import { countsStock } from '../../schemas/nested-populations.ts'
import type { Period } from '../../schemas/period.ts'
import { periodDimension } from './joint-periods.ts'
import type { PublishedSystem } from './published-system.ts'

/** A stock of which some learners may be counted twice. */
export interface DoubtfulStock {
  /** Of the flows that it contains; absent where these are of one period. */
  readonly period?: Period
  readonly truth: TabulatedTable
  /** By row: how many of it may be counted twice, who were forgotten and came back. */
  readonly uncertain: Float64Array
}

/** How many learners of a row of any stock may be counted twice, by its codes but for totals. */
export type CountedTwice = (dimensions: TableShape['dimensions'], coordinates: readonly string[]) => number

/**
 * Looks up, for a row of a flow, how many may be counted twice in the stock of the same period and learners; where no stock
 * has such a row, as many as in any.
 */
export function countedTwice(stocks: readonly DoubtfulStock[]): CountedTwice {
  const most = new Map<string, number>()
  const anywhere = stocks.reduce(
    (all, { uncertain }) => uncertain.reduce((most, one) => Math.max(most, one), all),
    0,
  )
  for (const { period, truth, uncertain } of stocks)
    truth.cells.forEach(({ coordinates }, row) => {
      const own = named(truth.shape.dimensions, coordinates)
      const key = keyOf(period === undefined ? own : [`${periodDimension}=${period.id}`, ...own])
      most.set(key, Math.max(most.get(key) ?? 0, uncertain[row]!))
    })
  return (dimensions, coordinates) => most.get(keyOf(named(dimensions, coordinates))) ?? anywhere
}

/**
 * By variable: how many fewer learners may be in a difference of a stock and a flow than are counted; 0 of all others.
 *
 * @param tables those of the system
 */
export function doubtfulVariables(
  { size, virtual }: PublishedSystem,
  tables: readonly PublishedTable[],
  twice: CountedTwice,
): Float64Array {
  const stocks = new Set(
    tables.flatMap(({ shape: { fact, baseMeasures } }) =>
      countsStock(fact, baseMeasures) ? [baseMeasures[0]!.counts] : [],
    ),
  )
  const doubtful = new Float64Array(size)
  for (const kind of virtual.kinds) {
    if (!stocks.has(kind.population)) continue
    const { shape, rows } = tables[kind.table]!
    for (const [row, variable] of kind.variables) {
      const fewer = twice(shape.dimensions, rows[row]!.coordinates)
      doubtful[variable] = Math.max(doubtful[variable]!, fewer)
    }
  }
  return doubtful
}

/** Codes of a row that are not totals; a period always is one. */
function named(dimensions: TableShape['dimensions'], coordinates: readonly string[]): readonly string[] {
  return dimensions.flatMap(({ name, codes }, d) =>
    name !== periodDimension && coordinates[d] === codes[0]!.code ? [] : [`${name}=${coordinates[d]}`],
  )
}

function keyOf(codes: readonly string[]): string {
  return JSON.stringify(codes.toSorted())
}
