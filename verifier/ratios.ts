import { type DerivedFigure, type Figures, valueAt } from './figures.ts'
import type { Finding } from './finding.ts'
import { codesOf } from './grid.ts'
import type { DerivedMeasure, Limits } from './release.ts'
import { rangeOf } from './rounded.ts'

/** Figures that follow from others: percentages must be those of their counts, scores possible, counts within their bounds. */
export function derivedFindings(figures: Figures, limits: Limits): readonly Finding[] {
  const { table, grid, shown, base, derived } = figures
  const findings: Finding[] = []
  const column = (name: string) => base[table.baseMeasures.findIndex((one) => one.name === name)]
  shown.forEach((isShown, row) => {
    if (!isShown) return
    const add = (measure: string, clause: string) =>
      findings.push({
        rule: 'sums',
        where: table.id,
        clause: `${clause} (${[...codesOf(grid, row), measure].join(', ')})`,
      })
    table.baseMeasures.forEach(({ name, atMost }, m) => {
      const value = valueAt(base[m], row)
      if (limits.rounding !== null && value % limits.rounding.base !== 0)
        add(name, 'a rounded figure is a multiple of its base')
      if (limits.rounding === null && atMost.some((larger) => value > valueAt(column(larger), row)))
        add(name, 'a measure is not more than those that include it')
    })
    table.derivedMeasures.forEach((measure, i) => {
      const figure = derived[i]?.[row]
      if (figure === undefined) return
      const isRight =
        measure.type === 'ratio'
          ? isRatio(
              figure,
              valueAt(column(measure.numerator), row),
              valueAt(column(measure.denominator), row),
              limits,
            )
          : isScore(figure, measure)
      if (!isRight) add(measure.name, 'a figure that follows from others is what follows')
    })
  })
  return findings
}

/** A whole percentage, half up: not of nobody, and not of too few. */
function isRatio(
  { value, status }: DerivedFigure,
  numerator: number,
  denominator: number,
  limits: Limits,
): boolean {
  if (denominator === 0) return status === 'z'
  if (status === 'c') return rangeOf(denominator, true, limits).least < limits.percentageBase
  return (
    status === 'A' &&
    denominator >= limits.percentageBase &&
    value === Math.floor((200 * numerator + denominator) / (2 * denominator))
  )
}

/** Scores are per cent; a median is the lower end of a band of ten. */
function isScore({ value, status }: DerivedFigure, measure: DerivedMeasure): boolean {
  if (value === null) return status !== 'A'
  return measure.type === 'mean' ? value <= 100 * 10 ** measure.decimals : value % 10 === 0 && value <= 90
}
