import type { Cell, TabulatedTable } from '../../schemas/cell.ts'
import { identifyCodes } from './cell-identity.ts'
import type { LinkedTables } from './linked-tables.ts'
import { rowQuantities } from './row-quantities.ts'
import type { Equation } from './table-equations.ts'
import { complementsOf } from './table-matrix.ts'

/** A figure as a reader of the tables would call it. */
export interface NamedFigure {
  readonly table: string
  /** A base measure, or `assessed without passed` for what follows by subtraction. */
  readonly figure: string
  /** Codes by dimension, totals left out; null for what no row shows and only follows from others. */
  readonly cell: CellCodes | null
}

/** Codes by dimension, totals left out. */
export type CellCodes = Readonly<Record<string, string>>

/** A row of a table. */
export interface NamedRow {
  readonly table: string
  readonly cell: CellCodes
}

export interface FigureNames {
  /** The table that a reader has in mind: others are named in words, too. */
  readonly preferred: string
  /** For each quantity: where it is shown, in the preferred table if it is there. */
  readonly names: readonly NamedFigure[]
  /** The quantities of a row, base measures first, then complements. */
  readonly quantitiesOf: (table: number, row: number) => readonly number[]
}

/** Names all quantities of a release by tables and measures. */
export function nameFigures(
  tables: readonly TabulatedTable[],
  system: LinkedTables,
  preferred: number,
): FigureNames {
  const identity = identifyCodes(tables)
  const index = new Map(system.quantities.map(({ key }, q) => [key, q]))
  const names: NamedFigure[] = []
  const ofTables = tables.map((table) => rowQuantities(table, identity))
  const quantitiesOf = (t: number, row: number) => ofTables[t]!(row).map(({ key }) => index.get(key)!)
  const order = [preferred, ...tables.keys()]
  for (const t of order) {
    const { shape, cells } = tables[t]!
    const figures = [
      ...shape.baseMeasures.map(({ name }) => name),
      ...complementsOf(shape).map(
        ({ whole, part }) => `${shape.baseMeasures[whole]!.name} without ${shape.baseMeasures[part]!.name}`,
      ),
    ]
    cells.forEach((cell, row) => {
      const name = nameOfRow(tables[t]!, cell)
      quantitiesOf(t, row).forEach((q, i) => {
        names[q] ??= { ...name, figure: figures[i]! }
      })
    })
  }
  const { id } = tables[preferred]!.shape
  const unnamed = new Set(system.quantities.keys())
  for (const q of names.keys()) if (names[q] !== undefined) unnamed.delete(q)
  for (const equation of system.equations) {
    for (const q of equation.quantities.filter((one) => unnamed.delete(one)))
      names[q] = { table: id, figure: remainderName(equation, q, names, id), cell: null }
  }
  return { preferred: id, names, quantitiesOf }
}

/** Names a quantity that no row shows by the equation that it follows from: `A less B`. */
function remainderName(
  { quantities, coefficients }: Equation,
  q: number,
  names: readonly (NamedFigure | undefined)[],
  preferred: string,
): string {
  const own = coefficients[quantities.indexOf(q)]!
  const named = (adds: boolean): readonly string[] =>
    quantities.flatMap((other, i) => {
      const name = names[other]
      return name === undefined || coefficients[i]! * own < 0 !== adds ? [] : [figureText(name, preferred)]
    })
  return [named(true).join(' and '), ...named(false)].join(' less ')
}

/** A row by its codes, totals left out. */
export function nameOfRow(
  { shape }: Pick<TabulatedTable, 'shape'>,
  { coordinates }: Pick<Cell, 'coordinates'>,
): NamedRow {
  const codes = shape.dimensions.flatMap(({ name, codes: [total] }, d): (readonly [string, string])[] =>
    coordinates[d] === total!.code ? [] : [[name, coordinates[d]!]],
  )
  return { table: shape.id, cell: Object.fromEntries(codes) }
}

/** `learners at region=R1,age=18-24`, with the table before it unless it is the preferred one. */
export function figureText({ table, figure, cell }: NamedFigure, preferred: string): string {
  const at = cell === null ? '' : ` at ${cellText(cell)}`
  return `${table === preferred ? '' : `${table}: `}${figure}${at}`
}

export function cellText(cell: CellCodes): string {
  const codes = Object.entries(cell).map(([name, code]) => `${name}=${code}`)
  return codes.length === 0 ? 'total' : codes.join(',')
}
