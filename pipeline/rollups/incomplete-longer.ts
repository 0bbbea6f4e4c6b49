import { isWithin, type Period } from '../../schemas/period.ts'
import type { PeriodRange } from '../due-periods.ts'
import { type HeldPeriod, incomplete } from '../held-periods.ts'
import type { Project } from '../load-project.ts'
import { isClosed, nextPeriod, periodOf } from '../period-calendar.ts'
import { missingParts } from './due-longer.ts'
import { publishedGrains } from './roll-ups.ts'

/**
 * Closed longer periods that are not out and never will be: since they were given up, or would be made of a base period that
 * never is out.
 *
 * @param first first base period of the series
 * @param never why a period that is not out never will be; null of all others
 */
export function incompleteLonger(
  project: Project,
  first: Period,
  asOf: string,
  isReleased: (period: Period) => boolean,
  never: (period: Period) => HeldPeriod | null,
  range: PeriodRange | null,
): readonly HeldPeriod[] {
  const { grain: base, embargoDays } = project.definition.releases
  const [, ...longer] = publishedGrains(project)
  const days = range === null ? null : { start: range.from.start, end: range.to.end }
  const held: HeldPeriod[] = []
  for (const grain of longer) {
    for (
      let period = periodOf(first.start, grain);
      isClosed(period, asOf, embargoDays);
      period = nextPeriod(period)
    ) {
      if (isReleased(period) || (days !== null && !isWithin(period, days))) continue
      const own = never(period)
      const lacks = missingParts(project, period, []).filter(
        (part) =>
          part.grain === base && part.start >= first.start && !isReleased(part) && never(part) !== null,
      )
      if (own !== null) held.push(own)
      else if (lacks.length > 0) held.push(incomplete(period, lacks))
    }
  }
  return held
}
