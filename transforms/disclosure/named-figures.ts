import type { Cell, TabulatedTable } from '../../schemas/cell.ts'
import { identifyCodes } from './cell-identity.ts'
import type { LinkedTables } from './linked-tables.ts'
import { rowQuantities } from './row-quantities.ts'
import { complementsOf } from './table-matrix.ts'

/** A figure as a reader of the tables would call it. */
export interface NamedFigure {
  readonly table: string
  /** A base measure, or `assessed without passed` for what follows by subtraction. */
  readonly figure: string
  /** Codes by dimension, totals left out. */
  readonly cell: Readonly<Record<string, string>>
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
  const quantitiesOf = (t: number, row: number) =>
    rowQuantities(tables[t]!, row, identity).map(({ key }) => index.get(key)!)
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
  return { preferred: tables[preferred]!.shape.id, names, quantitiesOf }
}

/** A row by its codes, totals left out. */
export function nameOfRow(
  { shape }: TabulatedTable,
  { coordinates }: Cell,
): Pick<NamedFigure, 'table' | 'cell'> {
  const codes = shape.dimensions.flatMap(({ name, codes: [total] }, d): (readonly [string, string])[] =>
    coordinates[d] === total!.code ? [] : [[name, coordinates[d]!]],
  )
  return { table: shape.id, cell: Object.fromEntries(codes) }
}

/** `learners at region=R1,age=18-24`, with the table before it unless it is the preferred one. */
export function figureText({ table, figure, cell }: NamedFigure, preferred: string): string {
  return `${table === preferred ? '' : `${table}: `}${figure} at ${cellText(cell)}`
}

export function cellText(cell: NamedFigure['cell']): string {
  const codes = Object.entries(cell).map(([name, code]) => `${name}=${code}`)
  return codes.length === 0 ? 'total' : codes.join(',')
}
