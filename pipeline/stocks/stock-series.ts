import { type Figure, matrixCoordinates, type PublishedTable, type TableShape } from '../../schemas/cell.ts'
import type { TableHistory } from '../../schemas/change.ts'
import { WithheldError } from '../../schemas/failure.ts'
import { advanceContributions } from '../../transforms/contributions/advance-contributions.ts'
import { addCurrent, countSeries } from '../../transforms/contributions/contribution-relations.ts'
import { stockLeaves } from '../../transforms/tabulate/stock-members.ts'
import type { TablePlan } from '../../transforms/tabulate/table-plan.ts'
import type { Database } from '../database.ts'
import type { Out } from '../ledger/checked-ledger.ts'
import { recordedStocks } from '../ledger/known-releases.ts'
import type { Vault } from '../vault.ts'
import { earlierRows } from './grown-codes.ts'
import {
  type PublishedStocks,
  publishedStocks,
  readPublishedStocks,
  refuseOtherSeries,
} from './published-stocks.ts'
import { readStockMoves } from './stock-moves.ts'

export interface StockSeriesTask {
  readonly vault: Vault
  /** Folder of the ledger. */
  readonly ledger: string
  readonly project: string
  readonly out: Pick<Out, 'known'>
}

/**
 * The stocks of a project from release to release: what was shown of them, by the ledger, and who was counted where, by
 * the contributions beside it. Learners stay in the run's database; what comes out are numbers of them.
 */
export class StockSeries {
  readonly #vault: Vault
  readonly #published: PublishedStocks[]

  private constructor(vault: Vault, published: readonly PublishedStocks[]) {
    this.#vault = vault
    this.#published = [...published]
  }

  /**
   * Reads what was published. Contributions are loaded already.
   *
   * @throws {WithheldError} if stocks are out, and nobody knows who was counted in them, or who was is kept no more
   */
  static async open({ vault, ledger, project, out }: StockSeriesTask): Promise<StockSeries> {
    const published = await readPublishedStocks(ledger, out.known, project)
    const newest = out.known.findLast(
      ({ release }) => release.project === project && recordedStocks(release).length > 0,
    )
    if (newest !== undefined && newest.release.contributions == null)
      throw new WithheldError(
        'who was counted in stocks that are out must be known: restore the ledger’s backup (kohort ledger restore), or leave the stocks out of the project',
      )
    await refuseDropped(vault.database, published.at(-1))
    return new StockSeries(vault, published)
  }

  /** Takes note of who is in which row of the stocks of the period at hand, for `histories` and `advance`. */
  async count(plans: readonly TablePlan[]): Promise<void> {
    for (const plan of plans)
      if (plan.shape.asOf !== undefined)
        await this.#database.run(addCurrent(plan.shape.id, stockLeaves(plan)))
  }

  /**
   * What was published of each stock, and how many moved since. Of the period that was counted last.
   *
   * @param shapes of the stocks
   * @returns by table id
   * @throws {WithheldError} unless the stocks are the next ones of their series
   */
  async histories(shapes: readonly TableShape[]): Promise<ReadonlyMap<string, TableHistory>> {
    refuseOtherSeries(shapes, this.#published)
    const days = this.#published.map(({ asOf }) => asOf)
    const histories = new Map<string, TableHistory>()
    for (const shape of shapes) {
      const moves = await readStockMoves(this.#database, shape, days)
      const earlier = this.#published.map(({ asOf, rows }) => earlierRows(shape, asOf, rows.get(shape.id)!))
      const moments = this.#published.map(({ asOf, active }, m) => ({
        asOf,
        fresh: Uint8Array.from(earlier[m]!, (row) => (row.asOf === asOf ? 1 : 0)),
        figures: Float64Array.from(earlier[m]!, (row) =>
          row.asOf === asOf ? (row.figures[0]?.value ?? Number.NaN) : Number.NaN,
        ),
        moves: moves[m]!,
        atLeast: Float64Array.from(earlier[m]!, ({ at }) => (at === null ? 0 : active.get(shape.id)![at]!)),
      }))
      const last = earlier.at(-1)
      const lastFigures = [...matrixCoordinates(shape.dimensions)].map((_, row): readonly Figure[] | null => {
        const shown = last?.[row]
        return shown === undefined || shown.at === null || shown.asOf === null ? null : shown.figures
      })
      histories.set(shape.id, { moments, lastFigures })
    }
    return histories
  }

  /** Takes note of a release of the period that was counted last. */
  async advance(released: readonly PublishedTable[]): Promise<void> {
    const asOf = released.find(({ shape }) => shape.asOf !== undefined)?.shape.asOf
    if (asOf === undefined) return
    const stocks = released.flatMap(({ shape }) => (shape.asOf === undefined ? [] : [shape.id]))
    for (const sql of advanceContributions(asOf, stocks)) await this.#database.run(sql)
    this.#published.push(publishedStocks(asOf, released))
  }

  get #database(): Database {
    return this.#vault.database
  }
}

/** A release without the stocks drops who was counted in them: who left since would be in no change then. */
async function refuseDropped(database: Database, last: PublishedStocks | undefined): Promise<void> {
  for (const [table, rows] of last?.rows ?? []) {
    const hasShown = rows.some(({ figures }) => (figures[0]?.value ?? 0) > 0)
    if (hasShown && (await database.count(countSeries(table))) === 0)
      throw new WithheldError(
        `who was counted in a stock is kept no longer than the project has it: leave the stock out. Provided value: table ${table}`,
      )
  }
}
