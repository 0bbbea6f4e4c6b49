import { leafSeparator } from '../tabulate/stock-members.ts'

/** Between the leaf that a learner is in and the figure that they contribute to: no code has it. */
export const placeSeparator = '\u001e'

/** Names a figure of a block: its measure, and the codes of its events. */
export function figureName(measure: string, events: readonly string[]): string {
  return [measure, ...events].join(leafSeparator)
}

/** Series of what learners contribute to a table of a period. */
export function flowSeries(period: string, table: string): string {
  return `${period}/${table}`
}

/** Series of the attributes that learners had in the first release of a period. */
export function attributeSeries(period: string): string {
  return `${period}/`
}
