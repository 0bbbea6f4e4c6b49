import { ConfigurationError, UsageError, WithheldError } from '../schemas/failure.ts'
import type { Period } from '../schemas/period.ts'
import type { Project } from './load-project.ts'
import { isClosed, nextPeriod, parsePeriod, periodOf } from './period-calendar.ts'
import type { PublishedPeriod } from './release-shelf.ts'

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
 * @param firstDay first day with an event; null without any
 * @param asOf last day that counts as ended
 * @param choice one period, or the last few, instead of all
 * @throws {UsageError} if the chosen period is none, or not closed
 */
export function duePeriods(
  project: Project,
  firstDay: string | null,
  asOf: string,
  shelf: readonly PublishedPeriod[],
  choice: { readonly period?: string | undefined; readonly last?: number | undefined },
): DuePeriods {
  const { grain, from, embargoDays } = project.definition.releases
  const start = from === undefined ? null : parsePeriod(from)
  if (start !== null && start.grain !== grain)
    throw new ConfigurationError(`releases.from must be a ${grain}`, from)
  const first = start ?? periodOf(firstDay ?? asOf, grain)
  const isReleased = ({ id }: Period) => shelf.some(({ period }) => period.id === id)
  if (choice.period !== undefined) {
    const chosen = readPeriod(choice.period)
    if (chosen.grain !== grain)
      throw new WithheldError(
        `periods of different lengths overlap, which is not protected yet. Provided value: ${choice.period} beside ${grain}s`,
      )
    if (!isClosed(chosen, asOf, embargoDays))
      throw new UsageError(
        `a period must be closed before it is released. Provided value: ${choice.period} as of ${asOf}`,
      )
    return isReleased(chosen)
      ? { first, open: [], released: [chosen] }
      : { first, open: [chosen], released: [] }
  }
  const closed: Period[] = []
  for (let period = first; isClosed(period, asOf, embargoDays); period = nextPeriod(period))
    closed.push(period)
  const wanted = choice.last === undefined ? closed : closed.slice(-choice.last)
  return { first, open: wanted.filter((period) => !isReleased(period)), released: wanted.filter(isReleased) }
}

function readPeriod(id: string): Period {
  try {
    return parsePeriod(id)
  } catch {
    throw new UsageError(
      `--period must be a day, ISO week, month, quarter or year such as 2026-10. Provided value: ${id}`,
    )
  }
}
