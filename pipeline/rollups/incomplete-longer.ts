import type { Period } from '../../schemas/period.ts'
import type { PeriodRange } from '../due-periods.ts'
import { type HeldPeriod, incomplete } from '../held-periods.ts'
import type { Project } from '../load-project.ts'
import { closedLonger, isInRange, missingParts } from './due-longer.ts'

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
  const { grain: base } = project.definition.releases
  const held: HeldPeriod[] = []
  for (const period of closedLonger(project, first, asOf)) {
    if (isReleased(period) || !isInRange(period, range)) continue
    const own = never(period)
    const lacks = missingParts(project, period, []).filter(
      (part) => part.grain === base && part.start >= first.start && !isReleased(part) && never(part) !== null,
    )
    if (own !== null) held.push(own)
    else if (lacks.length > 0) held.push(incomplete(period, lacks))
  }
  return held
}
