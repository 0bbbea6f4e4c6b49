import { isWithin, longerGrains, type Period, type PeriodGrain } from '../../schemas/period.ts'
import type { PeriodRange } from '../due-periods.ts'
import type { Project } from '../load-project.ts'
import { isClosed, nextPeriod, periodOf } from '../period-calendar.ts'
import { publishedGrains } from './roll-ups.ts'

/**
 * Closed longer periods all of whose shorter ones are out, or will be by then; shorter ones first, released or not.
 *
 * @param first first base period of the series: a longer period that began before it lacks a part, and is never due
 * @param out periods that are out, or will be
 */
export function dueLongerPeriods(
  project: Project,
  first: Period,
  asOf: string,
  out: readonly Period[],
  range: PeriodRange | null,
): readonly Period[] {
  const available = [...out]
  const due: Period[] = []
  for (const period of closedLonger(project, first, asOf)) {
    if (missingParts(project, period, available).length > 0) continue
    available.push(period)
    if (isInRange(period, range)) due.push(period)
  }
  return due
}

/** All closed longer periods since the first base period, shorter ones first. */
export function* closedLonger(project: Project, first: Period, asOf: string): Generator<Period> {
  const { embargoDays } = project.definition.releases
  const [, ...longer] = publishedGrains(project)
  for (const grain of longer)
    for (
      let period = periodOf(first.start, grain);
      isClosed(period, asOf, embargoDays);
      period = nextPeriod(period)
    )
      yield period
}

/** Whether all of a period was asked for. */
export function isInRange(period: Period, range: PeriodRange | null): boolean {
  return range === null || isWithin(period, { start: range.from.start, end: range.to.end })
}

/** What has to be out before a longer period is: every shorter period within it that the project publishes. */
export function missingParts(
  project: Pick<Project, 'definition' | 'tables'>,
  period: Period,
  out: readonly Pick<Period, 'id'>[],
): readonly Period[] {
  const known = new Set(out.map(({ id }) => id))
  return publishedGrains(project)
    .filter((grain) => longerGrains[grain].includes(period.grain))
    .flatMap((grain) => partsOf(period, grain))
    .filter(({ id }) => !known.has(id))
}

function partsOf(period: Period, grain: PeriodGrain): readonly Period[] {
  const parts: Period[] = []
  for (let part = periodOf(period.start, grain); isWithin(part, period); part = nextPeriod(part))
    parts.push(part)
  return parts
}
