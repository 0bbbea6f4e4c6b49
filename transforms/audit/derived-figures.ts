import type { Cell, DerivedMeasure, Figure, TableShape } from '../../schemas/cell.ts'
import type { AuditParameters } from '../../schemas/release.ts'

const confidential: Figure = { value: null, status: 'c' }
const notApplicable: Figure = { value: null, status: 'z' }

/** A whole percentage, half up; `z` where there is nobody to take it of, `c` where there are too few. */
export function ratioFigure(numerator: number, denominator: number, percentageBase: number): Figure {
  if (denominator === 0) return notApplicable
  if (denominator < percentageBase) return confidential
  return { value: halfUp(100 * numerator, denominator), status: 'A' }
}

/**
 * What a derived measure must read in a row whose base measures are published.
 *
 * @param cell what was counted in that row
 */
export function derivedFigure(
  measure: DerivedMeasure,
  shape: TableShape,
  cell: Cell,
  parameters: AuditParameters,
): Figure {
  if (measure.type === 'ratio') {
    const countOf = (name: string) =>
      cell.measures[shape.baseMeasures.findIndex((base) => base.name === name)]?.value ?? 0
    return ratioFigure(countOf(measure.numerator), countOf(measure.denominator), parameters.percentageBase)
  }
  const histogram = cell.scores[measure.score] ?? []
  const learners = histogram.reduce((sum, count) => sum + count, 0)
  if (learners === 0) return notApplicable
  if (learners < parameters.minimumContributors) return confidential
  if (measure.type === 'median') return { value: medianBand(histogram, learners), status: 'A' }
  const sum = histogram.reduce((total, count, percent) => total + count * percent, 0)
  return { value: halfUp(10 ** measure.decimals * sum, learners), status: 'A' }
}

/** Lower bound of the ten-point band that holds the lower median; 100 belongs to the last band. */
function medianBand(histogram: readonly number[], learners: number): number {
  let below = 0
  const percent = histogram.findIndex((count) => {
    below += count
    return below >= Math.ceil(learners / 2)
  })
  return Math.min(90, 10 * Math.floor(percent / 10))
}

/** Quotient of whole numbers, rounded to a whole one. */
function halfUp(dividend: number, divisor: number): number {
  return Math.floor((2 * dividend + divisor) / (2 * divisor))
}
