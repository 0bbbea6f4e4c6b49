import type { FactName } from '../../schemas/fact.ts'
import { WithheldError } from '../../schemas/failure.ts'
import type { Period } from '../../schemas/period.ts'
import {
  addAttributes,
  addHappened,
  countLost,
  countRolled,
  countUnknownCodes,
  dropBefore,
  dropPeriod,
  keepAdded,
  type PlaceCodes,
  pinAttributes,
  recodeCounted,
  restoreFact,
  startAdded,
} from '../../transforms/contributions/base-periods.ts'
import { addCameLate, countAsked, countCameLate } from '../../transforms/contributions/came-late.ts'
import {
  addRegistered,
  countGone,
  countUnregistered,
} from '../../transforms/contributions/registered-at-end.ts'
import type { FactNeeds } from '../../transforms/deidentify/fact-relation.ts'
import type { Attribute } from '../../transforms/generalize/attribute.ts'
import { recodedRelation } from '../../transforms/generalize/recode.ts'
import type { TablePlan } from '../../transforms/tabulate/table-plan.ts'
import type { Deidentified } from '../2-deidentify.ts'
import type { Database } from '../database.ts'
import type { Project } from '../load-project.ts'
import { type LeafCount, leafCount } from '../stocks/wider-stock.ts'
import type { Vault } from '../vault.ts'
import { countedSince, endsLonger, hasStocks, longestPeriod, rolledFacts, tablesOf } from './roll-ups.ts'

/**
 * What was counted in the base periods that are out, learner by learner, until the longest period that they belong to
 * is out, too. It lies beside the ledger; a run has it in its own database, and what comes out are numbers.
 */
export class BaseSeries {
  readonly #vault: Vault
  readonly #project: Project

  /** Contributions are loaded already. */
  constructor(vault: Vault, project: Project) {
    this.#vault = vault
    this.#project = project
  }

  /**
   * Gives learners the attributes that they were first counted under in the longest period: one who moves in between
   * would else be taken for a second one.
   *
   * @throws {WithheldError} if the codes of an attribute changed in between
   */
  async pin(period: Period): Promise<void> {
    const longest = this.#longest(period)
    for (const attribute of this.#attributes)
      if ((await this.#database.count(countUnknownCodes(attribute, longest))) > 0)
        throw new WithheldError(
          `an attribute keeps its codes until the longest period of a project is over: put the project back as it was. Provided value: ${attribute.name}, in ${longest.id}`,
        )
    for (const sql of pinAttributes(this.#attributes, longest)) await this.#database.run(sql)
  }

  /** Takes note of what was counted in a base period, its stocks among it, for `advance`. Attributes must be pinned. */
  async count(period: Period, deidentified: Deidentified): Promise<void> {
    await this.#database.run(startAdded())
    for (const [fact, needs, places] of this.#facts(deidentified))
      await this.#database.run(addHappened(fact, needs, places, period))
    const longest = this.#longest(period)
    for (const sql of addAttributes(this.#attributes, longest)) await this.#database.run(sql)
    if (!hasStocks(this.#project) || !endsLonger(this.#project, period)) return
    await this.#database.run(addRegistered(period, longest))
    for (const { id, period: own } of this.#project.tables)
      if (own.type === 'stock')
        for (const sql of addCameLate(id, period, longest)) await this.#database.run(sql)
  }

  /** Takes note of the release of a period, and drops what no later one needs, as `countedSince` says. */
  async advance(period: Period): Promise<void> {
    const longest = this.#longest(period)
    const since = countedSince(this.#project, period)
    if (since !== null) await this.#database.run(dropBefore(since))
    if (period.grain === this.#project.definition.releases.grain) await this.#database.run(keepAdded(period))
    if (period.id === longest.id) await this.#database.run(dropPeriod(period))
  }

  /**
   * Makes the learners of a longer period and what they did, as step 3 and the relations of the facts would have them.
   *
   * @throws {WithheldError} if a course, a code or a learner of a base period is not there any more
   */
  async restore(period: Period, deidentified: Deidentified): Promise<void> {
    const longest = this.#longest(period)
    for (const sql of recodeCounted(this.#attributes, period, longest)) await this.#database.run(sql)
    const [counted, recoded] = [
      await this.#database.count(countRolled()),
      await this.#database.count(`SELECT count(*) FROM ${recodedRelation.from}`),
    ]
    if (counted !== recoded)
      throw new WithheldError(
        `who was counted in a base period must be known until the longest period is out: restore the ledger, its contributions among it. Provided value: ${period.id}`,
      )
    const wanted = new Set(tablesOf(this.#project, period.grain).map(({ from }) => from))
    for (const [fact, needs, places] of this.#facts(deidentified)) {
      if (!wanted.has(fact)) continue
      if ((await this.#database.count(countLost(fact, places, period))) > 0)
        throw new WithheldError(
          `courses and lessons that were counted in a base period must be in the sources until the longest period is out. Provided value: ${period.id}`,
        )
      await this.#database.run(restoreFact(fact, needs, places, period))
    }
  }

  /**
   * Who did anything in a longer period and is in no stock on its last day, by leaf of a stock; after `restore` of it, or
   * of one that contains it.
   *
   * @param last the base period that it ends with
   * @throws {WithheldError} if it is not known who was registered by then
   */
  async gone(plan: TablePlan, period: Period, last: Period): Promise<readonly LeafCount[]> {
    if ((await this.#database.count(countUnregistered(last))) > 0)
      throw new WithheldError(
        `who was registered at the end of a longer period must have been noted with its last release. Provided value: ${last.id}`,
      )
    return this.#database.select(countGone(plan, period, last), leafCount)
  }

  /**
   * Who of a stock on the last day of a longer period may be somebody who was counted in it before, was forgotten and came
   * back, by leaf; null where nobody asked.
   *
   * @param last the base period that it ends with
   */
  async cameLate(stock: string, period: Period, last: Period): Promise<readonly LeafCount[] | null> {
    if ((await this.#database.count(countAsked(stock, last))) === 0) return null
    return this.#database.select(countCameLate(stock, period, last), leafCount)
  }

  get #database(): Database {
    return this.#vault.database
  }

  get #attributes(): readonly Attribute[] {
    return this.#project.attributes.filter(({ definition }) => definition.of === 'learners')
  }

  #longest(period: Pick<Period, 'start'>): Period {
    const longest = longestPeriod(this.#project, period)
    if (longest === null) throw new Error('a project without roll-ups has no longest period')
    return longest
  }

  #facts({ needs, catalogue }: Deidentified): readonly (readonly [FactName, FactNeeds, PlaceCodes])[] {
    const rolled = rolledFacts(this.#project)
    return [...needs].flatMap(([fact, need]): (readonly [FactName, FactNeeds, PlaceCodes])[] =>
      rolled.has(fact)
        ? [[fact, need, need.course === 'lesson' ? catalogue.lessons : catalogue.courses]]
        : [],
    )
  }
}
