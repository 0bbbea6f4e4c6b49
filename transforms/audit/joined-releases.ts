import {
  type Code,
  type Dimension,
  matrixCoordinates,
  type PublishedRow,
  type PublishedTable,
  type TableShape,
} from '../../schemas/cell.ts'
import type { Period } from '../../schemas/period.ts'

/** What one release shows of a period. */
export interface ReleasedTables {
  readonly id: string
  readonly period: Period
  readonly tables: readonly PublishedTable[]
}

/** No dimension of a project can be called so. */
const periodDimension = 'released period'

/**
 * The tables of releases whose periods lie in one another, as tables of one release: the period is a further event
 * dimension, so that a longer period is to a shorter one as a track is to its courses. What no release shows is hidden.
 *
 * Releases of one period are put side by side, since figures are linked by what they count.
 *
 * @param releases about one population; each table's id is unique within its release
 * @returns null where the periods do not nest: then no dimension orders them
 */
export function joinReleases(releases: readonly ReleasedTables[]): readonly PublishedTable[] | null {
  const periods = [...new Map(releases.map(({ period }) => [period.id, period])).values()].sort(longestFirst)
  const [hull] = periods
  if (hull === undefined) return []
  if (periods.length === 1)
    return releases.flatMap(({ id, tables }) =>
      tables.map((table) => ({ ...table, shape: { ...table.shape, id: `${id} ${table.shape.id}` } })),
    )
  const codes = nestedCodes(periods)
  if (codes === null) return null
  const dimension: Dimension = {
    name: periodDimension,
    title: { en: periodDimension },
    kind: 'event',
    sensitive: false,
    codes,
  }
  return alike(releases).map((tables, i) => joinTables(dimension, hull.id, i + 1, tables))
}

function longestFirst(a: Period, b: Period): number {
  return (
    Date.parse(b.end) - Date.parse(b.start) - (Date.parse(a.end) - Date.parse(a.start)) ||
    (a.start < b.start ? -1 : 1)
  )
}

/** @param periods longest first */
function nestedCodes(periods: readonly Period[]): readonly Code[] | null {
  const level = new Map<string, number>()
  const below = new Map<string, Period[]>()
  for (const [i, period] of periods.entries()) {
    const sharing = periods.slice(0, i).filter(({ start, end }) => start < period.end && period.start < end)
    if (sharing.some(({ start, end }) => period.start < start || end < period.end)) return null
    const parent = sharing.at(-1)
    if (parent === undefined && i > 0) return null
    if (parent !== undefined) below.set(parent.id, [...(below.get(parent.id) ?? []), period])
    level.set(period.id, parent === undefined ? 0 : level.get(parent.id)! + 1)
  }
  const code = (name: string, parent: string | null, depth: number): Code => ({
    code: name,
    parent,
    level: depth,
    labels: { en: name },
  })
  return periods.flatMap((period): readonly Code[] => {
    const children = below.get(period.id) ?? []
    const depth = level.get(period.id)!
    const parent = [...below].find(([, list]) => list.includes(period))?.[0] ?? null
    const rest = `${period.id} but what was released of it`
    return [
      code(period.id, parent, depth),
      ...(children.length === 0 || covers(period, children) ? [] : [code(rest, period.id, depth + 1)]),
    ]
  })
}

function covers({ start, end }: Period, parts: readonly Period[]): boolean {
  const sorted = parts.toSorted((a, b) => (a.start < b.start ? -1 : 1))
  return (
    sorted[0]!.start === start &&
    sorted.at(-1)!.end === end &&
    sorted.every((part, i) => i === 0 || sorted[i - 1]!.end === part.start)
  )
}

interface AlikeTables {
  /** That of the first of them. */
  readonly shape: TableShape
  readonly byPeriod: Map<string, PublishedTable>
}

/** Tables that differ in nothing but their period and figures, one a period; a second one of a period begins anew. */
function alike(releases: readonly ReleasedTables[]): readonly AlikeTables[] {
  const found: (AlikeTables & { readonly signature: string })[] = []
  for (const { period, tables } of releases)
    for (const table of tables) {
      const { id: _id, period: _period, title: _title, cellBudget: _budget, ...rest } = table.shape
      const signature = JSON.stringify(rest)
      const like = found.find((one) => one.signature === signature && !one.byPeriod.has(period.id))
      if (like === undefined)
        found.push({ signature, shape: table.shape, byPeriod: new Map([[period.id, table]]) })
      else like.byPeriod.set(period.id, table)
    }
  return found
}

function joinTables(
  dimension: Dimension,
  period: string,
  number: number,
  { shape, byPeriod }: AlikeTables,
): PublishedTable {
  const dimensions = [dimension, ...shape.dimensions]
  const hidden = [...shape.baseMeasures, ...shape.derivedMeasures].map(
    () => ({ value: null, status: 'c' }) as const,
  )
  const own = [...matrixCoordinates(shape.dimensions)]
  const rows = dimension.codes.flatMap(({ code }): readonly PublishedRow[] => {
    const shown = byPeriod.get(code)?.rows
    return own.map((coordinates, r) => ({
      coordinates: [code, ...coordinates],
      figures: shown?.[r]?.figures ?? hidden,
    }))
  })
  return {
    shape: { ...shape, id: `${shape.id} (${number})`, period, dimensions, cellBudget: rows.length },
    rows,
  }
}
