import { WithheldError } from '../../schemas/failure.ts'
import type { RecordedRelease } from '../../schemas/ledger.ts'
import { isWithin, type Period } from '../../schemas/period.ts'
import type { RecountedRollUp } from '../../transforms/recount/first-counted.ts'
import { planTable } from '../../transforms/tabulate/plan-table.ts'
import { readLedger } from '../ledger/read-ledger.ts'
import { emptyCatalogue, type Project } from '../load-project.ts'
import { longestPeriod, rolledFacts } from './roll-ups.ts'

/** How the project's longer periods bear on the recount of a release; null where it has none. */
export function recountedRollUp(project: Project, period: Period): RecountedRollUp | null {
  const longest = longestPeriod(project, period)
  if (longest === null) return null
  const { attributes, tables, definition } = project
  const rolled = rolledFacts(project)
  const context = { attributes, catalogue: emptyCatalogue, period, policy: definition.policy }
  return {
    base: definition.releases.grain,
    longest,
    counting: tables.filter(({ from }) => rolled.has(from)).map((table) => planTable(table, context).shape),
  }
}

/**
 * Releases of the project that figures of a period follow from, besides its own sources: those of the longest period up
 * to its end, whose learners keep their attributes, and whose counts a longer period adds up.
 *
 * @param ledger null where there is none
 */
export async function releasesWithin(
  project: Project,
  ledger: string | null,
  period: Period,
  now: Date,
): Promise<readonly RecordedRelease[]> {
  const longest = longestPeriod(project, period)
  if (longest === null || ledger === null) return []
  const { known } = await readLedger(ledger, now).catch((error: unknown) => {
    // The ledger's audit says what is wrong with it.
    if (error instanceof WithheldError) return { known: [] }
    throw error
  })
  return known.flatMap(({ release }) =>
    release.project === project.definition.project.id &&
    isWithin(release.period, longest) &&
    release.period.end <= period.end
      ? [release]
      : [],
  )
}
