import type { Figure, Status, TableShape } from '../../schemas/cell.ts'
import { counted, type Fault } from './finding.ts'

/** A figure as a file gives it, before its status is known to be one. */
export interface RawFigure {
  readonly value: number | null
  readonly status: string | null
}

const statuses: readonly string[] = ['A', 'c', 'z', 'x'] satisfies readonly Status[]

export function isFigure(figure: RawFigure): figure is Figure {
  return figure.status !== null && statuses.includes(figure.status)
}

/**
 * What is wrong with the figures of a table, rule by rule.
 *
 * @param rows figures of each row, base measures first
 */
export function figureFaults(shape: TableShape, rows: Iterable<readonly RawFigure[]>): readonly Fault[] {
  const bases = shape.baseMeasures.length
  const width = bases + shape.derivedMeasures.length
  const broken = { width: 0, status: 0, shared: 0, derived: 0, hidden: 0, number: 0, negative: 0 }
  for (const figures of rows) {
    const base = figures.slice(0, bases)
    if (figures.length !== width) broken.width += 1
    if (!figures.every(isFigure)) broken.status += 1
    if (new Set(base.map(({ status }) => status)).size > 1) broken.shared += 1
    if (base[0]?.status !== 'A' && figures.slice(bases).some(({ status }) => status === 'A'))
      broken.derived += 1
    if (figures.some(({ value, status }) => (value === null) === (status === 'A'))) broken.hidden += 1
    if (figures.some(({ value }) => value !== null && !Number.isSafeInteger(value))) broken.number += 1
    if (base.some(({ value }) => value !== null && value < 0)) broken.negative += 1
  }
  return [
    ...counted(
      'columns',
      broken.width,
      'row lacks a figure for each measure',
      'rows lack a figure for each measure',
    ),
    ...counted(
      'status',
      broken.status,
      'row has a status other than A, c, z, x',
      'rows have a status other than A, c, z, x',
    ),
    ...counted(
      'status',
      broken.shared,
      "row's base measures differ in status",
      "rows' base measures differ in status",
    ),
    ...counted(
      'status',
      broken.derived,
      'row publishes a derived figure where its base is hidden',
      'rows publish a derived figure where their base is hidden',
    ),
    ...counted(
      'value',
      broken.hidden,
      'row has a value without status A, or status A without a value',
      'rows have a value without status A, or status A without a value',
    ),
    ...counted(
      'value',
      broken.number,
      'row has a value that is not a whole number of its unit',
      'rows have values that are not whole numbers of their unit',
    ),
    ...counted(
      'value',
      broken.negative,
      'row has a negative count or sum',
      'rows have a negative count or sum',
    ),
  ]
}
