import type { Figure, PublishedTable } from '../../schemas/cell.ts'
import { countsStock } from '../../schemas/nested-populations.ts'
import type { ReleasedTables } from './joined-releases.ts'

/** What one version of a project's period shows. */
export interface DatedRelease extends ReleasedTables {
  readonly project: string
  readonly version: number
  /** `YYYY-MM-DD`; what rows without a day are of. */
  readonly asOf: string
}

/**
 * The flows of releases as they were first published. Later versions show figures of several days; nothing ties those of
 * a later day to any other release, for who came or went since is not known, while those that stand are what the first
 * version showed, and longer periods add up. Rows of other days are hidden.
 *
 * Where the first version is not among the releases, its day is the earliest that a version bears, if it bears as many as
 * there were versions before; elsewhere none of its rows can be placed.
 */
export function asFirstPublished(releases: readonly DatedRelease[]): readonly ReleasedTables[] {
  return releases.map((one) => {
    const flows = one.tables.filter(({ shape }) => !countsStock(shape.fact, shape.baseMeasures))
    const day = flows.some(({ shape }) => shape.asOf !== undefined) ? firstDay(one, flows, releases) : null
    const tables = flows.flatMap((table) =>
      table.shape.asOf === undefined ? [table] : day === null ? [] : [onDay(table, day)],
    )
    return { ...one, tables }
  })
}

function firstDay(
  { project, period, version }: DatedRelease,
  flows: readonly PublishedTable[],
  releases: readonly DatedRelease[],
): string | null {
  const first = releases.find(
    (one) => one.project === project && one.period.id === period.id && one.version === 1,
  )
  if (first !== undefined) return first.asOf
  const own = flows.flatMap(({ shape, rows }) => rows.map(({ asOf }) => (asOf === shape.asOf ? null : asOf)))
  const earlier = [...new Set(own.filter((day) => day != null))].toSorted()
  return earlier.length === version - 1 ? (earlier[0] ?? null) : null
}

function onDay({ shape: { asOf: _day, ...shape }, rows }: PublishedTable, day: string): PublishedTable {
  const hidden = [...shape.baseMeasures, ...shape.derivedMeasures].map(
    (): Figure => ({ value: null, status: 'c' }),
  )
  return {
    shape,
    rows: rows.map(({ coordinates, figures, asOf }) => ({
      coordinates,
      figures: asOf === day ? figures : hidden,
    })),
  }
}
