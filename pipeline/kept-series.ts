import { meanwhile } from '../reports/meanwhile.ts'
import type { PublishedTable } from '../schemas/cell.ts'
import { WithheldError } from '../schemas/failure.ts'
import type { Period } from '../schemas/period.ts'
import { forgetDeparted } from '../transforms/contributions/advance-contributions.ts'
import { forgetWhose } from '../transforms/contributions/base-periods.ts'
import { dropSeries, startContributions } from '../transforms/contributions/contribution-relations.ts'
import { noteReturns } from '../transforms/contributions/returns.ts'
import { isOfBasePeriods, isOfRevisedFlows, isOfStocks } from '../transforms/contributions/series-kinds.ts'
import type { Deidentified } from './2-deidentify.ts'
import { type NodeWatch, planTables } from './4-tabulate.ts'
import type { Out } from './ledger/checked-ledger.ts'
import { type Departures, forgetContributions } from './ledger/forget-contributions.ts'
import { recordedStocks } from './ledger/known-releases.ts'
import { loadContributions, packContributions } from './ledger/loaded-contributions.ts'
import type { Project } from './load-project.ts'
import { dayAfter } from './period-calendar.ts'
import { RevisionSeries } from './revisions/revision-series.ts'
import { isInWindow } from './revisions/revision-window.ts'
import { BaseSeries } from './rollups/base-series.ts'
import { hasStocks, rolledTables } from './rollups/roll-ups.ts'
import { type PublishedStocks, readPublishedStocks } from './stocks/published-stocks.ts'
import { StockSeries } from './stocks/stock-series.ts'
import type { StoredSeries } from './stocks/store-series.ts'
import type { Vault } from './vault.ts'

export interface KeptSeriesTask {
  readonly vault: Vault
  /** Folder of the ledger. */
  readonly ledger: string
  readonly project: Project
  readonly out: Pick<Out, 'known' | 'contributions'>
  /** What the ledger has of the project's stocks; read when it is needed where absent. */
  readonly published?: Promise<readonly PublishedStocks[]> | undefined
}

/**
 * All that a project keeps of single learners from release to release: one relation, whose series each part has its own
 * of. Learners stay in the run's database; what comes out are numbers of them.
 */
export class KeptSeries implements StoredSeries {
  /** Null where the project has no stocks, longer periods or revisions. */
  readonly stocks: StockSeries | null
  readonly base: BaseSeries | null
  readonly revisions: RevisionSeries | null
  readonly #vault: Vault
  readonly #project: Project
  /** Last days that releases know of: of stocks their own, of flows that of the release. */
  readonly #last: { stock: string | null; flow: string | null }

  private constructor({ vault, project, out }: KeptSeriesTask, stocks: StockSeries | null) {
    this.#vault = vault
    this.#project = project
    this.stocks = stocks
    this.base = rolledTables(project).length > 0 ? new BaseSeries(vault, project) : null
    this.revisions =
      project.definition.releases.revise === undefined ? null : new RevisionSeries(vault, project)
    const own = out.known.filter(({ release }) => release.project === project.definition.project.id)
    this.#last = {
      stock: latest(own.flatMap(({ release }) => recordedStocks(release).map(({ as_of }) => as_of ?? ''))),
      flow: latest(own.map(({ release }) => release.as_of)),
    }
  }

  /**
   * Loads what is known. Nothing is written but the run's own database.
   *
   * @throws {WithheldError} if what lies beside the ledger is another project's, which would be lost, or nobody knows who
   *   was counted in stocks that are out
   */
  static async open(task: KeptSeriesTask): Promise<KeptSeries> {
    const { vault, ledger, project, out } = task
    const { id } = project.definition.project
    if (usesContributions(project) && out.contributions !== null && out.contributions.project !== id)
      throw new WithheldError(
        `stocks, longer periods or revisions beside what another project keeps of the same population are not protected yet: put both into one project. Provided value: ${out.contributions.project}`,
      )
    await vault.database.beside((database) => loadContributions({ ...vault, database }, ledger, id, out))
    if (!hasStocks(project)) return new KeptSeries(task, null)
    const published = task.published ?? meanwhile(readPublishedStocks(ledger, out.known, id))
    return new KeptSeries(task, await StockSeries.open({ vault, project: id, out, published }))
  }

  get isUsed(): boolean {
    return usesContributions(this.#project)
  }

  /** Gives learners the attributes that they keep, after step 3 recoded them. */
  async settle(period: Period): Promise<void> {
    await this.base?.pin(period)
  }

  /** Begins to take note of who contributes to the period at hand: step 4 calls what comes back. */
  async watch(period: Period, deidentified: Deidentified, asOf: string): Promise<NodeWatch | undefined> {
    const [, emptied] = startContributions()
    await this.#vault.database.run(emptied!)
    return isInWindow(this.#project, period, asOf) ? this.revisions?.watch(period, deidentified) : undefined
  }

  /** Takes note of the base period that was counted last, for `advance`. */
  async count(period: Period, deidentified: Deidentified): Promise<void> {
    await this.stocks?.count(planTables(this.#project, period, deidentified))
    await this.base?.count(period, deidentified)
  }

  /** Takes note of the first release of the base period that was counted last. */
  async advance(period: Period, asOf: string, released: readonly PublishedTable[]): Promise<void> {
    await this.stocks?.advance(released)
    // What serves nothing any more is not kept.
    if (this.base === null) await this.#vault.database.run(dropSeries(isOfBasePeriods))
    else await this.base.advance(period)
    if (this.revisions === null) await this.#vault.database.run(dropSeries(isOfRevisedFlows))
    else if (isInWindow(this.#project, period, asOf)) await this.revisions.advance(period, asOf)
    this.noteRelease(asOf, released.find(({ shape }) => shape.asOf !== undefined)?.shape.asOf)
  }

  /** Takes note that anything was released, as of a day. */
  noteRelease(asOf: string, stock: string | undefined = undefined): void {
    this.#last.flow = latest([asOf, this.#last.flow ?? asOf])
    if (stock !== undefined) this.#last.stock = stock
  }

  forget(today: string): Promise<Departures> {
    const { stock, flow } = this.#last
    return forgetContributions(this.#vault.database, today, (before) => [
      forgetWhose(before),
      ...(stock === null
        ? []
        : [noteReturns(dayAfter(stock)), ...forgetDeparted(dayAfter(stock), before, isOfStocks)]),
      ...(flow === null ? [] : forgetDeparted(dayAfter(flow), before, isOfRevisedFlows)),
    ])
  }

  pack(): Promise<Buffer> {
    return packContributions(this.#vault)
  }
}

/** Whether a project keeps anything of learners, or something of them is still to be dropped. */
export function keepsLearners(project: Project, { contributions }: Pick<Out, 'contributions'>): boolean {
  return usesContributions(project) || contributions?.project === project.definition.project.id
}

/** Whether the release of a base period says what is kept of learners: what it adds, or that nothing is any more. */
export function isNoted(project: Project, period: Period, asOf: string): boolean {
  return (
    hasStocks(project) ||
    rolledTables(project).length > 0 ||
    isInWindow(project, period, asOf) ||
    !usesContributions(project)
  )
}

function usesContributions(project: Project): boolean {
  return (
    hasStocks(project) || rolledTables(project).length > 0 || project.definition.releases.revise !== undefined
  )
}

function latest(days: readonly string[]): string | null {
  return days.reduce<string | null>((last, day) => (last === null || last < day ? day : last), null)
}
