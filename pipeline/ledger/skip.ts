import { ConfigurationError, UsageError } from '../../schemas/failure.ts'
import { reasonSchema } from '../../schemas/ledger.ts'
import { isWithin, longerGrains } from '../../schemas/period.ts'
import { chooseRange } from '../due-periods.ts'
import type { Project } from '../load-project.ts'
import { periodOf } from '../period-calendar.ts'
import { publishedGrains } from '../rollups/roll-ups.ts'
import type { RunPaths } from '../run-paths.ts'
import { openCheckedLedger } from './checked-ledger.ts'
import { releaseId } from './known-releases.ts'
import type { SkippedPeriod } from './skipped-periods.ts'

export interface SkipOptions {
  /** As a run is told, such as `2026-03`. */
  readonly period: string
  /** Restricted; names nobody. */
  readonly reason: string
  /** Day in the project's time zone, `YYYY-MM-DD`. */
  readonly on: string
}

export interface SkipResult extends SkippedPeriod {
  /** Ids of longer periods that are never released either: those of a base period, which is counted in them. */
  readonly never: readonly string[]
}

/**
 * Gives up a closed period that is not released: an entry in the ledger, for ever. Doing it twice with the same reason
 * changes nothing.
 *
 * A later release may show what could not be told beside one of this period, so there is no way back.
 *
 * @throws {UsageError} if the period is none, or not closed, or the reason is not one line of 3 to 500 characters
 * @throws {ConfigurationError} if a release of it, or of a longer period that it lies in, is out, or it was given up for
 *   another reason
 * @throws {WithheldError} if the ledger is not whole, or the project publishes no periods of that length
 */
export async function skipPeriod(
  paths: Pick<RunPaths, 'ledger' | 'releases'>,
  project: Project,
  { period: id, reason, on }: SkipOptions,
  now: Date,
): Promise<SkipResult> {
  if (!reasonSchema.safeParse(reason).success)
    throw new UsageError(`--reason must be one line of 3 to 500 characters. Provided value: ${reason}`)
  const range = chooseRange(project, on, { period: id })
  if (range === null) throw new Error('a period that is named is a range')
  const period = range.from
  const identity = { id: project.definition.project.id, grains: publishedGrains(project) }
  const { ledger, known, skipped } = await openCheckedLedger(paths, identity, now)
  const isBase = period.grain === project.definition.releases.grain
  const never = publishedGrains(project)
    .filter((grain) => isBase && longerGrains[period.grain].includes(grain))
    .map((grain) => periodOf(period.start, grain).id)
  const before = skipped.find((one) => one.project === identity.id && one.period.id === period.id)
  if (before !== undefined) {
    if (before.reason !== reason)
      throw new ConfigurationError('a period is given up once, for one reason', before.reason)
    return { ...before, never }
  }
  const out = known.find(({ release }) => release.project === identity.id && isWithin(period, release.period))
  if (out !== undefined)
    throw new ConfigurationError(
      'a period can be given up only before it is released; a release is withdrawn (kohort withdraw)',
      releaseId(out.release),
    )
  await ledger.append({ kind: 'skipped', project: identity.id, period, on, reason })
  return { project: identity.id, period, on, reason, never }
}
