import type { EarlierMoment } from '../../schemas/change.ts'
import type { ChangeCounts, ChangeGeometry } from './change-counts.ts'

/**
 * Rows that may have changed since a day on which it was not counted who was in them.
 *
 * Nobody came or went where nobody did in a row around them that was counted. Whoever moves within such a row is seen by
 * no stock; a reader can see them only where flows of that day say nearly all of who was where.
 *
 * @returns by row: 1 where that may be; 0 for all rows that were counted; null where all were
 */
export function untoldRows(
  { rows: { above, below, leaves } }: ChangeGeometry,
  counted: Float64Array,
  { told, atLeast }: Pick<EarlierMoment, 'told' | 'atLeast'>,
  counts: ChangeCounts,
  minimumContributors: number,
): Uint8Array | null {
  if (told === undefined || !told.includes(0)) return null
  const { joined, departed, movedIn, movedOut } = counts
  const isStill = Uint8Array.from(told, (one, row) => {
    if (one === 0 || joined[row]! + departed[row]! + movedIn[row]! + movedOut[row]! > 0) return 0
    const active = below[row]!.reduce((sum, leaf) => sum + (atLeast?.[leaves[leaf]!] ?? 0), 0)
    return active === 0 || counted[row]! - active >= minimumContributors ? 1 : 0
  })
  return told.map((one, row) => {
    if (one === 1) return 0
    return below[row]!.some((leaf) => above[leaf]!.every((around) => isStill[around] === 0)) ? 1 : 0
  })
}
