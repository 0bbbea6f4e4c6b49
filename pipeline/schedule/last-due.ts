/** Longer than the longest gap between two nights of a monthly schedule. */
const furthestMinutes = 32 * 24 * 60
const minuteMs = 60_000

/**
 * The last moment at or before now for which a schedule holds, in whole minutes; null where there is none after `since`
 * within 32 days.
 *
 * @param matches whether the schedule holds for a minute
 */
export function lastDue(matches: (minute: Date) => boolean, since: Date, now: Date): Date | null {
  const end = Math.floor(now.getTime() / minuteMs) * minuteMs
  for (let back = 0; back < furthestMinutes; back++) {
    const minute = new Date(end - back * minuteMs)
    if (minute.getTime() <= since.getTime()) return null
    if (matches(minute)) return minute
  }
  return null
}
