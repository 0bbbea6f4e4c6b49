import type { Code, Figure, PublishedTable } from '../../schemas/cell.ts'
import { labelIn } from '../messages/label.ts'
import { type MeasureText, measureTexts } from '../messages/measure-text.ts'
import { dayText } from '../messages/period-text.ts'
import type { ChartContext } from './chart-context.ts'
import type { ChartPlan } from './chart-plan.ts'
import { isolated } from './fit-text.ts'
import { numberText, shortPeriodText } from './number-text.ts'

/** One figure of a chart. */
export interface ChartCell {
  /** The code of each axis. */
  readonly codes: readonly Code[]
  readonly labels: readonly string[]
  readonly figure: Figure
  /** The figure as shown: a number, `[c]`, `[z]` or `[x]`. */
  readonly text: string
  /** Labels and figure, and its day where that is not the table's. */
  readonly told: string
}

/** All figures that a chart shows, and those that its sentence names. */
export interface ChartCells {
  /** In the order of the rows, within a row in that of the columns. */
  readonly cells: readonly ChartCell[]
  readonly total: ChartCell
  readonly measure: MeasureText
  /** Figures that are of an earlier day than the table. */
  readonly earlier: number
  readonly textOf: (scaled: number) => string
}

/** Reads the figures of a plan from the complete matrix. */
export function readCells(table: PublishedTable, plan: ChartPlan, context: ChartContext): ChartCells {
  const { language, say, percentageBase } = context
  const { shape, rows } = table
  const measure = measureTexts(shape, language, say, percentageBase)[plan.measure]!
  const textOf = (scaled: number) => numberText(scaled, measure.decimals, measure.unit, language)
  const rowNumber = rowNumbers(table)
  let earlier = 0
  const cellOf = (codes: readonly Code[]): ChartCell => {
    const chosen = new Map(codes.map(({ code }, i) => [plan.axes[i]!.dimension.name, code]))
    const row = rows[rowNumber(chosen)]!
    const figure = row.figures[plan.measure]!
    const labels = codes.map((code) => codeText(code, context))
    const text = figure.value === null ? `[${figure.status}]` : textOf(figure.value)
    const isEarlier = figure.value !== null && row.asOf != null && row.asOf !== shape.asOf
    const day = isEarlier ? ` (${say('asOf')}: ${dayText(row.asOf ?? '', language)})` : ''
    if (isEarlier) earlier++
    return { codes, labels, figure, text, told: `${labels.map(isolated).join(', ')}: ${text}${day}` }
  }
  const [down, across] = plan.axes
  const cells = down!.codes.flatMap((row) =>
    across === undefined ? [cellOf([row])] : across.codes.map((column) => cellOf([row, column])),
  )
  const inChart = earlier
  return { cells, total: cellOf([]), measure, earlier: inChart, textOf }
}

/** A code as the chart says it: a day in words, anything else by its label. */
export function codeText({ code, labels }: Code, { language }: ChartContext): string {
  return labels.en === code ? shortPeriodText(code, language) : labelIn(labels, language)
}

/** Finds the row with some codes, all other dimensions at their total, which comes first in a code list. */
function rowNumbers({ shape }: PublishedTable): (chosen: ReadonlyMap<string, string>) => number {
  const numbers = shape.dimensions.map(({ codes }) => new Map(codes.map(({ code }, i) => [code, i])))
  return (chosen) =>
    shape.dimensions.reduce(
      (row, { name, codes }, i) => row * codes.length + (numbers[i]!.get(chosen.get(name) ?? '') ?? 0),
      0,
    )
}
