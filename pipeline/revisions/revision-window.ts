import { UsageError } from '../../schemas/failure.ts'
import type { Period } from '../../schemas/period.ts'
import type { PeriodRange } from '../due-periods.ts'
import { type KnownRelease, releaseId } from '../ledger/known-releases.ts'
import type { Project } from '../load-project.ts'
import { parsePeriod } from '../period-calendar.ts'

const day = 86_400_000

/** Whether a period may still be revised on a day. */
export function isInWindow({ definition: { releases } }: Project, { end }: Period, asOf: string): boolean {
  return (
    releases.revise !== undefined && Date.parse(asOf) <= Date.parse(end) - day + releases.revise.days * day
  )
}

/** A period that is out, to be looked at again. */
export interface RevisablePeriod {
  readonly period: Period
  /** Its last version. */
  readonly version: number
}

/** Periods that are out and may be revised. */
export interface RevisablePeriods {
  readonly all: readonly RevisablePeriod[]
  /** Those that are to be looked at now. */
  readonly again: readonly RevisablePeriod[]
}

/**
 * Released periods of a project that may be revised, earliest first; where a person approves one at a time, the
 * one first whose last version is the oldest, so that each has its turn. Not those whose last version is withdrawn. None is
 * looked at on a day that any release is of already: a day tells versions apart, and who was erased since is taken
 * to have been counted until its end.
 *
 * @param asked id of the one, or range of those, that were asked for; all where absent
 * @throws {UsageError} if the one that was asked for is not among them
 */
export function revisablePeriods(
  project: Project,
  known: readonly KnownRelease[],
  asOf: string,
  asked: { readonly chosen?: string | undefined; readonly range?: PeriodRange | null } = {},
): RevisablePeriods {
  const { chosen, range = null } = asked
  const oneByOne = project.definition.policy.approval === 'manual'
  const newest = new Map<string, KnownRelease>()
  for (const one of known) {
    const { project: of, period, version } = one.release
    // Of longer periods, which add up first versions, there is none to come.
    const last = newest.get(period.id)
    const isOwn = of === project.definition.project.id && period.grain === project.definition.releases.grain
    if (isOwn && (last === undefined || last.release.version < version)) newest.set(period.id, one)
  }
  if (chosen !== undefined) refuseOther(project, newest, asOf, chosen)
  const isTold = [...newest.values()].some(({ release }) => asOf <= release.as_of)
  const all = [...newest.values()]
    .filter(({ state }) => state === 'published')
    .filter(({ release }) => isInWindow(project, release.period, asOf))
    .map(({ release: { period, version, as_of } }) => ({
      release: { period, version },
      order: `${oneByOne ? as_of : ''} ${period.start}`,
    }))
    .toSorted((a, b) => (a.order < b.order ? -1 : 1))
    .map(({ release }) => release)
  const isAsked = ({ period }: RevisablePeriod) =>
    (chosen === undefined || period.id === chosen) &&
    (range === null || (range.from.start <= period.start && period.start <= range.to.start))
  return { all, again: isTold ? [] : all.filter(isAsked) }
}

function refuseOther(
  project: Project,
  newest: ReadonlyMap<string, KnownRelease>,
  asOf: string,
  chosen: string,
): void {
  const { revise } = project.definition.releases
  if (revise === undefined)
    throw new UsageError(
      `releases.revise must say for how long periods are revised. Provided value: ${chosen}`,
    )
  const found = newest.get(readId(chosen))
  if (found === undefined)
    throw new UsageError(`a period must be released before it is revised. Provided value: ${chosen}`)
  const { release, state } = found
  if (state === 'withdrawn')
    throw new UsageError(`a withdrawn release is not revised. Provided value: ${releaseId(release)}`)
  if (!isInWindow(project, release.period, asOf))
    throw new UsageError(
      `a period is revised for ${revise.days} days after its end. Provided value: ${chosen} as of ${asOf}`,
    )
  const later = [...newest.values()].find((one) => asOf <= one.release.as_of)
  if (later !== undefined)
    throw new UsageError(
      `a revision must be of a later day than all releases. Provided value: ${chosen} as of ${asOf}, after ${releaseId(later.release)} as of ${later.release.as_of}`,
    )
}

function readId(id: string): string {
  try {
    return parsePeriod(id).id
  } catch {
    throw new UsageError(`a period must be one such as 2026-10. Provided value: ${id}`)
  }
}
