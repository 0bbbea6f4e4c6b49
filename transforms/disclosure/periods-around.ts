import type { PeriodAround } from '../../schemas/cell.ts'
import { isWithin, type Period } from '../../schemas/period.ts'

/**
 * Lists the longer periods that a period lies in, shortest first, and what each is made of.
 *
 * @param own periods that tables of one id have within no other of their own; `period` is one of them
 * @param all periods of all tables, of whatever id: any two disjoint, or one within the other
 */
export function periodsAround(
  period: Period,
  own: readonly Period[],
  all: readonly Period[],
): readonly PeriodAround[] {
  const known = [...new Map(all.map((one) => [one.id, one])).values()]
  const shortest = known.filter((one) => !known.some((other) => isStrictlyWithin(other, one)))
  return known
    .filter((outer) => isStrictlyWithin(period, outer))
    .toSorted((a, b) => (isWithin(a, b) ? -1 : 1))
    .map((outer) => {
      const inside = own.filter((one) => isStrictlyWithin(one, outer))
      const rest = shortest.filter(
        (one) => isStrictlyWithin(one, outer) && !inside.some((other) => isWithin(one, other)),
      )
      const parts = [...inside, ...rest].toSorted((a, b) => (a.start < b.start ? -1 : 1))
      return { period: outer.id, parts: parts.map(({ id }) => id) }
    })
}

function isStrictlyWithin(inner: Period, outer: Period): boolean {
  return inner.id !== outer.id && isWithin(inner, outer)
}
