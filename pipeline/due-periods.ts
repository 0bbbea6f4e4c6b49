import { ConfigurationError, UsageError, WithheldError } from '../schemas/failure.ts'
import type { Period } from '../schemas/period.ts'
import type { Project } from './load-project.ts'
import { isClosed, nextPeriod, parsePeriod, periodOf } from './period-calendar.ts'
import type { ReleasedPeriod } from './release-shelf.ts'

export interface DuePeriods {
  /** The first period of the series. */
  readonly first: Period
  /** Closed periods to release now, earliest first. */
  readonly open: readonly Period[]
  /** Closed periods that are released already. */
  readonly released: readonly Period[]
}

/**
 * Which periods a run is to release.
 *
 * @param first first period of the series
 * @param asOf last day that counts as ended
 * @param out what counts as released
 * @param choice a range of closed periods, or the last few, instead of all
 */
export function duePeriods(
  project: Project,
  first: Period,
  asOf: string,
  out: readonly ReleasedPeriod[],
  choice: { readonly range: PeriodRange | null; readonly last?: number | undefined },
): DuePeriods {
  const { embargoDays } = project.definition.releases
  const isReleased = ({ id }: Period) => out.some(({ period }) => period.id === id)
  const closed: Period[] = []
  const begin = choice.range?.from ?? first
  const isWanted = ({ start }: Period) => choice.range === null || start <= choice.range.to.start
  for (
    let period = begin;
    isWanted(period) && isClosed(period, asOf, embargoDays);
    period = nextPeriod(period)
  )
    closed.push(period)
  const wanted = choice.last === undefined ? closed : closed.slice(-choice.last)
  return { first, open: wanted.filter((period) => !isReleased(period)), released: wanted.filter(isReleased) }
}

/**
 * The first period of the series: as the project says, else the first with an event.
 *
 * @param firstDay first day with an event; null without any
 */
export function firstPeriod(project: Project, firstDay: string | null, asOf: string): Period {
  const { grain, from } = project.definition.releases
  if (from === undefined) return periodOf(firstDay ?? asOf, grain)
  const start = parsePeriod(from)
  if (start.grain !== grain) throw new ConfigurationError(`releases.from must be a ${grain}`, from)
  return start
}

/** Periods from one to another, both included. */
export interface PeriodRange {
  readonly from: Period
  readonly to: Period
}

/**
 * The periods that were asked for; null where none were.
 *
 * @throws {UsageError} if one is none, or not closed, or they are in the wrong order
 */
export function chooseRange(
  project: Project,
  asOf: string,
  asked: {
    readonly period?: string | undefined
    readonly from?: string | undefined
    readonly to?: string | undefined
  },
): PeriodRange | null {
  const [first, last] = [asked.period ?? asked.from, asked.period ?? asked.to]
  if (first === undefined || last === undefined) return null
  const [from, to] = [choosePeriod(project, asOf, first), choosePeriod(project, asOf, last)]
  if (from.start > to.start)
    throw new UsageError(`the first period must not be after the last. Provided value: ${first} to ${last}`)
  return { from, to }
}

/**
 * The period that was asked for.
 *
 * @param asOf last day that counts as ended
 * @throws {UsageError} if it is none, or not closed
 * @throws {WithheldError} if it has another length than the project's periods
 */
function choosePeriod(project: Project, asOf: string, id: string): Period {
  const { grain, embargoDays } = project.definition.releases
  const chosen = readPeriod(id)
  if (chosen.grain !== grain)
    throw new WithheldError(
      `periods of different lengths overlap, which is not protected yet. Provided value: ${id} beside ${grain}s`,
    )
  if (!isClosed(chosen, asOf, embargoDays))
    throw new UsageError(`a period must be closed before it is released. Provided value: ${id} as of ${asOf}`)
  return chosen
}

function readPeriod(id: string): Period {
  try {
    return parsePeriod(id)
  } catch {
    throw new UsageError(
      `a period must be a day, ISO week, month, quarter or year such as 2026-10. Provided value: ${id}`,
    )
  }
}
