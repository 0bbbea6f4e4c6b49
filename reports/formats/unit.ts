import type { BaseMeasure, DerivedMeasure } from '../../schemas/cell.ts'

/** What a figure is a number of. */
export interface Unit {
  /** Code of the SDMX code list of units of measure. */
  readonly sdmx: 'PS' | 'NUM' | 'MIN' | 'PT'
  /** As it stands behind a number; empty for counts. */
  readonly symbol: '' | 'minutes' | '%'
}

/** Learning time is the only quantity that is summed: whole minutes. Scores are per cents of what could be reached. */
export function unitOf(measure: BaseMeasure | DerivedMeasure): Unit {
  switch (measure.type) {
    case 'learners':
      return { sdmx: 'PS', symbol: '' }
    case 'events':
      return { sdmx: 'NUM', symbol: '' }
    case 'sum':
      return { sdmx: 'MIN', symbol: 'minutes' }
    default:
      return { sdmx: 'PT', symbol: '%' }
  }
}
