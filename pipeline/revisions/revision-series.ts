import { z } from 'zod'
import type { TabulatedTable } from '../../schemas/cell.ts'
import { contributionsJudged } from '../../schemas/dominance.ts'
import type { Period } from '../../schemas/period.ts'
import { isRevisable } from '../../schemas/revisable.ts'
import type { TableDefinition } from '../../schemas/table.ts'
import { advanceContributions } from '../../transforms/contributions/advance-contributions.ts'
import { attributeSeries, flowSeries } from '../../transforms/contributions/figure-place.ts'
import {
  addCurrentAmounts,
  addCurrentAttributes,
  countOtherAttributes,
  dropPeriod,
  keepAttributes,
  knownContributionPeriods,
} from '../../transforms/contributions/revision-changes.ts'
import { countBeyondStock, countInStock, countNameless } from '../../transforms/contributions/stock-counts.ts'
import { contributionQuery } from '../../transforms/tabulate/contribution-query.ts'
import type { TablePlan } from '../../transforms/tabulate/table-plan.ts'
import type { Deidentified } from '../2-deidentify.ts'
import type { NodeWatch } from '../4-tabulate.ts'
import type { Project } from '../load-project.ts'
import { parsePeriod } from '../period-calendar.ts'
import { tablesOf } from '../rollups/roll-ups.ts'
import { type LeafCount, leafCount } from '../stocks/wider-stock.ts'
import type { Vault } from '../vault.ts'
import { readChanges, type TableChanges } from './read-changes.ts'
import { isInWindow } from './revision-window.ts'

/**
 * Who contributed what to the flows of each released period that may still be revised. Learners stay in the run's
 * database; what comes out are numbers of them.
 */
export class RevisionSeries {
  readonly #vault: Vault
  readonly #project: Project

  /** Contributions are loaded already. */
  constructor(vault: Vault, project: Project) {
    this.#vault = vault
    this.#project = project
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
  watch(period: Period, { catalogue }: Deidentified): NodeWatch {
    const { database } = this.#vault
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

  /**
   * Who was counted in a stock on its day, and who is counted in flows of the same period by now without having been in
   * it; of the period that was counted last.
   */
  async besideStock(
    plan: TablePlan,
    day: string,
    period: Period,
  ): Promise<{
    readonly inStock: readonly LeafCount[]
    readonly beyond: readonly LeafCount[]
    /** How many of the stock have no code any more. */
    readonly nameless: number
  }> {
    const { database } = this.#vault
    return {
      inStock: await database.select(countInStock(plan.shape.id, day), leafCount),
      beyond: await database.select(countBeyondStock(plan, day, period.id), leafCount),
      nameless: await database.count(countNameless(plan.shape.id, day)),
    }
  }

  /** Takes note of a release of the period that was counted last, as of a day; drops what can be revised no more. */
  async advance(period: Period, asOf: string): Promise<void> {
    const { database } = this.#vault
    for (const sql of addCurrentAttributes(period.id, this.#attributes)) await database.run(sql)
    const tables = this.#tables.map(({ id }) => flowSeries(period.id, id))
    for (const sql of advanceContributions(asOf, [...tables, attributeSeries(period.id)]))
      await database.run(sql)
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

  /** Those that versions have. */
  get #tables(): readonly TableDefinition[] {
    return tablesOf(this.#project, this.#project.definition.releases.grain)
  }

  /** Pinned codes of what is known of learners, by attribute that any of these shows. */
  get #attributes(): readonly { readonly name: string; readonly codes: readonly string[] }[] {
    const shown = new Set(this.#tables.flatMap(({ dimensions }) => Object.keys(dimensions)))
    return this.#project.attributes
      .filter(({ name, definition }) => definition.of === 'learners' && shown.has(name))
      .map(({ name, codes }) => ({ name, codes: codes.map(({ code }) => code) }))
  }
}
