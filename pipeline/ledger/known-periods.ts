import { WithheldError } from '../../schemas/failure.ts'
import { isWithin, longerGrains, type Period } from '../../schemas/period.ts'
import type { ReleasedPeriod } from '../release-shelf.ts'
import { type KnownRelease, releaseId } from './known-releases.ts'

/** Releases of a project that count as known, whether or not their folders are still there. */
export function knownPeriods(known: readonly KnownRelease[], project: string): readonly ReleasedPeriod[] {
  return known
    .filter(({ release }) => release.project === project)
    .map(({ release: { period, version } }) => ({ period, version }))
}

/** Periods of a project whose newest known version is withdrawn. */
export function withdrawnPeriods(known: readonly KnownRelease[], project: string): readonly string[] {
  const own = known.filter(({ release }) => release.project === project)
  const newest = new Map(
    own
      .toSorted((a, b) => a.release.version - b.release.version)
      .map(({ release, state }) => [release.period.id, state]),
  )
  return [...newest]
    .filter(([, state]) => state === 'withdrawn')
    .map(([period]) => period)
    .toSorted()
}

/** The first known release, of any project, that shares days with a period; null where none does. */
export function overlapping(known: readonly KnownRelease[], { start, end }: Period): KnownRelease | null {
  return known.find(({ release }) => release.period.start < end && start < release.period.end) ?? null
}

/**
 * Whether a known release may share days with another version of its project: it is an earlier version of the period, one
 * that the period is made of, or, of a later version, a longer one, which adds up first versions.
 */
export function isBeside(
  release: KnownRelease['release'],
  other: { readonly project: string; readonly period: Period; readonly version: number },
): boolean {
  const { project, period, version } = other
  if (release.project !== project) return false
  if (release.period.id === period.id) return release.version < version
  const isOf = (grain: Period['grain'], longer: Period['grain']) => longerGrains[grain].includes(longer)
  return isOf(release.period.grain, period.grain) || (version > 1 && isOf(period.grain, release.period.grain))
}

/**
 * Refuses periods that share days with what the ledger knows, of this project or another: the same learners' tables,
 * published twice in overlapping ways, are not protected together yet. A longer period of a project and those that it
 * is made of are, in this order.
 *
 * @param due periods of the project that no known release of it is about
 */
export function refuseKnownOverlap(
  known: readonly KnownRelease[],
  due: readonly Period[],
  project: string,
): void {
  for (const [i, period] of due.entries()) {
    const crossing = due
      .slice(0, i)
      .find(
        (other) =>
          other.start < period.end &&
          period.start < other.end &&
          ![other, period].some((outer) => isWithin(outer === other ? period : other, outer)),
      )
    if (crossing !== undefined)
      throw new WithheldError(
        `releases about one population in overlapping periods are not protected together yet. Provided value: ${period.id}, beside ${crossing.id}`,
      )
    const isPart = ({ release }: KnownRelease) =>
      release.project === project && longerGrains[release.period.grain].includes(period.grain)
    const other = overlapping(
      known.filter((one) => !isPart(one)),
      period,
    )
    if (other !== null)
      throw new WithheldError(
        `releases about one population in overlapping periods are not protected together yet. Provided value: ${period.id}, beside ${releaseId(other.release)} in the ledger`,
      )
  }
}
