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
 * @param choice one closed period, or the last few, instead of all
 */
export function duePeriods(
  project: Project,
  firstDay: string | null,
  asOf: string,
  shelf: readonly PublishedPeriod[],
  choice: { readonly period: Period | null; readonly last?: number | undefined },
): DuePeriods {
  const { grain, from, embargoDays } = project.definition.releases
  const start = from === undefined ? null : parsePeriod(from)
  if (start !== null && start.grain !== grain)
    throw new ConfigurationError(`releases.from must be a ${grain}`, from)
  const first = start ?? periodOf(firstDay ?? asOf, grain)
  const isReleased = ({ id }: Period) => shelf.some(({ period }) => period.id === id)
  if (choice.period !== null)
    return isReleased(choice.period)
      ? { first, open: [], released: [choice.period] }
      : { first, open: [choice.period], released: [] }
  const closed: Period[] = []
  for (let period = first; isClosed(period, asOf, embargoDays); period = nextPeriod(period))
    closed.push(period)
  const wanted = choice.last === undefined ? closed : closed.slice(-choice.last)
  return { first, open: wanted.filter((period) => !isReleased(period)), released: wanted.filter(isReleased) }
}

/**
 * The period that was asked for.
 *
 * @param asOf last day that counts as ended
 * @throws {UsageError} if it is none, or not closed
 * @throws {WithheldError} if it has another length than the project's periods
 */
export function choosePeriod(project: Project, asOf: string, id: string): Period {
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
      `--period must be a day, ISO week, month, quarter or year such as 2026-10. Provided value: ${id}`,
    )
  }
}
