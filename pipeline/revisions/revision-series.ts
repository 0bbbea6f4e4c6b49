import { z } from 'zod'
import type { TabulatedTable } from '../../schemas/cell.ts'
import { contributionsJudged } from '../../schemas/dominance.ts'
import type { Period } from '../../schemas/period.ts'
import { isRevisable } from '../../schemas/revisable.ts'
import { advanceContributions } from '../../transforms/contributions/advance-contributions.ts'
import { startContributions } from '../../transforms/contributions/contribution-relations.ts'
import { attributeSeries, flowSeries } from '../../transforms/contributions/figure-place.ts'
import {
  addCurrentAmounts,
  addCurrentAttributes,
  countOtherAttributes,
  dropPeriod,
  keepAttributes,
  knownContributionPeriods,
} from '../../transforms/contributions/revision-changes.ts'
import { contributionQuery } from '../../transforms/tabulate/contribution-query.ts'
import type { Deidentified } from '../2-deidentify.ts'
import type { NodeWatch } from '../4-tabulate.ts'
import type { Out } from '../ledger/checked-ledger.ts'
import { type Departures, forgetContributions } from '../ledger/forget-contributions.ts'
import { loadContributions, packContributions } from '../ledger/loaded-contributions.ts'
import type { Project } from '../load-project.ts'
import { parsePeriod } from '../period-calendar.ts'
import type { KeptSeries } from '../stocks/store-series.ts'
import type { Vault } from '../vault.ts'
import { readChanges, type TableChanges } from './read-changes.ts'
import { isInWindow } from './revision-window.ts'

export interface RevisionSeriesTask {
  readonly vault: Vault
  /** Folder of the ledger. */
  readonly ledger: string
  readonly project: Project
  readonly out: Pick<Out, 'known' | 'contributions'>
}

/**
 * Who contributed what to the flows of each released period that may still be revised. Learners stay in the run's
 * database; what comes out are numbers of them.
 */
export class RevisionSeries implements KeptSeries {
  readonly #vault: Vault
  readonly #project: Project
  /** The last day that any release knows of; null where none does. */
  #lastDay: string | null

  private constructor({ vault, project, out }: RevisionSeriesTask) {
    this.#vault = vault
    this.#project = project
    this.#lastDay = out.known
      .filter(({ release }) => release.project === project.definition.project.id)
      .map(({ release }) => release.as_of)
      .reduce<string | null>((last, day) => (last === null || last < day ? day : last), null)
  }

  /** Loads what is known. Nothing is written but the run's own database. */
  static async open(task: RevisionSeriesTask): Promise<RevisionSeries> {
    await loadContributions(task.vault, task.ledger, task.project.definition.project.id, task.out)
    return new RevisionSeries(task)
  }

  /**
   * Gives learners the attributes that they had in the first release of a period; after step 3. Returns how many have
   * others by now.
   */
  async keepAttributes(period: Period): Promise<number> {
    const others = await this.#vault.database.count(countOtherAttributes(period.id, this.#attributes))
    for (const sql of keepAttributes(period.id, this.#attributes)) await this.#vault.database.run(sql)
    return others
  }

  /** Begins to take note of who contributes to the period at hand: step 4 calls what comes back. */
  async watch(period: Period, { catalogue }: Deidentified): Promise<NodeWatch> {
    const [, emptied] = startContributions()
    const { database } = this.#vault
    await database.run(emptied!)
    return async (plan, node, from) => {
      if (!isRevisable(plan.shape)) return
      const select = contributionQuery(plan, node, from, catalogue)
      await database.run(addCurrentAmounts(flowSeries(period.id, plan.shape.id), select))
    }
  }

  /**
   * What changed since earlier days, of each table of the period that was counted last.
   *
   * @param days `YYYY-MM-DD`
   */
  async changes(
    period: Period,
    tables: readonly TabulatedTable[],
    days: readonly string[],
  ): Promise<readonly TableChanges[]> {
    const { database } = this.#vault
    const largest = contributionsJudged(this.#project.definition.policy.dominance)
    const changes: TableChanges[] = []
    for (const [t, table] of tables.entries()) {
      if (!isRevisable(table.shape)) continue
      const series = flowSeries(period.id, table.shape.id)
      changes.push(await readChanges(database, series, t, table, days, largest))
    }
    return changes
  }

  /** Takes note of a release of the period that was counted last, as of a day; drops what can be revised no more. */
  async advance(period: Period, asOf: string): Promise<void> {
    const { database } = this.#vault
    for (const sql of addCurrentAttributes(period.id, this.#attributes)) await database.run(sql)
    const tables = this.#project.tables.map(({ id }) => flowSeries(period.id, id))
    for (const sql of advanceContributions(asOf, [...tables, attributeSeries(period.id)]))
      await database.run(sql)
    if (this.#lastDay === null || this.#lastDay < asOf) this.#lastDay = asOf
    for (const id of await this.periods())
      if (!isInWindow(this.#project, parsePeriod(id), asOf)) await database.run(dropPeriod(id))
  }

  /** Ids of the periods of which anything is known. */
  async periods(): Promise<readonly string[]> {
    const rows = await this.#vault.database.select(
      knownContributionPeriods(),
      z.object({ period: z.string() }),
    )
    return rows.map(({ period }) => period)
  }

  forget(today: string): Promise<Departures> {
    return forgetContributions(this.#vault.database, this.#lastDay, today)
  }

  pack(): Promise<Buffer> {
    return packContributions(this.#vault)
  }

  /** Pinned codes of what is known of learners, by attribute that any table shows. */
  get #attributes(): readonly { readonly name: string; readonly codes: readonly string[] }[] {
    const shown = new Set(this.#project.tables.flatMap(({ dimensions }) => Object.keys(dimensions)))
    return this.#project.attributes
      .filter(({ name, definition }) => definition.of === 'learners' && shown.has(name))
      .map(({ name, codes }) => ({ name, codes: codes.map(({ code }) => code) }))
  }
}
