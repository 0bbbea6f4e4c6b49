import type { PublishedTable } from '../../schemas/cell.ts'
import { WithheldError } from '../../schemas/failure.ts'
import type { Period } from '../../schemas/period.ts'
import type { Policy } from '../../schemas/policy.ts'
import { auditBudget, auditParameters } from '../5-protect.ts'
import { attackTogether, type HeldRelease } from '../attack-releases.ts'
import type { SolverThreads } from '../solver-threads.ts'
import type { ReleasedPart } from './released-parts.ts'

export interface ProposedPeriod {
  readonly period: Period
  /** Flows of all releases within. */
  readonly flows: readonly ReleasedPart[]
  readonly released: readonly PublishedTable[]
  readonly policy: Policy
  readonly threads: SolverThreads | undefined
}

/**
 * Attacks a longer period together with the releases that it is made of as their readers do: where tables went or became
 * others since, so that they cannot be counted for it, nobody has protected what it tells of them.
 *
 * @throws {WithheldError} if the attack finds anything
 */
export async function refuseDisclosure({ period, flows, released, policy, threads }: ProposedPeriod) {
  const audit = auditParameters(policy, null)
  const held = (of: Period, tables: readonly PublishedTable[]): HeldRelease => ({
    ...{ id: of.id, project: '', period: of, version: 1, asOf: of.end },
    ...{ tables, audit },
  })
  const shown = flows.filter(({ isUntold }) => isUntold !== true)
  const periods = [...new Map(shown.map((part) => [part.period.id, part.period])).values()]
  const releases = periods.map((of) =>
    held(
      of,
      shown.filter((part) => part.period.id === of.id).map(({ published }) => published),
    ),
  )
  const found = await attackTogether([...releases, held(period, released)], auditBudget(policy, threads))
  const [first] = typeof found === 'string' ? [{ where: period.id, clause: found }] : found
  if (first !== undefined)
    throw new WithheldError(
      `a longer period tells nothing of few beside tables that went, or became others, within it: put them back as they were. Provided value: ${first.where}: ${first.clause}`,
    )
}
