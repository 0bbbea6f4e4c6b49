import { facts } from '../../schemas/fact.ts'
import { WithheldError } from '../../schemas/failure.ts'
import { countsStock, nestedPopulations, stockOf } from '../../schemas/nested-populations.ts'
import { readDefinition } from '../ledger/figure-store.ts'
import type { KnownRelease } from '../ledger/known-releases.ts'
import { releaseId } from '../ledger/known-releases.ts'
import { ledgerFolder } from '../ledger/ledger-folder.ts'
import type { Project } from '../load-project.ts'

/**
 * Refuses stocks that are not protected yet: of what can happen more than once, beside flows of the same fact, or rounded.
 *
 * @throws {WithheldError} naming the table
 */
export function refuseStocks({ tables, definition: { policy } }: Project): void {
  for (const { id, from, period } of tables) {
    if (period.type !== 'stock') continue
    if (!facts[from].once)
      throw new WithheldError(
        `only what happens to a learner once makes a stock. Provided value: table ${id}, from ${from}`,
      )
    const flow = tables.find((other) => other.from === from && other.period.type !== 'stock')
    if (flow !== undefined) throw mixed(`tables ${id} and ${flow.id}`)
    if (policy.rounding !== 'none')
      throw new WithheldError(`stocks beside rounding are not protected yet. Provided value: table ${id}`)
  }
}

/**
 * Refuses what would tell of a stock's changes together with releases that are out: a project without a stock that it
 * published, since then nothing holds its flows against it; flows of the stock's fact; and beside stocks of another project
 * stocks, or flows of learners who are among those whom the stock counts.
 *
 * @throws {WithheldError} naming the release
 */
export async function refuseKnownStocks(
  { tables, definition }: Project,
  ledger: string,
  known: readonly KnownRelease[],
): Promise<void> {
  const project = definition.project.id
  const own = tables.map(
    ({ id, from, period }): CountedTable => ({ id, fact: from, isStock: period.type === 'stock' }),
  )
  const definitions = new Map<string, Omit<CountedTable, 'id'>>()
  for (const { release } of known) {
    for (const { id, definition: sha256 } of release.tables) {
      const table = { id, ...(definitions.get(sha256) ?? countedBy(ledger, sha256)) }
      definitions.set(sha256, table)
      const provided = `${id} of ${releaseId(release)}`
      if (own.some(({ fact, isStock }) => fact === table.fact && isStock !== table.isStock))
        throw mixed(provided)
      if (release.project === project) {
        if (table.isStock && own.every((other) => other.id !== id || !other.isStock))
          throw new WithheldError(
            `what a stock showed stays known: put the table back, and retire it (period.retired). Provided value: table ${provided}`,
          )
      } else {
        const together = own.find((other) => tellTogether(other, table) || tellTogether(table, other))
        if (together !== undefined)
          throw new WithheldError(
            `stocks beside what another project publishes about one population are not protected yet: put both into one project. Provided value: table ${together.id}, beside ${provided}`,
          )
      }
    }
  }
}

interface CountedTable {
  readonly id: string
  readonly fact: string
  readonly isStock: boolean
}

/** Whether a stock is told of by another one, or by a flow of learners who are among those whom it counts. */
function tellTogether(stock: CountedTable, other: CountedTable): boolean {
  if (!stock.isStock) return false
  return (
    other.isStock ||
    nestedPopulations.some(
      ({ whole, part }) => whole === stockOf(stock.fact) && part.startsWith(`${other.fact}:`),
    )
  )
}

function countedBy(ledger: string, sha256: string): Omit<CountedTable, 'id'> {
  const { fact, base_measures } = readDefinition(ledgerFolder(ledger), sha256)
  return { fact, isStock: countsStock(fact, base_measures) }
}

function mixed(provided: string): WithheldError {
  return new WithheldError(
    `a fact is counted as a stock or as flows, since both together tell who left. Provided value: ${provided}`,
  )
}
