import type { EarlierMoment } from '../../schemas/change.ts'
import type { ChangeCounts } from './change-counts.ts'
import type { Direction } from './days-between.ts'

/** What is asked of a table between an earlier day and now. By row, what was counted now and who is known to be in it. */
export interface CountedNow {
  readonly counted: Float64Array
  /** 1 where it is shown as it stands now. */
  readonly fresh: Uint8Array
  readonly atLeast?: Float64Array
}

/**
 * One direction of change since one day, by row of a table: a whole is made of a part and the change. Joined: now, made of
 * who was there before and who joined. Departed: before, made of who is there now and who departed.
 *
 * The reader is granted all other changes. Rows of a day are shown where that day's release shows them fresh.
 */
export interface ChangeDirection {
  readonly way: Direction
  readonly whole: ChangeSide
  readonly part: ChangeSide
  readonly change: Float64Array
  /** By row: how many of the change may only seem so, see `Returns`: nobody may take these away to put them elsewhere. */
  readonly returned: Float64Array
  /** 1 where anybody entered (or left), movers among them. */
  readonly isTouched: Uint8Array
}

export interface ChangeSide {
  readonly truth: Float64Array
  readonly shown: Uint8Array
  /** What a reader knows to be in it, whoever else is. */
  readonly atLeast: Float64Array
  /** What a reader knows that it is no more than. */
  readonly atMost: Float64Array
}

/** By row: what figures of other days tell of now, and of the earlier day; see `OtherDays`. */
export interface DaysAround {
  readonly untilNow: Float64Array
  readonly since: Float64Array
}

export function changeDirection(
  { counted, fresh, atLeast: nowAtLeast }: CountedNow,
  { fresh: wasFresh, atLeast: before }: Pick<EarlierMoment, 'fresh' | 'atLeast'>,
  counts: ChangeCounts,
  way: Direction,
  { untilNow, since }: DaysAround,
): ChangeDirection {
  const { joined, departed, movedIn, movedOut } = counts
  const size = counted.length
  const isJoining = way === 'joined'
  const [change, moved] = isJoining ? [joined, movedIn] : [departed, movedOut]
  const zeros = () => new Float64Array(size)
  const endless = () => new Float64Array(size).fill(Number.POSITIVE_INFINITY)
  const whole = {
    ...{ truth: zeros(), shown: isJoining ? fresh : wasFresh },
    ...{ atLeast: zeros(), atMost: endless() },
  }
  const part = {
    ...{ truth: zeros(), shown: isJoining ? wasFresh : fresh },
    ...{ atLeast: zeros(), atMost: endless() },
  }
  // A whole is of now, or of the earlier day; how much it can lie above what others tell of it, and a part below.
  const [ofWholeDay, ofPartDay] = isJoining ? [untilNow, since] : [since, untilNow]
  const isTouched = new Uint8Array(size)
  // Who is active now, less all who joined, never departed. That says itself, whatever a stock shows anew, so it is no
  // ground to hold anything back: see ATTACKER.md.
  const [ofWhole, ofPart] = isJoining ? [nowAtLeast, before] : [before, undefined]
  for (let row = 0; row < size; row++) {
    const others = departed[row]! - joined[row]! + movedOut[row]! - movedIn[row]!
    whole.truth[row] = counted[row]! + (isJoining ? 0 : others)
    part.truth[row] = whole.truth[row]! - change[row]!
    isTouched[row] = change[row]! + moved[row]! > 0 ? 1 : 0
    whole.atLeast[row] = Math.max(ofWhole?.[row] ?? 0, whole.truth[row]! - ofWholeDay[row]!)
    part.atMost[row] = part.truth[row]! + ofPartDay[row]!
    // A part is the other day's row, but for the changes that are granted: those are known, so the bound moves along.
    part.atLeast[row] = Math.max(0, (ofPart?.[row] ?? 0) + part.truth[row]! - counted[row]! - others)
  }
  return { way, whole, part, change, returned: counts.returned[way], isTouched }
}
