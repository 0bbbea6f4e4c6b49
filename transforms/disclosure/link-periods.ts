import {
  type Cell,
  type Code,
  type Dimension,
  matrixCoordinates,
  type TableShape,
  type TabulatedTable,
} from '../../schemas/cell.ts'
import { WithheldError } from '../../schemas/failure.ts'
import type { Period } from '../../schemas/period.ts'
import { alignedDimension, type EventCodes, eventCodes } from './event-codes.ts'
import { type PeriodTree, periodForest, periodsOf } from './period-forest.ts'
import type { TablePreferences } from './row-preferences.ts'
import { sameButEvents } from './same-but-events.ts'

/** A table of a release that is out, or that was counted for it. */
export interface ReleasedTable {
  readonly period: Period
  readonly table: TabulatedTable
  /** By row: 1 where the release shows it; null where the release does not have the table. */
  readonly shown: Uint8Array | null
  /** By row: 1 where it is hidden for whom it would tell to be idle, so that nothing further may; none where absent. */
  readonly idle?: Uint8Array
  /** Of a stock, by row: how many of its learners may be counted twice; nobody where absent. */
  readonly doubtful?: Float64Array
}

/** A table of a longer period, whose rows are to be decided. */
export interface OpenTable {
  readonly period: Period
  readonly table: TabulatedTable
  readonly preferences: TablePreferences
}

/** Tables of several periods as one release of tables. */
export interface LinkedPeriods {
  readonly tables: readonly TabulatedTable[]
  readonly preferences: readonly TablePreferences[]
  /** For each open table: where its rows are. */
  readonly open: readonly { readonly table: number; readonly rows: Int32Array }[]
}

/** No table of a project has a column of this name for a dimension. */
export const periodDimension = 'time_period'

type Node = ReleasedTable | OpenTable

/**
 * Writes tables of a longer period and of the periods that it is made of so that the suppression sees how they are
 * related: a table that both have becomes one with a dimension more, along which learners do not add up, and what is
 * counted in one period is another figure than in the next. What is out stays as it is: shown rows are required, hidden
 * ones stay hidden.
 *
 * A code that came up after a period was released is empty in that period, and known to be.
 *
 * @param parts all tables of all releases within the longer period
 * @throws {WithheldError} if a table's attributes differ from period to period
 */
export function linkPeriods(open: readonly OpenTable[], parts: readonly ReleasedTable[]): LinkedPeriods {
  const nodes: readonly Node[] = [...open, ...parts]
  const codes = eventCodes(nodes.map(({ table }) => table.shape))
  const ids = [...new Set(nodes.map(({ table }) => table.shape.id))]
  const tables: TabulatedTable[] = []
  const preferences: TablePreferences[] = []
  const places = new Map<Node, { table: number; rows: Int32Array }>()
  for (const id of ids) {
    for (const tree of periodForest(nodes.filter(({ table }) => table.shape.id === id))) {
      const linked = linkTree(tree, codes)
      for (const [node, rows] of linked.rows) places.set(node, { table: tables.length, rows })
      tables.push(linked.table)
      preferences.push(linked.preferences)
    }
  }
  return { tables, preferences, open: open.map((one) => places.get(one)!) }
}

/** One table over the periods of a tree. */
function linkTree(
  tree: PeriodTree<Node>,
  codes: EventCodes,
): {
  readonly table: TabulatedTable
  readonly preferences: TablePreferences
  readonly rows: ReadonlyMap<Node, Int32Array>
} {
  const { shape } = tree.of.table
  const dimensions = shape.dimensions.map((one) => alignedDimension(one, tree.period.id, codes))
  const own = [...matrixCoordinates(dimensions)]
  const periods = [...periodsOf(tree)]
  const rows = new Map<Node, Int32Array>()
  const cells: Cell[] = []
  const required = new Uint8Array(own.length * periods.length)
  const staysHidden = required.slice()
  const idle = required.slice()
  const untold = required.slice()
  const notYet = required.slice()
  const weights = new Float64Array(required.length).fill(1)
  const doubtful = new Float64Array(required.length)
  for (const { period, of } of periods) {
    refuseOtherTable(of, tree.of)
    const start = cells.length
    const place = new Map(of.table.cells.map(({ coordinates }, row) => [JSON.stringify(coordinates), row]))
    const places = new Int32Array(of.table.cells.length)
    for (const coordinates of own) {
      const at = [period.id, ...coordinates]
      const row = place.get(JSON.stringify(coordinates))
      const target = cells.length
      if (row === undefined) {
        cells.push(emptyCell(at, shape))
        required[target] = 1
        notYet[target] = 1
        continue
      }
      places[row] = target
      cells.push({ ...of.table.cells[row]!, coordinates: at })
      if ('shown' in of) {
        const { shown } = of
        if (shown === null) {
          untold[target] = 1
          continue
        }
        required[target] = shown[row]!
        staysHidden[target] = 1 - shown[row]!
        idle[target] = of.idle?.[row] ?? 0
        doubtful[target] = of.doubtful?.[row] ?? 0
      } else {
        required[target] = of.preferences.required[row]!
        weights[target] = of.preferences.weights[row]!
        idle[target] = of.preferences.idle?.[row] ?? 0
      }
    }
    if (place.size > cells.length - start) throw new Error('every row must have a place among all codes')
    rows.set(of, places)
  }
  return {
    table: {
      shape: {
        ...shape,
        id: `${tree.period.id}/${shape.id}`,
        periodDimension,
        dimensions: [periodCodes(periods), ...dimensions],
      },
      cells,
    },
    preferences: { required, weights, staysHidden, idle, untold, notYet, doubtful },
    rows,
  }
}

function periodCodes(
  periods: readonly { readonly period: Period; readonly parent: Period | null; readonly level: number }[],
): Dimension {
  const codes = periods.map(
    ({ period: { id }, parent, level }): Code => ({
      code: id,
      parent: parent?.id ?? null,
      level,
      labels: { en: id },
    }),
  )
  return { name: periodDimension, title: { en: 'Period' }, kind: 'event', sensitive: false, codes }
}

function emptyCell(coordinates: readonly string[], { baseMeasures }: TableShape): Cell {
  const measures = baseMeasures.map(() => ({ value: 0, contributors: 0, largest: [] }))
  return { coordinates, contributors: 0, measures, outcomes: {}, scores: {} }
}

/** @throws {WithheldError} if a period's table is not the longer period's but for codes of what happens */
function refuseOtherTable({ table, period }: Node, whole: Node): void {
  if (sameButEvents(table.shape) === sameButEvents(whole.table.shape)) return
  throw new WithheldError(
    `a table that is rolled up keeps dimensions, levels, codes and measures from period to period. Provided value: table ${table.shape.id} of ${period.id}, for ${whole.period.id}`,
  )
}
