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
  /** That of the first of them, with the events of all. */
  shape: TableShape
  readonly byPeriod: Map<string, PublishedTable>
}

/**
 * Tables that differ in nothing but their period, figures, and events that came up or went, one a period; a second one of a period begins anew.
 */
function alike(releases: readonly ReleasedTables[]): readonly AlikeTables[] {
  const found: (AlikeTables & { readonly signature: string })[] = []
  for (const { period, tables } of releases)
    for (const table of tables) {
      const signature = signatureOf(table.shape)
      const like = found.find(
        (one) =>
          one.signature === signature && !one.byPeriod.has(period.id) && haveOnePlace(one.shape, table.shape),
      )
      if (like === undefined)
        found.push({ signature, shape: table.shape, byPeriod: new Map([[period.id, table]]) })
      else {
        like.byPeriod.set(period.id, table)
        like.shape = withEventsOf(like.shape, table.shape)
      }
    }
  return found
}

/** Days are of their own period; other events may come up in one and be known in the next. */
function mayComeUp({ kind, name }: Dimension): boolean {
  return kind === 'event' && name !== 'day'
}

function signatureOf({
  id: _id,
  period: _period,
  title: _title,
  cellBudget: _budget,
  ...rest
}: TableShape): string {
  const finest = ({ codes }: Dimension) => codes.reduce((most, { level }) => Math.max(most, level), 0)
  const dimensions = rest.dimensions.map((one) =>
    mayComeUp(one) ? { ...one, codes: one.codes.slice(0, 1), finest: finest(one) } : one,
  )
  return JSON.stringify({ ...rest, dimensions })
}

/** Whether each event of both is under the same one, in the same level. */
function haveOnePlace(a: TableShape, b: TableShape): boolean {
  return a.dimensions.every(({ codes }, d) => {
    const known = new Map(codes.map((one) => [one.code, one]))
    return b.dimensions[d]!.codes.every(({ code, parent, level }) => {
      const before = known.get(code)
      return before === undefined || (before.parent === parent && before.level === level)
    })
  })
}

function withEventsOf(shape: TableShape, other: TableShape): TableShape {
  const dimensions = shape.dimensions.map((one, d) => {
    const known = new Set(one.codes.map(({ code }) => code))
    const more = other.dimensions[d]!.codes.filter(({ code }) => !known.has(code))
    return more.length === 0
      ? one
      : { ...one, codes: [...one.codes, ...more].toSorted((a, b) => a.level - b.level) }
  })
  return { ...shape, dimensions }
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
  /** Of an event that there was not yet, or not any more. */
  const nobody = [
    ...shape.baseMeasures.map(() => ({ value: 0, status: 'A' }) as const),
    ...shape.derivedMeasures.map(() => ({ value: null, status: 'z' }) as const),
  ]
  const own = [...matrixCoordinates(shape.dimensions)]
  const rows = dimension.codes.flatMap(({ code }): readonly PublishedRow[] => {
    const table = byPeriod.get(code)
    const shown = new Map(table?.rows.map((row) => [row.coordinates.join('\u001f'), row.figures]))
    return own.map((coordinates): PublishedRow => {
      const figures = shown.get(coordinates.join('\u001f'))
      const at = [code, ...coordinates]
      if (figures !== undefined || table === undefined) return { coordinates: at, figures: figures ?? hidden }
      return { coordinates: at, figures: nobody, isNotYet: true }
    })
  })
  return {
    shape: { ...shape, id: `${shape.id} (${number})`, period, dimensions, cellBudget: rows.length },
    rows,
  }
}
