import type {
  BaseMeasure,
  Cell,
  DerivedMeasure,
  Figure,
  MeasureCell,
  PublishedTable,
  SuppressionPattern,
  TabulatedTable,
} from '../../schemas/cell.ts'
import type { Held } from '../../schemas/custody.ts'
import { percentage } from './percentage.ts'
import { meanOf, medianBandOf } from './score-histogram.ts'
import type { WithheldMeans } from './withheld-means.ts'

export interface DerivedLimits {
  /** Least learners of a mean or median. */
  readonly minimumContributors: number
  /** Least denominator of a percentage. */
  readonly percentageBase: number
}

const hidden: Figure = { value: null, status: 'c' }
const notApplicable: Figure = { value: null, status: 'z' }

/**
 * Hides what the patterns hide and computes derived figures in the rows that remain.
 *
 * A ratio is a whole per cent; a mean is scaled by 10^decimals; a median is the lower bound of its ten-point
 * band. All are rounded half up. Nobody to derive one from is `z`; too few are `c`, and so is a mean or median
 * that tells too much of what is hidden.
 *
 * @param patterns one for each table, in the order of the tables
 * @param withheld rows whose means and medians stay hidden; a table that is not in it has none
 * @throws {RangeError} if a pattern is for another table or has another number of rows
 */
export function applyPattern(
  tables: Held<'tabulated', readonly TabulatedTable[]>,
  patterns: readonly SuppressionPattern[],
  limits: DerivedLimits,
  withheld: WithheldMeans,
): readonly PublishedTable[] {
  tables.forEach(({ shape, cells }, t) => {
    if (patterns[t]?.table !== shape.id || patterns[t].rows.length !== cells.length)
      throw new RangeError(`a pattern must have a judgement for each row of its table: ${shape.id}`)
  })
  return tables.map(({ shape, cells }, t) => {
    const pattern = patterns[t]!
    const hiddenRow = [...shape.baseMeasures, ...shape.derivedMeasures].map(() => hidden)
    const empty = hiddenRow.map((): Figure => ({ value: 0, status: 'A' }))
    const rows = cells.map((cell, row) => {
      if (pattern.rows[row]!.status !== 'published')
        return { coordinates: cell.coordinates, figures: hiddenRow }
      if (shape.derivedMeasures.length === 0 && cell.measures.every(isZero))
        return { coordinates: cell.coordinates, figures: empty }
      const figures = cell.measures.map(({ value }): Figure => ({ value, status: 'A' }))
      for (const measure of shape.derivedMeasures) {
        const isNarrowing = measure.type !== 'ratio' && withheld[t]?.[row] === 1
        figures.push(isNarrowing ? hidden : deriveFigure(measure, shape.baseMeasures, cell, limits))
      }
      return { coordinates: cell.coordinates, figures }
    })
    return { shape, rows }
  })
}

function isZero({ value }: MeasureCell): boolean {
  return value === 0
}

function deriveFigure(
  measure: DerivedMeasure,
  baseMeasures: readonly BaseMeasure[],
  cell: Cell,
  limits: DerivedLimits,
): Figure {
  if (measure.type === 'ratio') {
    const countOf = (name: string) =>
      cell.measures[baseMeasures.findIndex((base) => base.name === name)]!.value
    return percentage(countOf(measure.numerator), countOf(measure.denominator), limits.percentageBase)
  }
  const histogram = cell.scores[measure.score] ?? []
  const learners = histogram.reduce((sum, count) => sum + count, 0)
  if (learners === 0) return notApplicable
  if (learners < limits.minimumContributors) return hidden
  const value = measure.type === 'mean' ? meanOf(histogram, measure.decimals) : medianBandOf(histogram)
  return { value, status: 'A' }
}
