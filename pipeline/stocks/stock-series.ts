import { matrixSize, type PublishedTable } from '../../schemas/cell.ts'
import type { TableHistory } from '../../schemas/change.ts'
import { WithheldError } from '../../schemas/failure.ts'
import { activeInRows } from '../../transforms/audit/active-in-rows.ts'
import {
  advanceContributions,
  dropOtherStocks,
} from '../../transforms/contributions/advance-contributions.ts'
import { addCurrent } from '../../transforms/contributions/contribution-relations.ts'
import { stockLeaves } from '../../transforms/tabulate/stock-members.ts'
import type { TablePlan } from '../../transforms/tabulate/table-plan.ts'
import type { Database } from '../database.ts'
import type { Out } from '../ledger/checked-ledger.ts'
import { recordedStocks } from '../ledger/known-releases.ts'
import type { Vault } from '../vault.ts'
import { type EarlierRow, EarlierRows } from './earlier-rows.ts'
import { type PublishedStocks, publishedStocks, refuseOtherSeries } from './published-stocks.ts'
import { settlePlaces } from './settle-places.ts'
import { readStockMoves } from './stock-moves.ts'
import { readStockReturns } from './stock-returns.ts'

export interface StockSeriesTask {
  readonly vault: Vault
  readonly project: string
  readonly out: Pick<Out, 'known'>
  /** What the ledger has of the project's stocks. */
  readonly published: Promise<readonly PublishedStocks[]>
}

/**
 * The stocks of a project from release to release: what was shown of them, by the ledger, and who was counted where, by
 * the contributions beside it. Learners stay in the run's database; what comes out are numbers of them.
 */
export class StockSeries {
  readonly #vault: Vault
  readonly #published: PublishedStocks[]
  /** Of the stocks of the period that was counted last. */
  #plans: readonly TablePlan[] = []

  private constructor(vault: Vault, published: readonly PublishedStocks[]) {
    this.#vault = vault
    this.#published = [...published]
  }

  /**
   * Contributions are loaded already.
   *
   * @throws {WithheldError} if stocks are out, and nobody knows who was counted in them
   */
  static async open({ vault, project, out, published }: StockSeriesTask): Promise<StockSeries> {
    const newest = out.known.findLast(
      ({ release }) => release.project === project && recordedStocks(release).length > 0,
    )
    if (newest !== undefined && newest.release.contributions == null)
      throw new WithheldError(
        'who was counted in stocks that are out must be known: restore the ledger’s backup (kohort ledger restore)',
      )
    return new StockSeries(vault, await published)
  }

  /** Takes note of who is in which row of the stocks of the period at hand, for `histories` and `advance`. */
  async count(plans: readonly TablePlan[]): Promise<void> {
    this.#plans = plans.filter(({ shape }) => shape.asOf !== undefined)
    for (const plan of this.#plans) await this.#database.run(addCurrent(plan.shape.id, stockLeaves(plan)))
  }

  /**
   * What was published of each stock, and how many moved since. Of the period that was counted last.
   *
   * @param retired ids of stocks of which no row is updated any more
   * @returns by table id
   * @throws {WithheldError} unless the stocks are the next ones of their series
   */
  async histories(retired: ReadonlySet<string>): Promise<ReadonlyMap<string, TableHistory>> {
    const shapes = this.#plans.map(({ shape }) => shape)
    refuseOtherSeries(shapes, this.#published)
    const today = shapes[0]?.asOf
    if (today !== undefined) await settlePlaces(this.#database, this.#plans, this.#published, today)
    const rowsOfToday = new EarlierRows(shapes)
    const earlier = this.#published.map(({ asOf, stocks }) => rowsOfToday.of(asOf, stocks))
    // On other days nothing was told that has to be held against today.
    const tells = this.#published.flatMap(({ asOf, active }, m) => {
      const isTold = earlier[m]!.some((rows) => rows.some((row) => row.asOf === asOf))
      return isTold ? [{ asOf, active, rows: earlier[m]! }] : []
    })
    const told = tells.map(({ active, ...day }) => ({ ...day, active: active() }))
    const all = this.#published.map(({ asOf }) => asOf)
    const days = told.map(({ asOf }) => asOf)
    const histories = new Map<string, TableHistory>()
    for (const [t, shape] of shapes.entries()) {
      const moves = await readStockMoves(this.#database, shape, days)
      const first = this.#published.find(({ stocks }) => stocks.has(shape.id))?.asOf ?? shape.asOf!
      const counted = { all, first, today: shape.asOf! }
      const returns = await readStockReturns(this.#database, shape, counted, days, moves)
      const moments = told.map(({ asOf, active, rows }, m) => ({
        asOf,
        fresh: Uint8Array.from(rows[t]!, (row) => (row.asOf === asOf ? 1 : 0)),
        figures: Float64Array.from(rows[t]!, (row) =>
          row.asOf === asOf ? (row.figures[0]?.value ?? Number.NaN) : Number.NaN,
        ),
        moves: moves[m]!,
        returns: returns[m]!,
        atLeast: activeInRows(shape.dimensions, active),
        told: Uint8Array.from(rows[t]!, ({ by }) => (by === 'nothing' ? 0 : 1)),
      }))
      const last = earlier.at(-1)?.[t]
      const lastFigures = Array.from({ length: matrixSize(shape.dimensions) }, (_, row) => {
        const shown = last?.[row]
        return shown?.by === 'own' && shown.asOf !== null ? shown.figures : null
      })
      const everShown = Uint8Array.from(lastFigures, (_, row) => {
        const isShown = ({ by, asOf }: EarlierRow) => asOf !== null && by !== 'empty'
        return earlier.some((tables) => isShown(tables[t]![row]!)) ? 1 : 0
      })
      histories.set(shape.id, { moments, lastFigures, everShown, isRetired: retired.has(shape.id) })
    }
    return histories
  }

  /** Takes note of a release of the period that was counted last. */
  async advance(released: readonly PublishedTable[]): Promise<void> {
    const asOf = released.find(({ shape }) => shape.asOf !== undefined)?.shape.asOf
    if (asOf === undefined) return
    const stocks = released.flatMap(({ shape }) => (shape.asOf === undefined ? [] : [shape.id]))
    for (const sql of advanceContributions(asOf, stocks)) await this.#database.run(sql)
    await this.#database.run(dropOtherStocks(stocks))
    this.#published.push(publishedStocks(asOf, released))
  }

  get #database(): Database {
    return this.#vault.database
  }
}
