import { ChangeCounts, type ChangeGeometry } from './change-counts.ts'
import { type Direction, type OtherDays, otherDays } from './days-between.ts'
import type { UntriedTable } from './updated-table.ts'

/** What changed since each day, by table and day; and by table what other days tell of it. */
export interface KnownChanges {
  readonly counts: readonly (readonly ChangeCounts[])[]
  readonly days: readonly Readonly<Record<Direction, OtherDays>>[]
}

/** @param reckonsReturns whether those who may have come back count as such; else as if nobody did */
export function knownChanges(
  tables: readonly Pick<UntriedTable, 'counted' | 'moments'>[],
  geometries: readonly ChangeGeometry[],
  reckonsReturns: boolean,
): KnownChanges {
  const counts = tables.map(({ moments }, t) =>
    moments.map(
      ({ moves, returns }) => new ChangeCounts(geometries[t]!, moves, reckonsReturns ? returns : undefined),
    ),
  )
  const days = tables.map(({ counted, moments }, t) => otherDays(counted.length, moments, counts[t]!))
  return { counts, days }
}
