import type { Figure, PublishedRow, Status } from '../../schemas/cell.ts'

/** A published table as far as another can be compared with it. Rows are in the order of `matrixCoordinates`. */
export interface ComparableTable {
  readonly id: string
  readonly dimensions: readonly {
    readonly name: string
    readonly codes: readonly { readonly code: string }[]
  }[]
  /** Base measures, then derived ones, as in the rows' figures. */
  readonly measures: readonly {
    readonly name: string
    readonly type: string
    /** Figures are whole multiples of 10^-decimals; 0 where absent. */
    readonly decimals?: number
  }[]
  readonly rows: readonly PublishedRow[]
}

/** One figure that differs, in the unit in which it is published. A value is null where it is hidden. */
export interface FigureDifference {
  readonly coordinates: readonly string[]
  readonly measure: string
  readonly kind: 'changed' | 'newly-published' | 'newly-hidden' | 'status'
  readonly before: number | null
  readonly after: number | null
  readonly statusBefore: Status
  readonly statusAfter: Status
  /** Both show numbers of learners or events, which differ by 1 to k − 1. */
  readonly few: boolean
}

export interface TableDifference {
  readonly table: string
  /** Figures of cells and measures that both tables have. */
  readonly compared: number
  readonly unchanged: number
  readonly figures: readonly FigureDifference[]
  /** `dimension=code` that only the later, or only the earlier table has. */
  readonly codesAdded: readonly string[]
  readonly codesRemoved: readonly string[]
  readonly measuresAdded: readonly string[]
  readonly measuresRemoved: readonly string[]
  /** Dimensions are not the same: then no cell is compared. */
  readonly otherDimensions: boolean
}

/**
 * What changed from one published table to another, figure by figure. Only what is published is looked at.
 *
 * @param fewerThan k where both are about the same learners and days, so that a difference of 1 to k − 1 is about few;
 *   0 where they are not, so that nothing is few
 */
export function tableDifference(
  before: ComparableTable,
  after: ComparableTable,
  fewerThan: number,
): TableDifference {
  const names = (table: ComparableTable) => table.measures.map(({ name }) => name)
  const measures = {
    measuresAdded: without(names(after), names(before)),
    measuresRemoved: without(names(before), names(after)),
  }
  const codes = {
    codesAdded: without(codesOf(after), codesOf(before)),
    codesRemoved: without(codesOf(before), codesOf(after)),
  }
  const otherDimensions =
    JSON.stringify(before.dimensions.map(({ name }) => name)) !==
    JSON.stringify(after.dimensions.map(({ name }) => name))
  const none = {
    table: after.id,
    compared: 0,
    unchanged: 0,
    figures: [],
    ...codes,
    ...measures,
    otherDimensions,
  }
  if (otherDimensions) return none

  const earlier = new Map(before.rows.map((row) => [JSON.stringify(row.coordinates), row]))
  const shared = after.measures.flatMap(({ name, type, decimals = 0 }, m) => {
    const at = before.measures.findIndex((other) => other.name === name)
    const units = [10 ** (before.measures[at]?.decimals ?? 0), 10 ** decimals] as const
    return at < 0 ? [] : [{ name, type, units, m, at }]
  })
  const figures: FigureDifference[] = []
  let compared = 0
  for (const row of after.rows) {
    const old = earlier.get(JSON.stringify(row.coordinates))
    if (old === undefined) continue
    for (const { name, type, units, m, at } of shared) {
      compared++
      const difference = figureDifference(
        inUnits(old.figures[at]!, units[0]),
        inUnits(row.figures[m]!, units[1]),
      )
      if (difference === null) continue
      const few = isCount(type) && isFew(difference.before, difference.after, fewerThan)
      figures.push({ coordinates: row.coordinates, measure: name, ...difference, few })
    }
  }
  return { ...none, compared, unchanged: compared - figures.length, figures }
}

function inUnits({ value, status }: Figure, unit: number): Figure {
  return { value: value === null ? null : value / unit, status }
}

function figureDifference(
  before: Figure,
  after: Figure,
): Omit<FigureDifference, 'coordinates' | 'measure' | 'few'> | null {
  if (before.status === after.status && before.value === after.value) return null
  const kind =
    before.status === 'A'
      ? after.status === 'A'
        ? 'changed'
        : 'newly-hidden'
      : after.status === 'A'
        ? 'newly-published'
        : 'status'
  return {
    kind,
    before: before.value,
    after: after.value,
    statusBefore: before.status,
    statusAfter: after.status,
  }
}

const isCount = (type: string): boolean => type === 'learners' || type === 'events'

function isFew(before: number | null, after: number | null, fewerThan: number): boolean {
  if (before === null || after === null) return false
  const by = Math.abs(after - before)
  return by > 0 && by < fewerThan
}

function codesOf({ dimensions }: ComparableTable): readonly string[] {
  return dimensions.flatMap(({ name, codes }) => codes.map(({ code }) => `${name}=${code}`))
}

function without(list: readonly string[], other: readonly string[]): readonly string[] {
  const known = new Set(other)
  return list.filter((text) => !known.has(text))
}
