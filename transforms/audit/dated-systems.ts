import type { PublishedTable } from '../../schemas/cell.ts'
import { countsStock } from '../../schemas/nested-populations.ts'

/**
 * What a reader of one release knows, day by day: figures of different days are different unknowns.
 *
 * The newest day has all flows, and of stocks the rows that are of it; every earlier day has the rows of stocks that
 * were last shown then. Rows of other days are hidden. Revised flows are of other days than the stocks beside them.
 *
 * @returns at least one system; each is tables of one release, for `auditFromOutside`
 */
export function datedSystems(tables: readonly PublishedTable[]): readonly (readonly PublishedTable[])[] {
  const isStock = ({ shape }: PublishedTable) => countsStock(shape.fact, shape.baseMeasures)
  const isRevised = (table: PublishedTable) => table.shape.asOf !== undefined && !isStock(table)
  return tables.some(isRevised) && tables.some(isStock)
    ? [...systemsOf(tables.filter((table) => !isStock(table))), ...systemsOf(tables.filter(isStock))]
    : systemsOf(tables)
}

function systemsOf(tables: readonly PublishedTable[]): readonly (readonly PublishedTable[])[] {
  const stocks = tables.filter(({ shape }) => shape.asOf !== undefined)
  const newest = tables.map((table) =>
    table.shape.asOf === undefined ? table : onDay(table, table.shape.asOf),
  )
  const earlier = stocks
    .flatMap(({ shape, rows }) => rows.map(({ asOf }) => (asOf === shape.asOf ? null : (asOf ?? null))))
    .filter((day) => day !== null)
  const days = [...new Set(earlier)].toSorted()
  return [newest, ...days.map((day) => stocks.map((table) => onDay(table, day)))]
}

function onDay({ shape, rows }: PublishedTable, day: string): PublishedTable {
  const hidden = [...shape.baseMeasures, ...shape.derivedMeasures].map(() => ({
    value: null,
    status: 'c' as const,
  }))
  return {
    shape,
    rows: rows.map((row) => (row.asOf === day ? row : { coordinates: row.coordinates, figures: hidden })),
  }
}
