import type {
  Cell,
  Code,
  Dimension,
  Figure,
  PublishedRow,
  PublishedTable,
  TabulatedTable,
} from '../../schemas/cell.ts'
import { matrixCoordinates } from '../../schemas/cell.ts'
import type { Period } from '../../schemas/period.ts'

/** A table of one period, as published or proposed, and as counted. */
export interface PeriodTable {
  readonly period: Period
  readonly published: PublishedTable
  readonly truth: TabulatedTable
  /** Whether it is proposed, and not out yet. */
  readonly isOpen?: boolean
  /** Whether it was counted, and no release has it: all of it is hidden. */
  readonly isUntold?: boolean
}

/** Tables of several periods as one release, in the form that a release has. */
export interface JointPeriods {
  readonly published: readonly PublishedTable[]
  readonly truth: readonly TabulatedTable[]
  /** By table and row: 1 where a release that is out shows it. */
  readonly out: readonly Uint8Array[]
}

/** Name of the dimension of periods: no table of a release has one of that name. */
export const periodDimension = 'time_period'

/**
 * Puts tables of one id together where one period contains the other: rows of all periods in one matrix, with the
 * periods as codes of an event dimension. A row that a period's table lacks is a zero that everybody knows: its code was
 * not there yet.
 *
 * @param tables of one population, no two of the same id and period
 * @returns null where a table lacks a code of the period that contains it, or their measures differ
 */
export function joinPeriods(tables: readonly PeriodTable[]): JointPeriods | null {
  const ofId = new Map<string, PeriodTable[]>()
  for (const table of tables) {
    const { id } = table.published.shape
    ofId.set(id, [...(ofId.get(id) ?? []), table])
  }
  const published: PublishedTable[] = []
  const truth: TabulatedTable[] = []
  const out: Uint8Array[] = []
  for (const group of ofId.values()) {
    const outermost = group.filter((one) => containers(one, group).length === 0)
    for (const root of outermost) {
      const members = group
        .filter((one) => one === root || contains(root.period, one.period))
        .toSorted((a, b) =>
          lasts(a.period) === lasts(b.period) ? order(a, b) : lasts(b.period) - lasts(a.period),
        )
      const joint = joinTables(root, members)
      if (joint === null) return null
      published.push(joint.published)
      truth.push(joint.truth)
      out.push(joint.out)
    }
  }
  return { published, truth, out }
}

function order(a: PeriodTable, b: PeriodTable): number {
  return a.period.start < b.period.start ? -1 : 1
}

function lasts({ start, end }: Period): number {
  return Date.parse(end) - Date.parse(start)
}

function contains(outer: Period, inner: Period): boolean {
  return outer.id !== inner.id && outer.start <= inner.start && inner.end <= outer.end
}

/** Members whose period contains that of another one, shortest first. */
function containers({ period }: PeriodTable, group: readonly PeriodTable[]): readonly PeriodTable[] {
  return group
    .filter((other) => contains(other.period, period))
    .toSorted((a, b) => lasts(a.period) - lasts(b.period))
}

function joinTables(
  root: PeriodTable,
  members: readonly PeriodTable[],
): { readonly published: PublishedTable; readonly truth: TabulatedTable; readonly out: Uint8Array } | null {
  const { shape } = root.published
  const codes = members.map((one): Code => {
    const above = containers(one, members)
    const { id } = one.period
    return { code: id, parent: above[0]?.period.id ?? null, level: above.length, labels: { en: id } }
  })
  const periods: Dimension = {
    name: periodDimension,
    title: { en: 'Period' },
    kind: 'event',
    sensitive: false,
    codes,
  }
  const own = [...matrixCoordinates(shape.dimensions)]
  const rows: PublishedRow[] = []
  const cells: Cell[] = []
  for (const { period, published, truth, isUntold = false } of members) {
    if (!isComparable(published, root.published)) return null
    const index = new Map(published.rows.map(({ coordinates }, row) => [coordinates.join('\u001f'), row]))
    let found = 0
    for (const coordinates of own) {
      const at = [period.id, ...coordinates]
      const row = index.get(coordinates.join('\u001f'))
      if (row === undefined) {
        rows.push({ coordinates: at, figures: nobody(root.published), isNotYet: true })
        cells.push(emptyCell(at, shape.baseMeasures.length))
        continue
      }
      found++
      rows.push({ coordinates: at, figures: published.rows[row]!.figures, isUntold })
      cells.push({ ...truth.cells[row]!, coordinates: at })
    }
    if (found < published.rows.length) return null
  }
  const joint = {
    ...shape,
    id: `${root.period.id}/${shape.id}`,
    periodDimension,
    dimensions: [periods, ...shape.dimensions],
  }
  const open = new Set(members.flatMap(({ isOpen, period }) => (isOpen === true ? [period.id] : [])))
  const out = Uint8Array.from(rows, ({ coordinates: [period], figures }) =>
    !open.has(period!) && figures[0]!.status === 'A' ? 1 : 0,
  )
  return { published: { shape: joint, rows }, truth: { shape: joint, cells }, out }
}

/** Whether two periods' tables count the same; codes of what happens may have been added. */
function isComparable({ shape }: PublishedTable, { shape: whole }: PublishedTable): boolean {
  const measures = (of: PublishedTable['shape']) => [
    ...of.baseMeasures.map(({ name, counts }) => [name, counts]),
    ...of.derivedMeasures.map(({ name }) => [name]),
  ]
  const axes = (of: PublishedTable['shape']) =>
    of.dimensions.map(({ name, kind, codes }) =>
      kind === 'event' ? [name] : [name, ...codes.map(({ code, parent }) => `${code}<${parent}`)],
    )
  return (
    shape.fact === whole.fact &&
    shape.zeros === whole.zeros &&
    JSON.stringify(measures(shape)) === JSON.stringify(measures(whole)) &&
    JSON.stringify(axes(shape)) === JSON.stringify(axes(whole))
  )
}

function nobody({ shape }: PublishedTable): readonly Figure[] {
  return [
    ...shape.baseMeasures.map((): Figure => ({ value: 0, status: 'A' })),
    ...shape.derivedMeasures.map((): Figure => ({ value: null, status: 'z' })),
  ]
}

function emptyCell(coordinates: readonly string[], measures: number): Cell {
  return {
    coordinates,
    contributors: 0,
    measures: Array.from({ length: measures }, () => ({ value: 0, contributors: 0, largest: [] })),
    outcomes: {},
    scores: {},
  }
}
