import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { withDatabase } from '../../reports/database.ts'
import { type Figure, matrixCoordinates, type PublishedTable, type TableShape } from '../../schemas/cell.ts'
import type { TableHistory } from '../../schemas/change.ts'
import { WithheldError } from '../../schemas/failure.ts'
import {
  advanceContributions,
  countAbsent,
  countDeparted,
  countNewlyAbsent,
  forgetDeparted,
  noteAbsent,
} from '../../transforms/contributions/advance-contributions.ts'
import {
  addCurrent,
  contributionRelation,
  startContributions,
  storedContributions,
} from '../../transforms/contributions/contribution-relations.ts'
import { literal } from '../../transforms/relation.ts'
import { stockLeaves } from '../../transforms/tabulate/stock-members.ts'
import type { TablePlan } from '../../transforms/tabulate/table-plan.ts'
import type { Database } from '../database.ts'
import type { Out } from '../ledger/checked-ledger.ts'
import { readContributions } from '../ledger/contribution-store.ts'
import { ledgerFolder } from '../ledger/ledger-folder.ts'
import { dayAfter, daysBefore } from '../period-calendar.ts'
import type { Vault } from '../vault.ts'
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
  readonly out: Pick<Out, 'known' | 'contributions'>
}

/** Days for which learners who are in no source keep their code: one bad export must not make them others. */
const daysOfAbsence = 30

/** What the operator is told where learners are in no source. */
export function absentText(learners: number): string {
  return `${learners} learners of stocks are in no source: their codes are kept for ${daysOfAbsence} days. If a file is missing, put it back`
}

/** Numbers of learners: nobody is named. */
export interface Departures {
  readonly forgotten: number
  /** In no source, and kept for a while. */
  readonly absent: number
  /** Contributions are not what they were. */
  readonly isChanged: boolean
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
   * Loads what is known. Nothing is written but the run's own database.
   *
   * @throws {WithheldError} if stocks are out, and nobody knows who was counted in them
   */
  static async open({ vault, ledger, project, out }: StockSeriesTask): Promise<StockSeries> {
    const published = await readPublishedStocks(ledger, out.known, project)
    const newest = out.known.findLast(
      ({ release }) => release.project === project && release.tables.some(({ as_of }) => as_of !== undefined),
    )
    if (newest !== undefined && newest.release.contributions === undefined)
      throw new WithheldError(
        'who was counted in stocks that are out must be known: restore the ledger’s backup (kohort ledger restore), or leave the stocks out of the project',
      )
    for (const sql of startContributions()) await vault.database.run(sql)
    const { contributions } = out
    if (contributions?.project === project) {
      const copy = join(vault.folder, 'contributions.parquet')
      await writeFile(copy, await readContributions(ledgerFolder(ledger), contributions.recorded), {
        mode: 0o600,
      })
      await vault.database.run(
        `INSERT INTO ${contributionRelation.from} BY NAME SELECT * FROM read_parquet(${literal(copy)})`,
      )
      await rm(copy)
    }
    return new StockSeries(vault, published)
  }

  /** Takes note of who is in which row of the stocks of the period at hand, for `histories` and `advance`. */
  async count(plans: readonly TablePlan[]): Promise<void> {
    const [, emptied] = startContributions()
    await this.#database.run(emptied!)
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
      const moments = this.#published.map(({ asOf, rows, active }, m) => ({
        asOf,
        fresh: Uint8Array.from(rows.get(shape.id)!, (row) => (row.asOf === asOf ? 1 : 0)),
        figures: Float64Array.from(rows.get(shape.id)!, (row) =>
          row.asOf === asOf ? (row.figures[0]?.value ?? Number.NaN) : Number.NaN,
        ),
        moves: moves[m]!,
        atLeast: active.get(shape.id)!,
      }))
      const last = this.#published.at(-1)?.rows.get(shape.id)
      const lastFigures = [...matrixCoordinates(shape.dimensions)].map((_, row): readonly Figure[] | null => {
        const shown = last?.[row]
        return shown?.asOf == null ? null : shown.figures
      })
      histories.set(shape.id, { moments, lastFigures })
    }
    return histories
  }

  /** Takes note of a release of the period that was counted last. */
  async advance(released: readonly PublishedTable[]): Promise<void> {
    const asOf = released.find(({ shape }) => shape.asOf !== undefined)?.shape.asOf
    if (asOf === undefined) return
    for (const sql of advanceContributions(asOf)) await this.#database.run(sql)
    this.#published.push(publishedStocks(asOf, released))
  }

  /**
   * Takes note of who is absent from the sources, and forgets who is refused, or absent for long, once this run has read
   * them.
   *
   * @param today `YYYY-MM-DD`
   */
  async forget(today: string): Promise<Departures> {
    const last = this.#published.at(-1)
    if (last === undefined) return { forgotten: 0, absent: 0, isChanged: false }
    const moved = await this.#database.count(countNewlyAbsent())
    await this.#database.run(noteAbsent(today))
    const before = daysBefore(today, daysOfAbsence)
    const forgotten = await this.#database.count(countDeparted(before))
    if (forgotten > 0)
      for (const sql of forgetDeparted(dayAfter(last.asOf), before)) await this.#database.run(sql)
    const absent = await this.#database.count(countAbsent())
    return { forgotten, absent, isChanged: moved + forgotten > 0 }
  }

  /** All contributions as they are to be stored: the same give the same bytes. */
  async pack(): Promise<Buffer> {
    const { folder } = this.#vault
    const [loose, packed] = [join(folder, 'loose.parquet'), join(folder, 'packed.parquet')]
    await this.#database.run(`COPY (${storedContributions()}) TO ${literal(loose)} (FORMAT parquet)`)
    // The run's database writes with as many threads as there are cores, and how they share the rows shows.
    await withDatabase(folder, async (connection) => {
      await connection.run(
        `COPY (SELECT * FROM read_parquet(${literal(loose)})) TO ${literal(packed)} (FORMAT parquet, COMPRESSION zstd)`,
      )
    })
    const bytes = await readFile(packed)
    await rm(loose)
    await rm(packed)
    return bytes
  }

  get #database(): Database {
    return this.#vault.database
  }
}
