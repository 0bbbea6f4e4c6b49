import type { PublishedTable, SuppressionPattern, TabulatedTable } from '../../schemas/cell.ts'
import { WithheldError } from '../../schemas/failure.ts'
import { countsStock } from '../../schemas/nested-populations.ts'
import type { Period } from '../../schemas/period.ts'
import type { TablePlan } from '../../transforms/tabulate/table-plan.ts'
import { besideVersion } from '../stocks/counted-twice.ts'
import { countedStock, type WiderStock, widerStock } from '../stocks/wider-stock.ts'
import type { PublishedVersion } from './published-versions.ts'
import type { RevisionSeries } from './revision-series.ts'

/** A stock of a revised period: as first published, as it was counted, and beside the flows as they are counted by now. */
export interface FirstStock {
  readonly first: PublishedTable
  readonly counted: TabulatedTable
  readonly wider: WiderStock
}

export function isStockPlan({ shape }: TablePlan): boolean {
  return countsStock(shape.fact, shape.baseMeasures)
}

/**
 * The stocks of a period whose flows were counted again; of the period that was counted last.
 *
 * @param first its first version
 */
export async function readFirstStocks(
  series: RevisionSeries,
  period: Period,
  plans: readonly TablePlan[],
  first: PublishedVersion,
): Promise<readonly FirstStock[]> {
  const stocks: FirstStock[] = []
  for (const plan of plans.filter(isStockPlan)) {
    const { shape } = plan
    const rows = first.rows.get(shape.id)
    if (rows === undefined || shape.asOf === undefined)
      throw new WithheldError(`a stock of a revised period must be out. Provided value: table ${shape.id}`)
    const published = { shape, rows }
    const { inStock, beyond, nameless } = await series.besideStock(plan, shape.asOf, period)
    stocks.push({
      first: published,
      counted: countedStock(shape, inStock),
      wider: widerStock(period, published, inStock, beyond, besideVersion(shape, beyond, nameless)),
    })
  }
  return stocks
}

/** A stock's rows as what they are: shown, or hidden. */
export function patternOf({ shape, rows }: PublishedTable): SuppressionPattern {
  return {
    table: shape.id,
    rows: rows.map(({ figures }) =>
      figures[0]!.status === 'A'
        ? { status: 'published', reasons: [] }
        : { status: 'complementary', reasons: ['released'] },
    ),
  }
}
