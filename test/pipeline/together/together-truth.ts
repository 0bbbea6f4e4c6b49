import { endOf, months, nights, type Pupil } from './together-school.ts'

/** Leaf of each learner who is counted, by number. */
export type Counted = ReadonlyMap<number, string>

/** Who is counted where: month by month in stocks and flows, in each later version, and in the quarter. */
export interface Truth {
  /** By month. */
  readonly registered: readonly Counted[]
  readonly active: readonly Counted[]
  /** By month and night: as a version of that night counts them; null before the month's end. */
  readonly again: readonly (readonly (Counted | null)[])[]
  readonly quarter: Counted
}

/** Counts as the pipeline promises to: whoever did anything keeps their place for the quarter, and for a month's versions. */
export function countTogether(pupils: readonly Pupil[]): Truth {
  const isThere = ({ joined, left }: Pupil, night: number) => joined <= night && night < left
  const isActive = (pupil: Pupil, month: number, night: number) =>
    isThere(pupil, night) && pupil.views.some((view) => view.month === month && view.from <= night)
  /** The place of the first month in which they were counted as active, by the end of a month. */
  const pinnedBy = (pupil: Pupil, month: number): string | null => {
    for (let m = 0; m <= month; m++) if (isActive(pupil, m, endOf[m]!)) return pupil.places[endOf[m]!]!
    return null
  }
  const lastMonth = (night: number) => endOf.findLastIndex((end) => end <= night)
  const placeAt = (pupil: Pupil, month: number): string =>
    pinnedBy(pupil, month) ?? pupil.places[endOf[month]!]!
  const collect = (placeOf: (pupil: Pupil) => string | null): Counted =>
    new Map(
      pupils.flatMap((pupil, number) => {
        const place = placeOf(pupil)
        return place === null ? [] : [[number, place] as const]
      }),
    )
  const registered = months.map((_, m) =>
    collect((pupil) => (isThere(pupil, endOf[m]!) ? placeAt(pupil, m) : null)),
  )
  const active = months.map((_, m) =>
    collect((pupil) => (isActive(pupil, m, endOf[m]!) ? placeAt(pupil, m) : null)),
  )
  const again = months.map((_, m) =>
    nights.map((_, night) => {
      if (night <= endOf[m]!) return null
      return collect((pupil) => {
        if (!isActive(pupil, m, night)) return null
        if (isThere(pupil, endOf[m]!)) return placeAt(pupil, m)
        return pinnedBy(pupil, lastMonth(night)) ?? pupil.places[night]!
      })
    }),
  )
  return {
    registered,
    active,
    again,
    quarter: collect((pupil) => pinnedBy(pupil, months.length - 1)),
  }
}
