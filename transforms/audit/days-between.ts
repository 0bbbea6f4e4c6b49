import type { EarlierMoment } from '../../schemas/change.ts'
import type { ChangeCounts } from './change-counts.ts'

/**
 * What figures of other days tell of a row on two days between which changes are sought. By row, numbers of learners; none
 * where there is no such figure, which is infinite.
 *
 * Who has a row's figure of a day knows its value on another, but for those who came or went in between. The reader is
 * granted all changes but those of one direction, so each such figure bounds the row from one side: who joined since can
 * only have raised it, who departed only have lowered it. So a total of today, a part of it that stands since last month and
 * one since the month before tell how many joined, though no two days show the same rows.
 */
export interface OtherDays {
  /** Who joined, or departed, at most between any day that shows the row and now. */
  readonly untilNow: Float64Array
  /** By earlier day: the same from that day until a later one that shows the row; never more than it was. */
  readonly since: readonly Float64Array[]
}

export type Direction = 'joined' | 'departed'

/**
 * @param size rows of the table
 * @param moments of one table, earliest first
 * @param changes by moment: what changed since
 */
export function otherDays(
  size: number,
  moments: readonly EarlierMoment[],
  changes: readonly ChangeCounts[],
): Readonly<Record<Direction, OtherDays>> {
  const endless = () => new Float64Array(size).fill(Number.POSITIVE_INFINITY)
  const directions = { joined: ['joined', 'movedIn'], departed: ['departed', 'movedOut'] } as const
  const found = { joined: { untilNow: endless() }, departed: { untilNow: endless() } }
  const since: Record<Direction, Float64Array[]> = { joined: [], departed: [] }
  // Who joined until a later day are those who did until now, less those who did after it: at least, since some of
  // these may have moved into the row.
  const after = { joined: new Float64Array(size).fill(-1), departed: new Float64Array(size).fill(-1) }
  for (let m = moments.length - 1; m >= 0; m--) {
    const [{ fresh }, counts] = [moments[m]!, changes[m]!]
    for (const direction of ['joined', 'departed'] as const) {
      const [joinedOrDeparted, moved] = directions[direction].map((name) => counts[name])
      const later = after[direction]
      const returned = counts.returned[direction]
      const own = endless()
      for (let row = 0; row < size; row++) {
        const change = joinedOrDeparted![row]!
        const least = change - returned[row]!
        if (later[row]! >= 0) own[row] = Math.max(0, least - later[row]!)
        if (fresh[row] === 0) continue
        const { untilNow } = found[direction]
        untilNow[row] = Math.min(untilNow[row]!, least)
        later[row] = Math.max(later[row]!, change + moved![row]!)
      }
      since[direction].unshift(own)
    }
  }
  return {
    joined: { ...found.joined, since: since.joined },
    departed: { ...found.departed, since: since.departed },
  }
}
