import { readRelease } from '../reports/read-release.ts'
import type { PublishedTable } from '../schemas/cell.ts'
import type { Period } from '../schemas/period.ts'
import type { LastHidden } from '../transforms/disclosure/row-preferences.ts'
import { type PublishedPeriod, releaseFolder } from './release-shelf.ts'

/**
 * Which rows the newest release of an earlier period hides, as its readers see it: nothing restricted is needed
 * to choose the next pattern near the last one. Tables that cannot be read are left out.
 *
 * @returns by table id; empty where no earlier period is released
 */
export async function readLastHidden(
  releases: string,
  earlier: readonly PublishedPeriod[],
  period: Period,
): Promise<ReadonlyMap<string, LastHidden>> {
  const last = earlier
    .filter((one) => one.period.start < period.start)
    .toSorted((a, b) =>
      a.period.start === b.period.start ? a.version - b.version : a.period.start < b.period.start ? -1 : 1,
    )
    .at(-1)
  if (last === undefined) return new Map()
  const { tables } = await readRelease(releaseFolder(releases, last.period.id, last.version))
  return new Map(tables.map((table) => [table.shape.id, hiddenRows(table)]))
}

function hiddenRows({ shape, rows }: PublishedTable): LastHidden {
  return new Set(
    rows
      .filter(({ figures }) => shape.baseMeasures.some((_, i) => figures[i]!.status === 'c'))
      .map(({ coordinates }) => JSON.stringify(coordinates)),
  )
}
