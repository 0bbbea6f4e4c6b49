import { facts } from '../../schemas/fact.ts'
import { WithheldError } from '../../schemas/failure.ts'
import { countsStock } from '../../schemas/nested-populations.ts'
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
    const flow = tables.find((other) => other.from === from && other.period.type === 'flow')
    if (flow !== undefined) throw mixed(`tables ${id} and ${flow.id}`)
    if (policy.rounding !== 'none')
      throw new WithheldError(`stocks beside rounding are not protected yet. Provided value: table ${id}`)
  }
}

/**
 * Refuses what would tell of a stock's changes together with releases that are out, of this project or another: flows
 * of its fact, and stocks that another project publishes.
 *
 * @throws {WithheldError} naming the release
 */
export async function refuseKnownStocks(
  { tables, definition }: Project,
  ledger: string,
  known: readonly KnownRelease[],
): Promise<void> {
  const project = definition.project.id
  const stocks = new Set<string>(
    tables.flatMap(({ from, period }) => (period.type === 'stock' ? [from] : [])),
  )
  const flows = new Set<string>(tables.flatMap(({ from, period }) => (period.type === 'flow' ? [from] : [])))
  const counted = new Map<string, { readonly fact: string; readonly isStock: boolean }>()
  for (const { release } of known) {
    for (const table of release.tables) {
      const { definition: sha256 } = table
      const { fact, isStock } = counted.get(sha256) ?? (await countedBy(ledger, sha256))
      counted.set(sha256, { fact, isStock })
      if (isStock ? flows.has(fact) : stocks.has(fact)) throw mixed(`${table.id} of ${releaseId(release)}`)
      if (isStock && stocks.size > 0 && release.project !== project)
        throw new WithheldError(
          `stocks of two projects about one population are not protected together yet. Provided value: ${table.id} of ${releaseId(release)}`,
        )
    }
  }
}

async function countedBy(ledger: string, sha256: string) {
  const { fact, base_measures } = await readDefinition(ledgerFolder(ledger), sha256)
  return { fact, isStock: countsStock(fact, base_measures) }
}

function mixed(provided: string): WithheldError {
  return new WithheldError(
    `a fact is counted as a stock or as flows, since both together tell who left. Provided value: ${provided}`,
  )
}
