import { readReleaseTables } from '../reports/read-release.ts'
import type { PublishedTable } from '../schemas/cell.ts'
import type { Period } from '../schemas/period.ts'
import type { LastHidden } from '../transforms/disclosure/row-preferences.ts'
import type { PublishedPeriod } from './release-shelf.ts'

/** Rows that would be hidden, by table, of periods that a dry run has been through. */
export type PlannedPeriods = Map<Period, ReadonlyMap<string, LastHidden>>

/**
 * Which rows the newest release of an earlier period of its length hides, as its readers see it: nothing restricted is needed
 * to choose the next pattern near the last one. Tables that cannot be read are left out.
 *
 * @param planned what a dry run takes for released
 *
 * @returns by table id; empty where no earlier period is released
 */
export async function readLastHidden(
  earlier: readonly PublishedPeriod[],
  period: Period,
  planned: PlannedPeriods = new Map(),
): Promise<ReadonlyMap<string, LastHidden>> {
  const last = earlier
    .filter((one) => one.period.grain === period.grain && one.period.start < period.start)
    .toSorted((a, b) =>
      a.period.start === b.period.start ? a.version - b.version : a.period.start < b.period.start ? -1 : 1,
    )
    .at(-1)
  const [would] = [...planned.keys()]
    .filter(
      ({ grain, start }) =>
        grain === period.grain && start < period.start && start > (last?.period.start ?? ''),
    )
    .toSorted((a, b) => (a.start < b.start ? 1 : -1))
  if (would !== undefined) return planned.get(would) ?? new Map()
  if (last === undefined) return new Map()
  return hiddenIn(await readReleaseTables(last.folder))
}

/** Hidden rows by table. */
export function hiddenIn(tables: readonly PublishedTable[]): ReadonlyMap<string, LastHidden> {
  return new Map(tables.map((table) => [table.shape.id, hiddenRows(table)]))
}

function hiddenRows({ shape, rows }: PublishedTable): LastHidden {
  return new Set(
    rows
      .filter(({ figures }) => shape.baseMeasures.some((_, i) => figures[i]!.status === 'c'))
      .map(({ coordinates }) => JSON.stringify(coordinates)),
  )
}
