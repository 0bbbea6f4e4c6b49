import { isWithin, type Period } from '../schemas/period.ts'
import { type KnownRelease, recordedStocks } from './ledger/known-releases.ts'
import type { SkippedPeriod } from './ledger/skipped-periods.ts'
import type { Project } from './load-project.ts'
import { missingParts } from './rollups/due-longer.ts'
import { forgottenParts, hasStocks } from './rollups/roll-ups.ts'

/**
 * A closed period that is neither out nor taken by a run, and why.
 *
 * - `waits`: for earlier ones, or parts, that are not out yet
 * - `skipped`: it was given up
 * - `passed`: a stock of a later day is out, and stocks go forward only; or what it would be made of is not kept any more
 * - `incomplete`: a period that it would be made of is never out
 */
export interface HeldPeriod {
  readonly period: string
  readonly why: 'waits' | 'skipped' | 'passed' | 'incomplete'
  /** Ids of the periods that it waits for or lacks; none where there is another reason. */
  readonly lacks: readonly string[]
  /** One clause, with what to do about it. */
  readonly reason: string
}

/** Names no more periods than a person reads. */
const mostNamed = 6

function named(ids: readonly string[]): string {
  const rest = ids.length - mostNamed
  return `${ids.slice(0, mostNamed).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
}

export function incomplete(period: Period, lacks: readonly Period[]): HeldPeriod {
  const ids = lacks.map(({ id }) => id)
  const reason = `is never released: it would be made of ${named(ids)}, which never is`
  return { period: period.id, why: 'incomplete', lacks: ids, reason }
}

/**
 * Tells of a period that is not out why it never will be; null of any other.
 *
 * @param known releases that are out, of all projects
 * @param skipped periods that were given up, of all projects
 */
export function neverReleased(
  project: Pick<Project, 'definition' | 'tables'>,
  known: readonly KnownRelease[],
  skipped: readonly SkippedPeriod[],
): (period: Period) => HeldPeriod | null {
  const { project: settings, releases } = project.definition
  const givenUp = new Map(
    skipped.filter((one) => one.project === settings.id).map((one) => [one.period.id, one]),
  )
  const own = known.map(({ release }) => release).filter((release) => release.project === settings.id)
  const lastStock = lastOf(own.filter((release) => recordedStocks(release).length > 0))
  const forgotten = forgottenParts(
    project,
    own.flatMap(({ period, version }) => (version === 1 ? [period] : [])),
  )
  return (period) => {
    const skip = givenUp.get(period.id)
    if (skip !== undefined) {
      const reason = `was given up on ${skip.on}, and is never released: ${skip.reason}`
      return { period: period.id, why: 'skipped', lacks: [], reason }
    }
    const isBase = period.grain === releases.grain
    const part = isBase ? undefined : forgotten.find((one) => isWithin(one, period))
    if (part !== undefined) {
      const reason = `is never released: what was counted in ${part.id} is kept no longer, since later periods are out`
      return { period: period.id, why: 'passed', lacks: [], reason }
    }
    if (!isBase || !hasStocks(project) || lastStock === null || lastStock.end < period.end) return null
    const reason = `is never released: the stock of ${lastStock.id} is out, and stocks are released in the order of their days`
    return { period: period.id, why: 'passed', lacks: [], reason }
  }
}

function lastOf(releases: readonly { readonly period: Period }[]): Period | null {
  return releases.reduce<Period | null>(
    (last, { period }) => (last === null || last.end < period.end ? period : last),
    null,
  )
}

/**
 * What a due period waits for; null where it may be taken.
 *
 * A longer one waits for its parts. Of a project with stocks a base period waits for those before it: the change of a
 * stock is told between days that follow one another, and an earlier day could not be shown afterwards.
 *
 * @param earlier base periods that may still come
 * @param out what is out by now, or given up
 */
export function waitsFor(
  project: Pick<Project, 'definition' | 'tables'>,
  period: Period,
  earlier: readonly Period[],
  out: readonly Pick<Period, 'id'>[],
): HeldPeriod | null {
  const parts = missingParts(project, period, out)
  const lacks = parts.length > 0 ? parts : toComeFirst(project, period, earlier, out)
  if (lacks.length === 0) return null
  const ids = lacks.map(({ id }) => id)
  const rule =
    parts.length > 0
      ? 'a longer period comes after those that it is made of'
      : 'stocks are released in the order of their days'
  const reason = `waits for ${named(ids)}: ${rule}. Release that first, or give it up: kohort skip --period ${ids[0]}`
  return { period: period.id, why: 'waits', lacks: ids, reason }
}

function toComeFirst(
  project: Pick<Project, 'definition' | 'tables'>,
  period: Period,
  earlier: readonly Period[],
  out: readonly Pick<Period, 'id'>[],
): readonly Period[] {
  const { grain } = project.definition.releases
  if (!hasStocks(project) || period.grain !== grain) return []
  const isOut = new Set(out.map(({ id }) => id))
  return earlier.filter(
    (other) => other.grain === grain && other.start < period.start && !isOut.has(other.id),
  )
}

/**
 * Whether a period that was held makes the run one that withheld something: if it may come yet, or was asked for alone.
 *
 * @param asked id of the only period that was asked for; null where none was
 */
export function isWithheld({ why, period }: HeldPeriod, asked: string | null): boolean {
  return why === 'waits' || period === asked
}
