import type { TableShape } from '../../schemas/cell.ts'
import { type LeafCount, rowCounts } from './wider-stock.ts'

/**
 * By row of a stock: how many at most may be beside it in a later version, and in it as well, since they were forgotten and came
 * back.
 *
 * @param beyond learners by leaf who are counted without being in the stock
 * @param nameless how many of the stock nobody can tell from them any more
 */
export function besideVersion(
  shape: TableShape,
  beyond: readonly LeafCount[],
  nameless: number,
): Float64Array {
  return rowCounts(shape, beyond).map((learners) => Math.min(learners, nameless))
}

/**
 * By row of a stock at the end of a longer period: how many fewer than counted may be idle, of it or of any union of rows, since
 * some did something in the period, were forgotten and came back. Each of them is in the stock of a row that somebody came
 * late to, perhaps another row than they are counted as active in; and any union that holds them holds that row. So
 * the bound of the whole stands in those rows, and nobody in others.
 *
 * @param beyond learners by leaf who did anything in the period and are not in the stock by that code
 * @param late learners by leaf of the stock who may be one of those; null where it may be anybody
 */
export function besideLonger(
  shape: TableShape,
  beyond: readonly LeafCount[],
  late: readonly LeafCount[] | null,
): Float64Array {
  const gone = total(beyond)
  const most = late === null ? gone : Math.min(gone, total(late))
  if (late === null) return rowCounts(shape, []).fill(most)
  return rowCounts(shape, late).map((learners) => (learners > 0 ? most : 0))
}

function total(counts: readonly LeafCount[]): number {
  return counts.reduce((sum, { learners }) => sum + learners, 0)
}
