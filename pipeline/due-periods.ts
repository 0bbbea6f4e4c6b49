import { ConfigurationError, UsageError, WithheldError } from '../schemas/failure.ts'
import type { Period } from '../schemas/period.ts'
import type { HeldPeriod } from './held-periods.ts'
import type { Project } from './load-project.ts'
import { isClosed, nextPeriod, parsePeriod, periodOf } from './period-calendar.ts'
import type { ReleasedPeriod } from './release-shelf.ts'
import { dueLongerPeriods } from './rollups/due-longer.ts'
import { incompleteLonger } from './rollups/incomplete-longer.ts'
import { publishedGrains } from './rollups/roll-ups.ts'

export interface DuePeriods {
  /** The first period of the series. */
  readonly first: Period
  /** Closed periods to release now, in the order in which they end: a longer one comes right after its last part. */
  readonly open: readonly Period[]
  /** Closed periods that are released already. */
  readonly released: readonly Period[]
  /** Closed base periods before those that were asked for that are not out, though they may come yet. */
  readonly before: readonly Period[]
  /** Closed periods, longer ones among them, that are not out and never will be. */
  readonly held: readonly HeldPeriod[]
}

/**
 * Which periods a run is to release: those of the base grain, and longer ones that are made of released ones.
 *
 * @param first first period of the series
 * @param asOf last day that counts as ended
 * @param out what counts as released
 * @param never why a period that is not out never will be; null of all others
 * @param choice a range of closed periods, or the last few base ones, instead of all
 * @param releases whether those that are open will be out before longer ones are made
 */
export function duePeriods(
  project: Project,
  first: Period,
  asOf: string,
  out: readonly ReleasedPeriod[],
  never: (period: Period) => HeldPeriod | null,
  choice: { readonly range: PeriodRange | null; readonly last?: number | undefined },
  releases: boolean,
): DuePeriods {
  const { embargoDays } = project.definition.releases
  const isReleased = ({ id }: Period) => out.some(({ period }) => period.id === id)
  const isOpen = (period: Period) => !isReleased(period) && never(period) === null
  const closed: Period[] = []
  const base = project.definition.releases.grain
  const begin = choice.range === null ? first : periodOf(choice.range.from.start, base)
  const isWanted = ({ end }: Period) => choice.range === null || end <= choice.range.to.end
  for (
    let period = begin;
    isWanted(period) && isClosed(period, asOf, embargoDays);
    period = nextPeriod(period)
  )
    closed.push(period)
  const wanted = choice.last === undefined ? closed : closed.slice(-choice.last)
  const open = wanted.filter(isOpen)
  const before: Period[] = []
  for (let period = first; period.start < begin.start; period = nextPeriod(period))
    if (isOpen(period)) before.push(period)
  const available = releases ? [...out.map(({ period }) => period), ...open] : out.map(({ period }) => period)
  // Who asks for periods before the first one makes the series begin there.
  const since = begin.start < first.start ? begin : first
  const longer = dueLongerPeriods(project, since, asOf, available, choice.range)
  return {
    first,
    open: [...open, ...longer.filter(isOpen)].toSorted(byEnd),
    released: [...wanted, ...longer].filter(isReleased),
    before,
    held: [
      ...wanted.flatMap((period) => (isReleased(period) ? [] : (never(period) ?? []))),
      ...incompleteLonger(project, since, asOf, isReleased, never, choice.range),
    ],
  }
}

/** What was counted in a longer period is kept until later ones are out: it is taken before they are. */
function byEnd(a: Period, b: Period): number {
  if (a.end !== b.end) return a.end < b.end ? -1 : 1
  return a.start > b.start ? -1 : Number(a.start !== b.start)
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

/** The days from the first of one period to the last of another of the same length. */
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
  if (from.grain !== to.grain)
    throw new UsageError(`a range needs periods of one length. Provided value: ${first} to ${last}`)
  if (from.start > to.start)
    throw new UsageError(`the first period must not be after the last. Provided value: ${first} to ${last}`)
  return { from, to }
}

/**
 * The period that was asked for.
 *
 * @param asOf last day that counts as ended
 * @throws {UsageError} if it is none, or not closed
 * @throws {WithheldError} if it has another length than the periods that the project publishes
 */
function choosePeriod(project: Project, asOf: string, id: string): Period {
  const { embargoDays } = project.definition.releases
  const chosen = readPeriod(id)
  const grains = publishedGrains(project)
  if (!grains.includes(chosen.grain))
    throw new WithheldError(
      `periods of different lengths overlap, which is not protected but for tables with rollUp or a longer grain. Provided value: ${id} beside ${grains.map((grain) => `${grain}s`).join(', ')}`,
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
