import type { TableShape } from '../../schemas/cell.ts'
import type { FlatValue } from '../flat-table.ts'
import type { RawFigure } from './figure-faults.ts'
import { counted, type Fault } from './finding.ts'

/** What a file says of a row besides its coordinates. */
interface DatedRow {
  readonly asOf: FlatValue
  readonly figures: readonly RawFigure[]
}

/** What is wrong with the days of a stock: a row has one exactly where it is published, and none is from later. */
export function dayFaults({ asOf }: TableShape, rows: readonly DatedRow[]): readonly Fault[] {
  const wrong = rows.filter((row) => {
    if (asOf === undefined) return row.asOf !== null
    const isShown = row.figures[0]?.status === 'A'
    return isShown ? typeof row.asOf !== 'string' || row.asOf > asOf : row.asOf !== null
  })
  return counted(
    'value',
    wrong.length,
    'row is not of the day or an earlier one exactly where it is published',
    'rows are not of the day or an earlier one exactly where they are published',
  )
}
